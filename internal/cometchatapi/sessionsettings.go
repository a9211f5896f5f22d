package cometchatapi

import (
	"crypto/sha256"
	"encoding/hex"
	"net"
	"strconv"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/store"
)

func encodeSettings(dst []byte, c *gateway.Call, _ *store.User) []byte {
	dst = append(dst, `{"data":`...)
	dst = appendSettings(dst, c)
	return append(dst, '}')
}

// appendSettings appends what the vendor's SDKs are told about the service. The SDK goes on with
// the hosts in it and forgets the ones that it was given, so they are the host by which the call
// came. APP_VERSION below 3 makes the SDK log in anew at every page load. Analytics and the
// fallback to polling are off, and the web socket's host is this one, so that nothing else is called
// (JavaScript SDK 4.2.0).
func appendSettings(dst []byte, c *gateway.Call) []byte {
	client := strings.ToLower(c.Request.Host)
	name, port, err := net.SplitHostPort(client)
	if err != nil {
		name, port = client, "443"
	} else if strings.Contains(name, ":") {
		name = "[" + name + "]"
	}
	hash := sha256.Sum256([]byte("settings of " + c.App.ID))

	dst = append(dst, `{"CHAT_HOST":`...)
	dst = jsontext.AppendPHP(dst, name)
	dst = appendMember(dst, "CHAT_WSS_PORT", port)
	dst = append(dst, `,"CHAT_USE_SSL":true,"CHAT_API_VERSION":"v3.0","WS_API_VERSION":"v3.0"`...)
	dst = appendMember(dst, "ADMIN_API_HOST", serverHost(client))
	dst = appendMember(dst, "CLIENT_API_HOST", client)
	dst = appendMember(dst, "REGION", c.App.Region)
	dst = append(dst, `,"MODE":"DEFAULT","APP_VERSION":4,"ANALYTICS_PING_DISABLED":true`...)
	dst = appendMember(dst, "ANALYTICS_HOST", client)
	dst = append(dst, `,"ANALYTICS_VERSION":"v1","ANALYTICS_USE_SSL":true`...)
	dst = append(dst, `,"POLLING_ENABLED":false,"DENY_FALLBACK_TO_POLLING":true,"extensions":[]`...)
	dst = appendMember(dst, "settingsHash", hex.EncodeToString(hash[:16]))
	dst = append(dst, `,"settingsHashReceivedAt":`...)
	dst = strconv.AppendInt(dst, c.Now.Unix(), 10)
	return append(dst, '}')
}

// serverHost is where calls with an API key go when those of end users go to the given host.
func serverHost(client string) string {
	first, rest, _ := strings.Cut(client, ".")
	if region, ok := strings.CutPrefix(first, "apiclient-"); ok {
		return "api-" + region + "." + rest
	}
	if region, ok := strings.CutPrefix(rest, "apiclient-"); ok {
		return first + ".api-" + region
	}
	return client
}
