package cometchatapi

import (
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// domain is what the names of the vendor's servers end in. Below it are {appId}.api-{region} and
// api-{region} for the server API, {appId}.apiclient-{region} for end users (page "Overview" of the REST
// API), {appId}.websocket-{region} for the web socket (seen by three clients), {appId}.call-{region} for calls and apimgmt
// for the management of apps, which are not emulated.
const domain = "cometchat.io"

// isHost reports whether a request's host, with or without a port, is one of the vendor's, or one like
// mockapp.api-us.localhost, which is the same on the client's own machine.
func isHost(host string) bool {
	if gateway.HostBelow(host, domain) {
		return true
	}
	if !strings.Contains(host, ".") || !gateway.HostBelow(host, "localhost") {
		return false
	}
	for label := range strings.SplitSeq(strings.ToLower(host), ".") {
		for _, kind := range []string{"api-", "apiclient-", "websocket-", "call-"} {
			if strings.HasPrefix(label, kind) {
				return true
			}
		}
	}
	return false
}

// isVersioned reports whether a path begins with a version, as all of the vendor's do.
func isVersioned(path string) bool {
	return len(path) > 2 && path[0] == '/' && path[1] == 'v' && path[2] >= '0' && path[2] <= '9'
}

// isKnown reports whether a version in a path is one that is answered, all of them alike: the documented one, that of the
// SDKs, and the older one that public programs still call on a region's host (diegostamigni/Rest.CometChat,
// chat-sdk-javascript issue 75).
func isKnown(version string) bool { return version == "v3" || version == "v3.0" || version == "v2.0" }
