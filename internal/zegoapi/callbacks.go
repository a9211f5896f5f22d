package zegoapi

import (
	"crypto/sha1"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/jsontext"
)

// callbackWaits are the pauses before the five further tries of a callback that was not answered
// with a 2xx (section "Callback retry strategy" of each callback's page).
var callbackWaits = []time.Duration{2 * time.Second, 4 * time.Second, 8 * time.Second, 16 * time.Second, 32 * time.Second}

// The callbacks by their names, as the pages have them.
const (
	sentMessage = "send_msg"
	userAction  = "user_action"
)

// Events are the names of all callbacks.
var Events = []string{sentMessage, userAction}

// callbackSignature is the lower-case hex SHA-1 of the three texts, sorted and joined (page
// "Authenticating server-to-server callbacks").
func callbackSignature(secret, timestamp, nonce string) string {
	parts := []string{secret, timestamp, nonce}
	slices.Sort(parts)
	sum := sha1.Sum([]byte(strings.Join(parts, "")))
	return hex.EncodeToString(sum[:])
}

// appendCallback begins the body of an event with the members that all callbacks have. number is
// what the nonce is made of: the nonce has six digits, as in all samples, and looks random.
func appendCallback(dst []byte, app *gateway.App, to gateway.Callback, event string, number uint64, now time.Time) []byte {
	timestamp := strconv.FormatInt(now.Unix(), 10)
	nonce := strconv.FormatUint(100_000+gateway.Mix(number)%900_000, 10)
	dst = append(dst, `{"appid":`...)
	dst = jsontext.AppendString(dst, app.ID)
	dst = append(dst, `,"event":`...)
	dst = jsontext.AppendString(dst, event)
	dst = append(dst, `,"nonce":"`...)
	dst = append(dst, nonce...)
	dst = append(dst, `","signature":"`...)
	dst = append(dst, callbackSignature(to.Secret, timestamp, nonce)...)
	dst = append(dst, `","timestamp":`...)
	return append(dst, timestamp...)
}
