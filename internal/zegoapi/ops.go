package zegoapi

import (
	"net/http"
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// operations is the whole API, one row each. The path is always /.
var operations = slices.Concat(
	[]gateway.Op{
		{
			Name:       "QueryBlacklist",
			Method:     http.MethodGet,
			Path:       "/",
			Credential: "Signature",
			Limits:     perAction("QueryBlacklist"),
			Parameters: asked("FromUserId", "Limit", "Next"),
			Do:         gateway.Read(gateway.StepsOf(decodeBlacklistQuery, queryBlacklist, encodeBlacklistPage)),
			Facts:      queryBlacklistFacts,
		},
	},
	blacklistOperations,
	userOperations,
	friendOperations,
)

// Operations is the table of all operations. The caller must not change it.
func Operations() []gateway.Op { return operations }
