package zegoapi

import (
	"slices"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/sigverify"
	"github.com/chatdouble/mockserver/internal/store"
)

// ServerSecret is the scope of the key that a ZIM app's signatures are made with.
const ServerSecret = "serverSecret"

// Authenticate checks the common parameters and the signature (page "Accessing Server APIs").
func (a *API) Authenticate(c *gateway.Call) error {
	in := a.commons.Get().(*common)
	defer a.putCommon(in)
	in.read(c)
	for i := range signing {
		check := &signing[i]
		err := check.run(a, c, in)
		if err == nil {
			continue
		}
		if check.counts {
			_ = c.Count(false)
		}
		return check.inWords(c, err)
	}
	return nil
}

// Signs reports whether a parameter is one that each signature has of its own.
func (*API) Signs(parameter string) bool {
	return parameter == "Signature" || parameter == "SignatureNonce" || parameter == "Timestamp"
}

// common are the parameters that every action has in its query, as they came, and what the checks
// compare them with.
type common struct {
	sigverify.Request
	action, version string
	timestamp       int64
	timestampErr    error  // why Timestamp is no number
	secret          string // of the app; empty when there is none
}

// read reads them into an empty one.
func (in *common) read(c *gateway.Call) {
	in.action, _ = c.Query.First("Action")
	in.AppID, _ = c.Query.First("AppId")
	in.version, _ = c.Query.First("SignatureVersion")
	in.Nonce, _ = c.Query.First("SignatureNonce")
	in.Timestamp, _ = c.Query.First("Timestamp")
	in.Signature, _ = c.Query.First("Signature")
	if in.Timestamp != "" {
		in.timestamp, in.timestampErr = sigverify.ParseTimestamp(in.Timestamp)
	}
	if c.App != nil {
		in.secret = secretOf(c.App)
	}
}

// secretOf is the newest ServerSecret of an app, empty when it has none.
func secretOf(app *gateway.App) string {
	var tx store.Tx
	app.Store.Begin(&tx, time.Time{}) // keys are the same at any time
	defer tx.End()
	return tx.NewestKey(ServerSecret).Value
}

// mostOthers is how many other apps a wrong signature is tried with. Each costs two hashes, and a refusal
// must not cost more where there are thousands.
const mostOthers = 16

// otherSecrets lists the secrets of the other apps that came last, for the diagnosis of a signature that was
// made with one of them.
func (a *API) otherSecrets(mine *gateway.App) []sigverify.OtherSecret {
	var others []sigverify.OtherSecret
	for _, app := range slices.Backward(a.apps.All()) {
		if len(others) == mostOthers {
			break
		}
		if app != mine {
			others = append(others, sigverify.OtherSecret{AppID: app.ID, Secret: secretOf(app)})
		}
	}
	return others
}
