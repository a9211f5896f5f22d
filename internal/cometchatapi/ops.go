package cometchatapi

import (
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// declared are all operations that this server emulates, by resource.
var declared = slices.Concat(
	sessionOperations, blockOperations, userOperations, friendOperations, tokenOperations, roleOperations, keyOperations,
	importOperations, messageOperations,
)

// operations is the whole API for API keys, and then that for the tokens of end users, as the vendor's SDKs call it.
// Paths follow the version.
var operations = func() (all []gateway.Op) {
	for _, d := range declared {
		all = append(all, d.operations()...)
	}
	return slices.Concat(of(apiKey, all), of(authToken, all))
}()

// Operations is the table of all operations. The caller must not change it.
func Operations() []gateway.Op { return slices.Clone(operations) }

// of are those operations that are of one surface.
func of(credential string, ops []gateway.Op) (some []gateway.Op) {
	for _, op := range ops {
		if op.Credential == credential {
			some = append(some, op)
		}
	}
	return some
}
