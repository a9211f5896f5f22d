package zegoapi

import "github.com/chatdouble/mockserver/internal/gateway"

// Catalogue is what ZIM has.
var Catalogue = gateway.Catalogue{
	Vendor: Vendor, Operations: Operations(), Facts: CommonFacts, Quotas: DefaultQuotas(), Codes: Codes, Variants: Variants(), Events: Events,
	Called:  func(op *gateway.Op) string { return "/?Action=" + op.Name },
	Actions: true,
}
