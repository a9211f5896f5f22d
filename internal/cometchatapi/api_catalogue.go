package cometchatapi

import (
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// Catalogue is what CometChat has. Times are whole seconds.
var Catalogue = gateway.Catalogue{
	Vendor: Vendor, Operations: Operations(), Facts: CommonFacts, Quotas: DefaultQuotas(), Codes: Codes, Events: Events,
	Called: func(op *gateway.Op) string { return "/v3" + op.Path },
	Tick:   time.Second,
}
