package gateway

// Code is an error code of a vendor that a fault rule can have.
type Code struct {
	Code       string
	Status     int    // of HTTP
	Message    string // what is answered with it; where it names somebody, "unknown" stands for who it is
	Operations []string
}
