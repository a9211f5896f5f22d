package cometchatapi

import (
	"strings"
	"sync"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// known declares an operation that the vendor has and this server does not emulate: one without Run. Who builds it
// takes it out of the list and declares it in the file of its resource.
type known = op[struct{}, struct{}]

// knownOperations are those of the vendor's OpenAPI files for chat and data import; the last ones are those that its
// JavaScript SDK 4.2.0 calls for end users and no API key has.
var knownOperations = []known{
	{Name: "FlagMessage", Route: "POST /messages/{id}/flagged", Page: sdk, EndUsers: true},
	{Name: "InitiateCall", Route: "POST /calls", Page: sdk, EndUsers: true},
	{Name: "ChangeCallType", Route: "PATCH /calls/{sessionid}/type", Page: sdk, EndUsers: true},
}

// NotEmulated are the operations that the vendor has and this server has not.
var NotEmulated = sync.OnceValue(func() []gateway.Op { return opsOf(rowsOf(knownOperations)) })

// notEmulated finds them by their paths, on each surface.
var notEmulated = sync.OnceValue(func() map[string]*routes {
	known := rowsOf(knownOperations)
	return map[string]*routes{apiKey: newRoutes(known, apiKey), authToken: newRoutes(known, authToken)}
})

// knownAt is the operation that the vendor has at a path and this server has not, first on the given surface; nil when
// there is none.
func knownAt(method, path, surface string) *gateway.Op {
	other := apiKey
	if surface == apiKey {
		other = authToken
	}
	if op := notEmulated()[surface].named(method, path); op != nil {
		return op
	}
	return notEmulated()[other].named(method, path)
}

func matchesPattern(path, pattern string) bool {
	segments := strings.Split(path, "/")
	for i, want := range strings.Split(pattern, "/") {
		if i >= len(segments) || want != "*" && segments[i] != want {
			return false
		}
	}
	return true
}

// underNotEmulated is the path, or the beginning of paths, that the vendor has and this server has not; empty when
// the vendor has not got it either.
func underNotEmulated(method, path string) (pattern string) {
	if of := familyOfPath(path); of != nil {
		return of.Path
	}
	if op := knownAt(method, path, apiKey); op != nil {
		return op.Path
	}
	return ""
}
