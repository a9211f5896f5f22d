package admin

import "github.com/chatdouble/mockserver/internal/gateway"

// Variant is a choice between behaviours that the apps of a vendor have.
type Variant struct {
	Vendor  string                 `json:"vendor" schema:"VendorName"`
	Name    string                 `json:"name" doc:"as the fixture's variants have it"`
	Changes string                 `json:"changes" doc:"what it decides"`
	Default string                 `json:"default"`
	Values  []gateway.VariantValue `json:"values" doc:"the values, and how each is known"`
}

type variants struct {
	Variants []Variant `json:"variants"`
}

func (a *api) variants(*in) (variants, error) {
	var all []Variant
	for _, of := range a.Vendors {
		for _, v := range of.Variants {
			all = append(all, Variant{of.Vendor, v.Name, v.Changes, v.Values[0].Value, v.Values})
		}
	}
	return variants{all}, nil
}
