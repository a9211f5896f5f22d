package zegoapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/sigverify"
	"github.com/chatdouble/mockserver/internal/store"
)

// Catalogue is what ZIM has.
var Catalogue = gateway.Catalogue{
	Vendor: Vendor, Title: "ZIM", New: func(apps *gateway.Apps) gateway.Vendor { return New(apps) },
	IsPath: isPath, IsHost: isHost, NamesApp: true,
	Access: []gateway.Access{
		{Name: "server_secret", Doc: "ZIM: signs requests", Of: func(tx *store.Tx) string { return tx.NewestKey(ServerSecret).Value }},
	},
	Operations: Operations, Facts: CommonFacts, Quotas: DefaultQuotas(), Codes: Codes, Variants: Variants(), Events: Events,
	Called: func(op *gateway.Op) string { return "/?Action=" + op.Name },
	Order:  store.ByInsertion, Actions: true, Controls: controls, Acts: acts, Due: due, SignAnew: signAnew,
	Envelope: shape.For[envelope](), Refusal: shape.For[envelope](),
	Shown: commonParameters(),
}

// envelope is how every answer begins.
type envelope struct {
	Code      int    `json:"Code" doc:"0: it went well"`
	Message   string `json:"Message"`
	RequestID string `json:"RequestId"`
}

// commonParameters are those of every action (page "Accessing Server APIs").
func commonParameters() []gateway.Shown {
	all := []gateway.Shown{
		{Name: "Action", Value: func(op *gateway.Op) string { return op.Name }},
		{Name: "SignatureVersion", Value: func(*gateway.Op) string { return "2.0" }},
	}
	for _, name := range sigverify.Parameters {
		if name != "SignatureVersion" {
			all = append(all, gateway.Shown{Name: name})
		}
	}
	return all
}
