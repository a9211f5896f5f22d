package cometchatapi

import (
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
)

// base begins the path of every call that this server answers.
const base = "/v3"

// firstKey finds the first key of a scope.
func firstKey(scope string) func(*store.Tx) string {
	return func(tx *store.Tx) string {
		for key := range tx.Keys() {
			if key.Scope == scope {
				return key.Value
			}
		}
		return ""
	}
}

// Catalogue is what CometChat has. Times are whole seconds.
var Catalogue = gateway.Catalogue{
	Vendor: Vendor, Title: "CometChat", New: func(apps *gateway.Apps) gateway.Vendor { return New(apps) },
	Base: base, IsPath: isVersioned, IsHost: isHost, Regions: true,
	Access: []gateway.Access{
		{Name: "api_key", Doc: "CometChat: a key of the scope " + FullAccess, Of: firstKey(FullAccess)},
		{Name: "auth_key", Doc: "CometChat: a key of the scope " + AuthOnly, Of: firstKey(AuthOnly)},
	},
	Operations: Operations, Facts: CommonFacts, Quotas: DefaultQuotas(), Codes: Codes, Variants: Variants(), Events: Events, Acts: acts,
	Called: func(op *gateway.Op) string { return base + op.Path },
	Order:  store.ByTime, Tick: time.Second,

	Refusal: shape.For[refusal](),
	Shown:   []gateway.Shown{{Name: "appId", InHeader: true}, {Name: apiKey, InHeader: true, Credential: apiKey}, {Name: authToken, InHeader: true, Credential: authToken}},
}

// refusal is what an error looks like (page "Errors"), as recorded.
type refusal struct {
	Error struct {
		Message    string              `json:"message"`
		DevMessage string              `json:"devMessage"`
		Source     string              `json:"source"`
		Details    map[string][]string `json:"details,omitempty" doc:"what is wrong with each parameter"`
		Code       string              `json:"code"`
	} `json:"error"`
}
