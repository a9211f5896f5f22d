package zegoapi

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/sigverify"
)

// check is one thing that every request has to pass. Answering runs the checks until the first
// refusal, explaining runs them all, so the two cannot say different things.
type check struct {
	name   string
	code   int // that it refuses with
	refuse func(*API, *gateway.Call, *common) error
	found  func(*API, *gateway.Call, *common) string // what a request has that passes, for a person
	counts bool                                      // a call that it refuses counts on the limits all the same
}

// run is the refusal, nil when the request passes or no request can be refused with the code.
func (k *check) run(a *API, c *gateway.Call, in *common) error {
	if k.refuse == nil {
		return nil
	}
	return k.refuse(a, c, in)
}

// The checks of the page "Return codes" that a request meets before its action is done. The vendor
// does not say in which order; the checks of form come first, because they need no look-up.
var (
	// routing is what a request must have for its action to be found.
	routing = []check{
		{name: "host", code: 100000000},
		{name: "method", refuse: refuseMethod, found: foundMethod},
		{name: "Action", code: 100000006, refuse: needed("Action", errActionEmpty, "", ofAction), found: shown(longestName, ofAction)},
		{name: "known Action", code: 100000007, refuse: refuseUnknownAction, found: foundKnownAction},
	}
	// signing is what lets it in.
	signing = []check{
		{name: "AppId", code: 100000001, refuse: refuseAppID, found: foundAppID},
		{name: "SignatureVersion", code: 100000013, refuse: needed("SignatureVersion", errSignatureVersionNone, "; send 2.0", ofVersion), found: shown(20, ofVersion)},
		{name: "supported SignatureVersion", code: 100000014, refuse: refuseVersion, found: shown(20, ofVersion)},
		{name: "SignatureNonce", code: 100000008, refuse: needed("SignatureNonce", errNonceEmpty, "", ofNonce), found: foundNonce},
		{name: "Timestamp", code: 100000002, refuse: needed("Timestamp", errTimestampEmpty, "; send Unix time in seconds", ofTimestamp), found: shown(20, ofTimestamp)},
		{name: "Timestamp as a number", code: 100000003, refuse: refuseTimestamp, found: shown(20, ofTimestamp)},
		{name: "Signature", code: 100000009, refuse: needed("Signature", errSignatureEmpty, "", ofSignature), found: foundSignature},
		{name: "known AppId", code: 100000010, refuse: refuseUnknownApp, found: foundApp},
		{name: "app configuration", code: 100000011},
		{name: "formal environment", code: 100000016, refuse: refuseService, found: foundService},
		{name: "enabled service", code: 100000017},
		{name: "clock", code: 100000004, refuse: refuseClock, found: foundClock},
		{name: "right Signature", code: 100000005, refuse: refuseSignature, found: foundRightSignature},
		{name: "readable body", code: 100000012, refuse: refuseBody, found: foundBody, counts: true},
	}
)

// The common parameters that are looked at as they came.
func ofAction(in *common) string    { return in.action }
func ofVersion(in *common) string   { return in.version }
func ofNonce(in *common) string     { return in.Nonce }
func ofTimestamp(in *common) string { return in.Timestamp }
func ofSignature(in *common) string { return in.Signature }

// needed refuses a request without a common parameter.
func needed(name string, e *codeError, hint string, of func(*common) string) func(*API, *gateway.Call, *common) error {
	return func(_ *API, c *gateway.Call, in *common) error {
		if of(in) != "" {
			return nil
		}
		return e.because("%s%s", whyMissing(c, name), hint)
	}
}

// shown quotes so many bytes of a common parameter.
func shown(most int, of func(*common) string) func(*API, *gateway.Call, *common) string {
	return func(_ *API, _ *gateway.Call, in *common) string { return fmt.Sprintf("%.*q", most, of(in)) }
}

func refuseMethod(_ *API, c *gateway.Call, _ *common) error {
	if c.Request.Method == http.MethodGet || c.Request.Method == http.MethodPost {
		return nil
	}
	return errMethod.because("ZIM answers GET and POST only; this was %s", c.Request.Method)
}

func foundMethod(_ *API, c *gateway.Call, _ *common) string { return c.Request.Method }

func refuseUnknownAction(a *API, c *gateway.Call, in *common) error {
	o, ok := a.ops[in.action]
	if !ok || o.Does == nil {
		return a.unsupported(in.action)
	}
	return refuseHost(c, o)
}

