package zegoapi

import (
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var cgiDescribeZIMAudioLicense = operation{
	Name: "CgiDescribeZIMAudioLicense", Page: "ZIM Audio/obtain-a-license", Method: get, Licence: true,
	Does: action[none, licenceAnswer]{
		Run: func(*store.Tx, none) (answer licenceAnswer, err error) {
			answer.Data.License = licence
			return answer, nil
		},
	},
	Listed: []*codeError{errLicenceInput, errCertificate, errLicence, errLicenceAuth},
	Checks: []*codeError{errRate, errLicenceAuth},
	Notes: []gateway.Fact{
		assumed("a body, and parameters beside the common ones, are not looked at"),
		documented("the host is " + licenceHost + "." + domain + ", the signature that of all actions"),
		assumed("at this host there is no other action, and at the vendor's others this one is unknown: 100000007; a host that is not the vendor's has all actions"),
		documented("the answer has Code, Message Success., and Data with License; no RequestId"),
		assumed("so do refusals, but for Data"),
		documented("what is wrong with the common parameters: 910004"),
		assumed("that stands for each of the gateway's codes of AppId, SignatureVersion, SignatureNonce, Timestamp and Signature; those of the project and of the body are as for all actions"),
		assumed("License is the same text of 34 letters for every app: the one of the page's sample"),
	},
}

// licence is what every app gets.
const licence = "1234567890QWERTYUIOASDFGHJKLZXCVNM"

type licenceAnswer struct {
	Data licenceData `json:"Data"`
}

type licenceData struct {
	License string `json:"License" rule:"minlen=1"`
}

// licenceEnvelope is how the answers of the licence service begin.
type licenceEnvelope struct {
	Code    int    `json:"Code" doc:"0: it went well"`
	Message string `json:"Message"`
}

// ofLicence reports whether a call is one of the licence service.
func ofLicence(c *gateway.Call) bool { return c.Op != nil && c.Op.Envelope != nil }

// inWords is a refusal of who is asking in the words of the service that is asked.
func (k *check) inWords(c *gateway.Call, err error) error {
	if err == nil || !k.asLicenceAuth(c) {
		return err
	}
	return errLicenceAuth.because("%v", err)
}

// asLicenceAuth reports whether the licence service has a code of its own for what a check refuses.
func (k *check) asLicenceAuth(c *gateway.Call) bool {
	return ofLicence(c) && k.code != errNoService.Code && k.code != errReadBody.Code
}
