package admin

import (
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"

	"github.com/chatdouble/mockserver/internal/oncelog"
	"github.com/chatdouble/mockserver/internal/ui"
)

// guard keeps web pages out that are not the server's own. A browser sends what any page asks for, so
// without it each page that a developer opens could read and change the server: by a form or a fetch to
// its address, or by a host name of the page's own that suddenly leads here (DNS rebinding).
//
// Programs are told from browsers by what browsers always send and programs do not: Origin, Referer,
// Sec-Fetch-Site, and a User-Agent that begins with Mozilla/. Sec-Fetch-Mode is no sign, Node sends it.
//
// [http.CrossOriginProtection] would let every GET through, takes any Host, and for a request without
// Sec-Fetch-Site does not look at the scheme.
type guard struct {
	names []string // of this server beside those that every server has
	hosts []string // named by the settings: good as Host and as Origin
	once  *oncelog.Log
	hide  func(string) string // leaves out what must not be in the log
}

func newGuard(machine string, s *Server) *guard {
	g := &guard{names: []string{"chatdouble", plainHost(machine)}, once: s.Once, hide: s.Secrets.Hide}
	for _, host := range s.Hosts {
		g.hosts = append(g.hosts, plainHost(host))
	}
	return g
}

// stop returns why a request must not come in, nil when it may.
func (g *guard) stop(r *http.Request) *Refusal {
	if isDocument(r) {
		return nil
	}
	what, refusal := g.wrongOrigin(r)
	if refusal == nil {
		what, refusal = g.wrongHost(r)
	}
	if refusal != nil {
		g.once.Warn("admin "+what, "admin call refused",
			"method", g.hide(r.Method), "path", short(g.hide(r.URL.Path)), "reason", g.hide(refusal.Detail))
	}
	return refusal
}

// isDocument recognises a browser that opens a page of the server itself, also from a link on another
// site. These pages hold no data and cannot be framed.
func isDocument(r *http.Request) bool {
	if r.Method != http.MethodGet || r.Header.Get("Sec-Fetch-Mode") != "navigate" || r.Header.Get("Sec-Fetch-Dest") != "document" {
		return false
	}
	return r.URL.Path == Prefix || r.URL.Path == Prefix+"/" || isBelow(r.URL.Path, ui.Path) || isBelow(r.URL.Path, Prefix+"/docs")
}

func isBelow(path, folder string) bool {
	return path == folder || strings.HasPrefix(path, folder+"/")
}

// wrongOrigin refuses what a page of another origin has sent. An Origin that the settings name is good
// whatever Sec-Fetch-Site says: it says cross-site then.
func (g *guard) wrongOrigin(r *http.Request) (what string, refused *Refusal) {
	named := false
	for _, origin := range r.Header["Origin"] {
		if strings.EqualFold(origin, scheme(r)+r.Host) {
			continue
		}
		u, err := url.Parse(origin)
		if err != nil || u.Host == "" { // null: a file, a sandboxed frame, a redirect from elsewhere
			return origin, forbidden("if that page is yours, serve it from a host, not from a file, and start the server with --admin-hosts and that host",
				"a web page without an origin of its own (Origin: %s)", short(origin))
		}
		if named = slices.Contains(g.hosts, plainHost(u.Host)); !named {
			return origin, forbidden(ifYours(plainHost(u.Host)), "a web page of %s, which is not where this request came in (%s),", short(origin), short(scheme(r)+r.Host))
		}
	}
	switch site := r.Header.Get("Sec-Fetch-Site"); {
	case named:
	case site == "cross-site" || site == "same-site":
		return site, forbidden("a page that --admin-hosts names may call by fetch, and a program from anywhere", "a web page of another origin (Sec-Fetch-Site: %s)", site)
	}
	return "", nil
}

func forbidden(advice, format string, args ...any) *Refusal {
	return &Refusal{Status: http.StatusForbidden, Detail: fmt.Sprintf(format, args...) +
		" sent this, and the admin API is not for pages of other origins; " + advice}
}

// ifYours is what to set for a page that is the reader's own.
func ifYours(host string) string {
	return "if that page is yours, start the server with --admin-hosts " + short(host)
}

// wrongHost refuses a host name that is none of the server's, from a browser, or where no other machine
// can come from: a page may have led a browser here by a name of its own.
//
// What counts is the address at which the connection came in, not the one that was listened on. A browser
// of this machine comes to 127.0.0.1 also when the server listens on all addresses, and some let a page
// choose the User-Agent. A call within the process has no such address.
func (g *guard) wrongHost(r *http.Request) (what string, refused *Refusal) {
	host := plainHost(r.Host)
	if g.knows(host) || !onLoopback(r) && !fromBrowser(r) {
		return "", nil
	}
	advice := "use localhost or an IP address"
	if host != "" && !strings.ContainsAny(host, ": /") { // else it is no name that the setting takes
		advice += ", or start the server with --admin-hosts " + short(host)
	}
	return host, &Refusal{Status: http.StatusMisdirectedRequest, Detail: fmt.Sprintf(
		"%q is no known name of this server, and by such a name a web page may lead a browser here; %s", short(r.Host), advice)}
}

// share lets a page of a host that the settings name read the answer, and answers what a browser asks before
// such a page's call. It reports whether it did that: the question carries no token.
func (g *guard) share(w http.ResponseWriter, r *http.Request) bool {
	origin := r.Header.Get("Origin")
	u, err := url.Parse(origin)
	if origin == "" || err != nil || !slices.Contains(g.hosts, plainHost(u.Host)) {
		return false
	}
	h := w.Header()
	h.Set("Access-Control-Allow-Origin", origin)
	h.Add("Vary", "Origin")
	h.Set("Access-Control-Expose-Headers", "Allow, Retry-After, WWW-Authenticate")
	if r.Method != http.MethodOptions || r.Header.Get("Access-Control-Request-Method") == "" {
		return false
	}
	h.Set("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE")
	h.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Accept")
	w.WriteHeader(http.StatusNoContent)
	return true
}

// knows tells whether a host is this server's by every name server's reckoning. HTTP/1.0 may leave it
// out, which no browser does.
func (g *guard) knows(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil || host == "" || host == "localhost" || strings.HasSuffix(host, ".localhost") ||
		slices.Contains(g.names, host) || slices.Contains(g.hosts, host)
}

func onLoopback(r *http.Request) bool {
	address, _ := r.Context().Value(http.LocalAddrContextKey).(*net.TCPAddr)
	return address != nil && address.IP.IsLoopback()
}

func fromBrowser(r *http.Request) bool {
	return r.Header["Origin"] != nil || r.Header["Referer"] != nil || r.Header["Sec-Fetch-Site"] != nil ||
		strings.HasPrefix(r.UserAgent(), "Mozilla/")
}

// plainHost is a host as it is compared: without its port, without brackets, in lower case, without the
// dot at its end.
func plainHost(host string) string {
	return strings.ToLower(strings.TrimSuffix(strings.Trim(hostName(host), "[]"), "."))
}

// short keeps a client from filling the log.
func short(text string) string {
	const most = 100
	if len(text) > most {
		return strings.ToValidUTF8(text[:most], "") + "..."
	}
	return text
}
