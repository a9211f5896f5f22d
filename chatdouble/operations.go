package chatdouble

import "github.com/chatdouble/mockserver/internal/server"

// OperationInfo says of an operation that is emulated what it is called and how it is called.
type OperationInfo struct {
	Vendor string // "cometchat" or "zim"
	Name   string // as fault rules, filters and the journal have it
	Method string // the documented one
	Path   string // behind the server's URL, with parameters in braces; ZIM's has the Action
}

// Operations lists every operation that is emulated, CometChat's first, in the order of docs/operations.md.
// Safe for concurrent use.
func Operations() []OperationInfo {
	var all []OperationInfo
	for _, op := range server.Operations() {
		all = append(all, OperationInfo(op))
	}
	return all
}
