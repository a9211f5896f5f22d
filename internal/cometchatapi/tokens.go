package cometchatapi

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"github.com/chatmock/mockserver/internal/gateway"
)

var tokenOperations []gateway.Op

// newToken makes the auth token that a call gives a user: uid, the time in seconds, 30 hex digits
// (recca0120/comet-chat, fixture auth_token/create_auth_token).
func newToken(c *gateway.Call, uid string) string {
	return fmt.Sprintf("%s_%010d%s", uid, c.Now.Unix(), hexDigits(c, "token")[:30])
}

// hexDigits is 64 digits that look random and follow from the app's seed and the call. Calls never
// share an id, so no two get the same ones.
func hexDigits(c *gateway.Call, purpose string) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%d %s %d %s", c.App.Seed, c.App.ID, c.ID, purpose))
	return hex.EncodeToString(sum[:])
}
