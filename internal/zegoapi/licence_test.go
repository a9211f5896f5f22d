package zegoapi_test

import (
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/golden"
	"github.com/chatdouble/mockserver/internal/vendortest"
)

// Page "Obtain a license": the sample byte for byte, at the service's own host and at any that is not the vendor's.
func TestLicence(t *testing.T) {
	t.Parallel()
	f := unlimited(t)
	for _, host := range []string{"auth-api.zego.im", "AUTH-API.zego.im:443", "auth-api.localhost:8080", "127.0.0.1:8080", ""} {
		r := vendortest.Ask(f.server, vendortest.Request{Method: "GET", Target: "/?" + f.signedFor("CgiDescribeZIMAudioLicense"), Host: host})
		golden.Bytes(t, "CgiDescribeZIMAudioLicense/sample.json", []byte(r.Body))
	}
}

// Each of the vendor's hosts has its own actions; refusals at the licence service have its codes and its envelope.
func TestLicenceRefused(t *testing.T) {
	t.Parallel()
	f := open(t)
	for _, tt := range []struct{ host, action, body, reason string }{
		{"zim-api.zego.im", "CgiDescribeZIMAudioLicense", `{"Code":100000007,`, "is answered at auth-api.zego.im, and this host is"},
		{"zim-api-fra.zego.im", "CgiDescribeZIMAudioLicense", `{"Code":100000007,`, "auth-api.zego.im"},
		{"auth-api.zego.im", "QueryBlacklist", `{"Code":100000007,`, "is answered at zim-api.zego.im"},
	} {
		r := vendortest.Ask(f.server, vendortest.Request{Method: "GET", Target: "/?" + f.signedFor(tt.action), Host: tt.host})
		if !strings.HasPrefix(r.Body, tt.body) || !strings.Contains(r.Reason(), tt.reason) {
			t.Errorf("%s at %s: %s (%s)", tt.action, tt.host, r.Body, r.Reason())
		}
	}
	const authWrong = `{"Code":910004,"Message":"authentication parameters error"}`
	for name, wrong := range map[string]string{"AppId": "1", "SignatureVersion": "1.0", "SignatureNonce": "", "Timestamp": "1", "Signature": "x"} {
		c := f.right()
		c.action = "CgiDescribeZIMAudioLicense"
		*c.named(name) = wrong
		if name != "Signature" {
			c = c.signed(f.secret)
		}
		r := vendortest.Ask(f.server, vendortest.Request{Method: "GET", Target: "/?" + c.with()})
		failed := vendortest.FirstFailed(f.server.Explain(r.ID()).Checks)
		if r.Body != authWrong || !strings.Contains(failed.Name, name) && (name != "Timestamp" || !strings.Contains(failed.Name, "clock")) {
			t.Errorf("%s %q: %s (%s), explained by the check %s", name, wrong, r.Body, r.Reason(), failed.Name)
		}
	}
	off := openSample(t, "variants: {service: off}")
	r := vendortest.Ask(off.server, vendortest.Request{Method: "GET", Target: "/?" + off.signedFor("CgiDescribeZIMAudioLicense")})
	if !strings.HasPrefix(r.Body, `{"Code":100000016,`) || strings.Contains(r.Body, "RequestId") {
		t.Errorf("of a project without ZIM: %s", r.Body)
	}
}
