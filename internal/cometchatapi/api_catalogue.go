package cometchatapi

import (
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
)

// Catalogue is what CometChat has. Times are whole seconds.
var Catalogue = gateway.Catalogue{
	Vendor: Vendor, Operations: Operations(), Facts: CommonFacts, Quotas: DefaultQuotas(), Codes: Codes, Events: Events,
	Called: func(op *gateway.Op) string { return "/v3" + op.Path },
	Tick:   time.Second,

	Refusal: shape.For[refusal](),
	Shown:   []gateway.Shown{{Name: "appId", InHeader: true}, {Name: apiKey, InHeader: true, Credential: apiKey}, {Name: authToken, InHeader: true, Credential: authToken}},
}

// refusal is what an error looks like (page "Errors"), as recorded.
type refusal struct {
	Error struct {
		Message    string              `json:"message"`
		DevMessage string              `json:"devMessage"`
		Source     string              `json:"source"`
		Code       string              `json:"code"`
		Details    map[string][]string `json:"details,omitempty" doc:"what is wrong with each parameter"`
	} `json:"error"`
}
