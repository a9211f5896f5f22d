package gateway

// Introduction is what a person who starts the program is told of an app.
type Introduction struct {
	Access string // what lets a client in, in the vendor's words
	Try    *Try   // a call that gives data; nil when there is none
}

// Try is a call that a person can make at once.
type Try struct {
	Target  string   // behind the base URL of the vendor
	Headers []string // "name: value"
	// AppID and Secret sign the call, when it must be signed.
	AppID, Secret string
}
