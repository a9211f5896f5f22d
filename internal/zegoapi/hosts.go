package zegoapi

import (
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// domain is what the names of the vendor's servers end in: zim-api.zego.im, those of the regions such as
// zim-api-fra.zego.im, auth-api.zego.im for ZIMAudio (page "Accessing Server APIs").
const domain = "zego.im"

// The first names of the vendor's hosts: of ZIM, that of a region having more behind it, and of the licence service.
const (
	zimHost     = "zim-api"
	licenceHost = "auth-api"
)

// isHost reports whether a request's host, with or without a port, is one of the vendor's, or one like
// zim-api.localhost, which is the same on the client's own machine.
func isHost(host string) bool {
	if gateway.HostBelow(host, domain) {
		return true
	}
	return (begins(host, zimHost) || begins(host, licenceHost)) && gateway.HostBelow(host, "localhost")
}

func begins(host, name string) bool {
	return len(host) >= len(name) && strings.EqualFold(host[:len(name)], name)
}

// refuseHost refuses an action at a host of the vendor's that has it not.
func refuseHost(c *gateway.Call, o *known) error {
	host := c.Request.Host
	if !isHost(host) || begins(host, licenceHost) == o.Licence {
		return nil
	}
	where := zimHost
	if o.Licence {
		where = licenceHost
	}
	return errActionUnsupported.because("the action %s is answered at %s.%s, and this host is %.*q", o.Name, where, domain, longestName, host)
}

// isPath reports whether a path is the one of the API.
func isPath(path string) bool { return path == "/" || path == "" }
