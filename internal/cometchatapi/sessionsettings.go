package cometchatapi

import (
	"crypto/sha256"
	"encoding/hex"
	"net"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/store"
)

// settings are what the vendor's SDKs are told about the service. The SDK goes on with
// the hosts in it and forgets the ones that it was given, so they are the host by which the call
// came. APP_VERSION below 3 makes the SDK log in anew at every page load. Analytics and the
// fallback to polling are off, and the web socket's host is this one, so that nothing else is called
// (JavaScript SDK 4.2.0).
type settings struct {
	ChatHost        string    `json:"CHAT_HOST"`
	SocketPort      string    `json:"CHAT_WSS_PORT"`
	UseSSL          bool      `json:"CHAT_USE_SSL"`
	APIVersion      string    `json:"CHAT_API_VERSION"`
	SocketVersion   string    `json:"WS_API_VERSION"`
	AdminHost       string    `json:"ADMIN_API_HOST"`
	ClientHost      string    `json:"CLIENT_API_HOST"`
	Region          string    `json:"REGION"`
	Mode            string    `json:"MODE"`
	AppVersion      int       `json:"APP_VERSION"`
	NoPing          bool      `json:"ANALYTICS_PING_DISABLED"`
	AnalyticsHost   string    `json:"ANALYTICS_HOST"`
	AnalyticsAPI    string    `json:"ANALYTICS_VERSION"`
	AnalyticsUseSSL bool      `json:"ANALYTICS_USE_SSL"`
	Polling         bool      `json:"POLLING_ENABLED"`
	NoPolling       bool      `json:"DENY_FALLBACK_TO_POLLING"`
	Extensions      []string  `json:"extensions"`
	Hash            string    `json:"settingsHash"`
	HashReceivedAt  time.Time `json:"settingsHashReceivedAt" wire:"seconds"`
}

func (who *caller) settings(tx *store.Tx) settings {
	client := strings.ToLower(who.Host)
	name, port, err := net.SplitHostPort(client)
	if err != nil {
		name, port = client, "443"
	} else if strings.Contains(name, ":") {
		name = "[" + name + "]"
	}
	hash := sha256.Sum256([]byte("settings of " + who.App))
	return settings{
		ChatHost: name, SocketPort: port, UseSSL: true, APIVersion: "v3.0", SocketVersion: "v3.0",
		AdminHost: serverHost(client), ClientHost: client, Region: who.Region, Mode: "DEFAULT", AppVersion: 4,
		NoPing: true, AnalyticsHost: client, AnalyticsAPI: "v1", AnalyticsUseSSL: true, NoPolling: true,
		Hash: hex.EncodeToString(hash[:16]), HashReceivedAt: tx.Now(),
	}
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
