package zegoapi

import (
	"crypto/sha1"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// callbackWaits are the pauses before the five further tries of a callback that was not answered
// with a 2xx (section "Callback retry strategy" of each callback's page).
var callbackWaits = []time.Duration{2 * time.Second, 4 * time.Second, 8 * time.Second, 16 * time.Second, 32 * time.Second}

// userAction is the callback of who logs in and out.
const userAction = "user_action"

// The addresses of an app, by what they are told of: most events, messages to bots (page "Callback on message to a
// bot"), and messages that wait for a verdict.
const (
	toBackend = ""
	toBots    = "bot"
	toJudge   = "before"
)

// Events are the names of all callbacks.
var Events = slices.Concat(messageCallbacks, []string{userAction}, roomEvents, groupEvents, callEvents)

// callbackSignature is the lower-case hex SHA-1 of the three texts, sorted and joined (page
// "Authenticating server-to-server callbacks").
func callbackSignature(secret, timestamp, nonce string) string {
	parts := []string{secret, timestamp, nonce}
	slices.Sort(parts)
	sum := sha1.Sum([]byte(strings.Join(parts, "")))
	return hex.EncodeToString(sum[:])
}

// callback is what all bodies begin with.
type callback struct {
	AppID     string `json:"appid"`
	Event     string `json:"event"`
	Nonce     uint64 `json:"nonce" wire:"digits"`
	Signature string `json:"signature"`
	Timestamp int64  `json:"timestamp"`
}

// callbackOf begins the body of an event. number is what the nonce is made of: the nonce has six digits, as in all
// samples, and looks random.
func callbackOf(app *gateway.App, to gateway.Callback, event string, number uint64, now time.Time) callback {
	b := callback{AppID: app.ID, Event: event, Nonce: 100_000 + gateway.Mix(number)%900_000, Timestamp: now.Unix()}
	b.Signature = callbackSignature(to.Secret, strconv.FormatInt(b.Timestamp, 10), strconv.FormatUint(b.Nonce, 10))
	return b
}
