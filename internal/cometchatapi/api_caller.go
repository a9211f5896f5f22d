package cometchatapi

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// caller is who calls, and what the path and the headers say. It holds values alone, so that an operation can be run
// for what is no request.
type caller struct {
	UID     string        // the user in the path, in lower case
	Me      string        // whose eyes the call sees with, and who acts; empty: nobody
	EndUser bool          // who is Me
	Path    gateway.Query // the parameters of the path, as they were sent
	Shown   string        // the API key or the auth token that lets the call in
	Host    string        // that it came to, with the port
	TLS     bool          // and whether over TLS

	App, Region string // the app's
	Seed        int64  // likewise
	Call        uint64 // its number, which no other call has

	Choices choices
}

func callerOf(c *gateway.Call, credential string, onBehalfOf bool) caller {
	who := caller{
		UID: c.PathParam("uid"), Path: c.Params, Shown: shownBy(c), Host: c.Request.Host, TLS: c.Request.TLS != nil,
		App: c.App.ID, Region: c.App.Region, Seed: c.App.Seed, Call: c.ID,
		Choices: choicesOf(c.App),
	}
	switch {
	case credential == authToken:
		who.Me, who.EndUser = c.User, true
	case onBehalfOf:
		who.Me = strings.ToLower(header(c, http.CanonicalHeaderKey("onBehalfOf")))
	}
	return who
}

// owner is the user whose things the call is about: of the path, or the end user.
func (who *caller) owner() string {
	if who.EndUser {
		return who.Me
	}
	return who.UID
}

// path is another parameter of the path, as it was sent.
func (who *caller) path(name string) string {
	value, _ := who.Path.First(name)
	return value
}

// hexDigits is 64 digits that look random and follow from the app's seed and the call. Calls never
// share an id, so no two get the same ones.
func (who *caller) hexDigits(purpose string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s %d %s", who.Seed, who.App, who.Call, purpose))
	return hex.EncodeToString(sum[:])
}

// usersThere refuses a call that names nobody, or somebody who is deactivated, in its header or in its path.
func usersThere(tx *store.Tx, who caller) error {
	for _, uid := range [...]string{who.Me, who.UID} {
		if uid == "" {
			continue
		}
		if err := userExists(tx, uid); err != nil {
			return err
		}
	}
	return nil
}

// thisSecond is the time of a change. The vendor's times are whole seconds.
func thisSecond(tx *store.Tx) time.Time { return tx.Now().Truncate(time.Second) }

// moment is a time in a reason.
func moment(at time.Time) string { return at.UTC().Format(time.RFC3339) }
