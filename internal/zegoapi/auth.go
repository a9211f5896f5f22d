package zegoapi

import (
	"github.com/chatmock/mockserver/internal/gateway"
	"github.com/chatmock/mockserver/internal/sigverify"
	"github.com/chatmock/mockserver/internal/store"
)

// ServerSecret is the scope of the key that a ZIM app's signatures are made with.
const ServerSecret = "serverSecret"

// Authenticate checks the common parameters and the signature (page "Accessing Server APIs"). The
// vendor does not say in which order; the checks of form come first, because they need no look-up.
func (a *API) Authenticate(c *gateway.Call) error {
	var given sigverify.Request
	if given.AppID, _ = c.Query.First("AppId"); given.AppID == "" {
		return errAppIDFormat.because("the query parameter AppId is missing or empty")
	}
	if _, err := sigverify.ParseAppID(given.AppID); err != nil {
		return errAppIDFormat.because("%v", err)
	}
	switch version, _ := c.Query.First("SignatureVersion"); version {
	case "2.0":
	case "":
		return errSignatureVersionNone.because("the query parameter SignatureVersion is missing or empty")
	default:
		return errSignatureVersion.because("SignatureVersion is %q; only 2.0 is supported", version)
	}
	if given.Nonce, _ = c.Query.First("SignatureNonce"); given.Nonce == "" {
		return errNonceEmpty.because("the query parameter SignatureNonce is missing or empty")
	}
	if given.Timestamp, _ = c.Query.First("Timestamp"); given.Timestamp == "" {
		return errTimestampEmpty.because("the query parameter Timestamp is missing or empty")
	}
	timestamp, err := sigverify.ParseTimestamp(given.Timestamp)
	if err != nil {
		return errTimestampFormat.because("%v", err)
	}
	if given.Signature, _ = c.Query.First("Signature"); given.Signature == "" {
		return errSignatureEmpty.because("the query parameter Signature is missing or empty")
	}
	if c.App == nil {
		return errServerSecret.because("this server has no ZIM app %s", given.AppID)
	}
	if !sigverify.Fresh(timestamp, c.Now) {
		return errSignatureExpired.because("%s", sigverify.DiagnoseTimestamp(timestamp, c.Now))
	}
	secret := secretOf(c.App)
	if secret == "" {
		return errServerSecret.because("app %s has no server secret", given.AppID)
	}
	if !sigverify.Match(given, secret) {
		return errSignature.because("%s", sigverify.Diagnose(given, secret, a.otherSecrets(c.App)))
	}
	if c.BodyErr != nil { // in this order the body comes before the limit, but the call counts
		_ = c.Count(false)
	}
	return c.BodyErr
}

func secretOf(app *gateway.App) (secret string) {
	var tx store.Tx
	app.Store.Begin(&tx, app.Clock.Now())
	defer tx.End()
	for key := range tx.Keys() {
		if key.Scope == ServerSecret {
			secret = key.Value
		}
	}
	return secret
}

// otherSecrets lists the secrets of the other apps, for the diagnosis of a signature that was made
// with one of them.
func (a *API) otherSecrets(mine *gateway.App) []sigverify.OtherSecret {
	var others []sigverify.OtherSecret
	for _, app := range a.apps.All() {
		if app != mine {
			others = append(others, sigverify.OtherSecret{AppID: app.ID, Secret: secretOf(app)})
		}
	}
	return others
}
