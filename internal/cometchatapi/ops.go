package cometchatapi

import (
	"slices"
	"sync"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// declared are all operations that this server emulates, by resource.
var declared = slices.Concat(
	sessionOperations, blockOperations, userOperations, friendOperations, tokenOperations, roleOperations, keyOperations,
	importOperations, messageOperations, lifeOperations, groupOperations, fileOperations,
	conversationOperations, receiptOperations, pinnedOperations,
)

// row is an operation in a table, as one kind of caller has it. What follows from its declaration is made when it is first
// asked for: a start does not wait for operations that are never called.
type row struct {
	name, method, path, credential string
	op                             func() *gateway.Op
}

// rows is the whole API for API keys, and then that for the tokens of end users, as the vendor's SDKs call it. Paths
// follow the version.
var rows = sync.OnceValue(func() []*row { return rowsOf(declared) })

func rowsOf[D interface{ rows() []*row }](declared []D) []*row {
	var keys, tokens []*row
	for _, d := range declared {
		for _, r := range d.rows() {
			if r.credential == apiKey {
				keys = append(keys, r)
			} else {
				tokens = append(tokens, r)
			}
		}
	}
	return append(keys, tokens...)
}

// Operations is the table of all operations. The caller must not change it.
var Operations = sync.OnceValue(func() []gateway.Op { return opsOf(rows()) })

func opsOf(rows []*row) (ops []gateway.Op) {
	for _, r := range rows {
		ops = append(ops, *r.op())
	}
	return ops
}
