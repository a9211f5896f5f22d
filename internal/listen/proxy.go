package listen

import (
	"fmt"
	"net"
	"net/http"
	"strings"

	"github.com/chatdouble/mockserver/internal/oncelog"
)

// Proxy is a server's handler for clients that may take it for a proxy. It is one to the hosts for which
// the server itself stands: a request in absolute form is answered like any other, a CONNECT leads to
// the server. It forwards nothing.
type Proxy struct {
	Handler http.Handler           // answers what is asked
	Tunnels http.Handler           // answers CONNECT
	Own     func(host string) bool // whether the server stands for a host, without its port
	Once    *oncelog.Log           // of who wanted another host
}

func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Host == "": // as to a server
		p.Handler.ServeHTTP(w, r)
	case !p.Own(r.URL.Hostname()) && !isHere(r):
		p.refuse(w, r)
	case r.Method == http.MethodConnect:
		p.Tunnels.ServeHTTP(w, r)
	default:
		p.Handler.ServeHTTP(w, r)
	}
}

// isHere reports whether a request is for the machine that it came to. By CONNECT nobody asks for that
// who has a way to this server already.
func isHere(r *http.Request) bool {
	if r.Method == http.MethodConnect {
		return false
	}
	host := strings.ToLower(r.URL.Hostname())
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	ip := net.ParseIP(host)
	local, _ := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	return ip != nil && (ip.IsLoopback() || local != nil && ip.Equal(local.IP))
}

func (p *Proxy) refuse(w http.ResponseWriter, r *http.Request) {
	host := printable(r.URL.Hostname())
	reason := fmt.Sprintf("this server is a proxy to the vendors' hosts alone, not to %s; let the client go there by itself: NO_PROXY=%[1]s", host)
	p.Once.Warn("proxy "+host, "refused to be a proxy", "method", r.Method, "host", host, "reason", reason)
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("X-Chatdouble-Reason", reason)
	w.WriteHeader(http.StatusForbidden)
	_, _ = fmt.Fprintln(w, reason)
}

// printable is a host that can stand in a header.
func printable(host string) string {
	const longest = 253 // no name is longer
	return strings.Map(func(r rune) rune {
		if r <= ' ' || r > '~' {
			return '?'
		}
		return r
	}, host[:min(len(host), longest)])
}
