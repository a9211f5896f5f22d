package zegoapi

import (
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// domain is what the names of the vendor's servers end in: zim-api.zego.im, those of the regions such as
// zim-api-fra.zego.im, auth-api.zego.im for ZIMAudio (page "Accessing Server APIs").
const domain = "zego.im"

// isHost reports whether a request's host, with or without a port, is one of the vendor's, or one like
// zim-api.localhost, which is the same on the client's own machine.
func isHost(host string) bool {
	if gateway.HostBelow(host, domain) {
		return true
	}
	const first = "zim-api"
	return len(host) >= len(first) && strings.EqualFold(host[:len(first)], first) && gateway.HostBelow(host, "localhost")
}

// isPath reports whether a path is the one of the API.
func isPath(path string) bool { return path == "/" || path == "" }
