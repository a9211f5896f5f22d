package chatdouble

import "github.com/chatdouble/mockserver/internal/server"

// ErrorCode is an error code of a vendor, as a [Fault] can have it.
type ErrorCode struct {
	Vendor     string // "cometchat" or "zim"
	Code       string
	Status     int      // of HTTP
	Message    string   // what is answered with it; "unknown" stands for who or what it names
	Operations []string // that are known to answer with it; a fault makes any of the vendor's do so
}

// Codes lists every error code that a [Fault] can have, CometChat's first. Each call makes a list anew.
func Codes() (all []ErrorCode) {
	for _, c := range server.Codes() {
		all = append(all, ErrorCode(c))
	}
	return all
}