func foundKnownAction(_ *API, _ *gateway.Call, in *common) string { return in.action + " is emulated" }

func refuseAppID(_ *API, c *gateway.Call, in *common) error {
	if in.AppID == "" {
		return errAppIDFormat.because("%s", whyMissing(c, "AppId"))
	}
	if _, err := sigverify.ParseAppID(in.AppID); err != nil {
		return errAppIDFormat.because("%v", err)
	}
	return nil
}

func foundAppID(_ *API, _ *gateway.Call, in *common) string {
	return in.AppID + " is a number of 32 bits"
}

func refuseVersion(_ *API, _ *gateway.Call, in *common) error {
	if in.version == "2.0" {
		return nil
	}
	return errSignatureVersion.because("SignatureVersion is %q; only 2.0 is supported", in.version)
}

func foundNonce(_ *API, _ *gateway.Call, in *common) string {
	return fmt.Sprintf("%d bytes; any text that is not empty is good, also one that was sent before", len(in.Nonce))
}

func refuseTimestamp(_ *API, _ *gateway.Call, in *common) error {
	if in.timestampErr == nil {
		return nil
	}
	return errTimestampFormat.because("%v", in.timestampErr)
}

func foundSignature(_ *API, _ *gateway.Call, in *common) string {
	return fmt.Sprintf("%d characters", len(in.Signature))
}

func refuseUnknownApp(a *API, c *gateway.Call, in *common) error {
	if c.App == nil {
		return errServerSecret.because("this server has no ZIM app %s; %s", in.AppID, a.whichApps())
	}
	if in.secret == "" {
		return errServerSecret.because("app %s has no server secret", in.AppID)
	}
	return nil
}

func foundApp(_ *API, c *gateway.Call, _ *common) string {
	return "app " + c.App.ID + " is there and has a ServerSecret"
}

func refuseService(_ *API, c *gateway.Call, _ *common) error {
	if service.Of(c.App) == "on" {
		return nil
	}
	return errNoService.because("ZIM is not switched on for app %s in the console: its fixture says variants: {service: off}", c.App.ID)
}

func foundService(_ *API, c *gateway.Call, _ *common) string {
	return "ZIM is switched on for app " + c.App.ID
}

// whichApps says which apps there are, or where to look when they are many.
func (a *API) whichApps() string {
	const few = 3
	apps := a.apps.All()
	switch {
	case len(apps) == 0:
		return "it has none"
	case len(apps) > few:
		return fmt.Sprintf("GET /__admin/apps lists the %d that it has", len(apps))
	}
	ids := make([]string, len(apps))
	for i, app := range apps {
		ids[i] = app.ID
	}
	return "it has " + strings.Join(ids, ", ")
}

func refuseClock(_ *API, c *gateway.Call, in *common) error {
	if sigverify.Fresh(in.timestamp, c.Now) {
		return nil
	}
	return errSignatureExpired.because("%s", sigverify.DiagnoseTimestamp(in.timestamp, c.Now))
}

func foundClock(_ *API, c *gateway.Call, in *common) string {
	return sigverify.DiagnoseTimestamp(in.timestamp, c.Now)
}

func refuseSignature(a *API, c *gateway.Call, in *common) error {
	if sigverify.Match(in.Request, in.secret) {
		return nil
	}
	wrong := in.Request
	wrong.Query = c.Request.URL.RawQuery
	return errSignature.because("%s", sigverify.Diagnose(wrong, in.secret, a.otherSecrets(c.App)))
}

func foundRightSignature(_ *API, c *gateway.Call, _ *common) string {
	return "it is that of the ServerSecret of app " + c.App.ID
}

// refuseBody comes before the limit, in this order, but the call counts.
func refuseBody(_ *API, c *gateway.Call, _ *common) error { return c.BodyErr }

func foundBody(_ *API, c *gateway.Call, _ *common) string {
	if e := c.Recorded(); e.Length > 0 {
		return fmt.Sprintf("%d bytes", e.Length) + c.BodyKept()
	}
	return "there is none"
}

// whyMissing says of a common parameter that is not there where the client seems to have put it.
func whyMissing(c *gateway.Call, name string) string {
	text := "the query parameter " + name + " is missing or empty"
	if bodyOf(c).members[strings.ToLower(name)] != nil {
		return text + "; the body has one, but the common parameters belong into the query, with POST too"
	}
	return text + instead(c, name)
}
