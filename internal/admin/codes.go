package admin

import "github.com/chatdouble/mockserver/internal/gateway"

// Code is an error code of a vendor that a fault rule can have.
type Code struct {
	Vendor     string   `json:"vendor"`
	Code       string   `json:"code"`
	Status     int      `json:"status" doc:"of HTTP"`
	Message    string   `json:"message" doc:"what is answered with it; unknown stands for who or what it names"`
	Operations []string `json:"operations" doc:"that are known to answer with it; a fault rule makes any of the vendor's do so"`
}

// Codes are a vendor's in the words of the API.
func Codes(of *gateway.Catalogue) (all []Code) {
	for _, c := range of.Codes() {
		all = append(all, Code{of.Vendor, c.Code, c.Status, c.Message, append([]string{}, c.Operations...)})
	}
	return all
}

type ofVendor struct {
	Vendor string `json:"vendor,omitempty" schema:"VendorName" doc:"only those of this vendor"`
}

// codesAnswer lists codes.
type codesAnswer struct {
	Codes []Code `json:"codes"`
}

func (a *api) listCodes(_ *in, of ofVendor) (codesAnswer, error) {
	answer := codesAnswer{[]Code{}}
	for _, v := range a.Vendors {
		if of.Vendor == "" || of.Vendor == v.Vendor {
			answer.Codes = append(answer.Codes, Codes(v.Catalogue)...)
		}
	}
	return answer, nil
}
