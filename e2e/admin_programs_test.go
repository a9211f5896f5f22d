package e2e

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
)

// programTime is all that one program may take.
const programTime = time.Minute

// programs call the admin API at each URL that they are given, as a test in that language would, and
// print the statuses. Names that no resolver knows lead them to this machine.
var programs = []struct {
	name string
	run  []string // the URLs come behind it
}{
	{"Node", []string{"node", "-e", `
		const dns = require('node:dns'), http = require('node:http'), lookup = dns.lookup;
		dns.lookup = (host, ...rest) => lookup(['chatdouble', 'mock.internal'].includes(host) ? '127.0.0.1' : host, ...rest);
		const get = (url) => new Promise((done, failed) => http.get(url, (answer) => { answer.resume(); done(answer.statusCode); }).on('error', failed));
		(async () => {
			for (const url of process.argv.slice(1)) {
				const post = await fetch(url + '/__admin/requests/count', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{}' });
				console.log((await fetch(url + '/__admin/apps')).status, post.status, await get(url + '/__admin/health'));
			}
		})();`}},
	{"Python", []string{"python3", "-c", `
import socket, sys, urllib.request
real = socket.getaddrinfo
socket.getaddrinfo = lambda host, *rest, **more: real('127.0.0.1' if host in ('chatdouble', 'mock.internal') else host, *rest, **more)
urllib.request.install_opener(urllib.request.build_opener(urllib.request.ProxyHandler({})))
for url in sys.argv[1:]:
	call = lambda path, body=None: urllib.request.urlopen(urllib.request.Request(url + path, body)).status
	print(call('/__admin/apps'), call('/__admin/requests/count', b'{}'), call('/__admin/health'))
`}},
}

// What keeps web pages out lets programs in: on this machine by its usual names, in a network by any.
// That Node's fetch sends Sec-Fetch-Mode is no sign of a page.
func TestProgramsMayUseTheAdminAPI(t *testing.T) {
	t.Parallel()
	spy := newSpied(t)
	network := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		came := &net.TCPAddr{IP: net.IPv4(172, 18, 0, 3), Port: 8080}
		spy.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, net.Addr(came))))
	}))
	t.Cleanup(network.Close)
	port := func(base string) string {
		u, err := url.Parse(base)
		if err != nil {
			t.Fatal(err)
		}
		return u.Port()
	}
	urls := []string{
		spy.url, "http://localhost:" + port(spy.url), "http://chatdouble:" + port(spy.url),
		"http://mock.internal:" + port(network.URL), "http://chatdouble:" + port(network.URL),
	}
	for _, program := range programs {
		t.Run(program.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), programTime)
			defer cancel()
			if _, err := runs(ctx, []string{program.run[0], "--version"}); err != nil {
				skip(t, program.run[0]+" cannot be run: "+explain(ctx, err))
			}
			spy.taken()
			out, err := runs(ctx, append(append([]string(nil), program.run...), urls...))
			if want := strings.Repeat("200 200 200\n", len(urls)); err != nil || out != want {
				t.Errorf("%s prints %q, %v; want %q", program.name, out, err, want)
			}
			if calls := spy.taken(); len(calls) != 3 {
				t.Errorf("the server has seen %v", calls)
			}
		})
	}
}
