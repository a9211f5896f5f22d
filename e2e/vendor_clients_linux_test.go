package e2e

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/sigverify"
)

// vendorCall is what a client asks for.
type vendorCall struct{ url, header, want string }

// vendorCalls are a block list of each vendor, of people of the default fixture.
func vendorCalls() []vendorCall {
	const app, secret, nonce = "1234567890", "0123456789abcdef0123456789abcdef", "4fd24687296dd9f3"
	now := strconv.FormatInt(time.Now().Unix(), 10)
	return []vendorCall{
		{"https://zim-api.zego.im/?Action=QueryBlacklist&FromUserId=alice&Limit=100&Next=0&AppId=" + app + "&SignatureNonce=" + nonce +
			"&Timestamp=" + now + "&SignatureVersion=2.0&Signature=" + sigverify.Sign(app, nonce, secret, now), "", `"Blacklist":[{"UserId":"carol"`},
		{"https://mockapp.api-us.cometchat.io/v3/users/cometchat-uid-1/blockedusers", "apikey: 0123456789abcdef0123456789abcdef01234567", `"blockedByMe":true`},
	}
}

// vendorClient is a client as docs/tls.md has it.
type vendorClient struct {
	name       string // of its section
	variant    string // of several in one section
	needs      string // a line for a shell that works when it is there
	run        []string
	proxyFlags []string // where no variable does it
	pages      bool     // it cannot send a header
}

func vendorClients(compiled string) []vendorClient {
	return []vendorClient{
		{name: "Go", needs: "go version", run: []string{compiled}},
		{name: "Node", variant: "fetch", needs: "node --version", run: []string{"node", "tls/fetch.mjs"}},
		{name: "Node", variant: "https", needs: "node --version", run: []string{"node", "tls/https.mjs"}},
		{name: "Python, requests", needs: "python3 -c 'import requests'", run: []string{"python3", "tls/with_requests.py"}},
		{name: "Python, urllib", needs: "python3 --version", run: []string{"python3", "tls/with_urllib.py"}},
		{name: "Java", needs: "java --version && command -v keytool", run: []string{"java", "tls/Client.java"}},
		{name: "PHP, curl", needs: "php -r 'curl_version();'", run: []string{"php", "tls/with_curl.php"}},
		{name: "PHP, streams", needs: "php --version", run: []string{"php", "tls/with_streams.php"}},
		{name: "curl", needs: "curl --version", run: []string{"sh", "-c", `curl -sS ${2:+-H "$2"} "$1"`, "curl"}},
		{
			name: "Chromium", needs: "chromium --version && command -v certutil", pages: true,
			run: []string{
				"timeout", "100", "chromium", "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
				"--no-first-run", "--dump-dom",
			},
			proxyFlags: []string{"--proxy-server=http://chatdouble:8080"},
		},
	}
}

func (c *vendorClient) label() string { return strings.TrimSpace(c.name + " " + c.variant) }

// needed skips the test where the client is not installed, but in CI all must run.
func (c *vendorClient) needed(ctx context.Context, t *testing.T) {
	t.Helper()
	if out, err := command(ctx, "sh", "-c", c.needs).CombinedOutput(); err != nil {
		skip(t, fmt.Sprintf("%s: %v %s", c.needs, err, out))
	}
}

// nodeMajor reads what node --version prints.
var nodeMajor = regexp.MustCompile(`^v(\d+)\.`)

// obeys reports whether the page says that the client goes by a proxy when it is told so by a variable or
// by a flag.
func (c *vendorClient) obeys(ctx context.Context, t *testing.T, proxy string) bool {
	t.Helper()
	if c.name != "Node" {
		return proxy != "" || c.proxyFlags != nil
	}
	out, err := command(ctx, "node", "--version").Output()
	found := nodeMajor.FindSubmatch(out)
	if err != nil || found == nil {
		t.Fatalf("node --version: %s %v", out, err)
	}
	major, _ := strconv.Atoi(string(found[1]))
	if major > 20 && major < 24 {
		t.Skip("the page says nothing of Node " + string(found[1]))
	}
	return major >= 24
}

// ask runs the lines of the page and then the client, in a home of its own, and returns what it prints.
func (c *vendorClient) ask(ctx context.Context, t *testing.T, lines string, call vendorCall) (string, error) {
	t.Helper()
	args := append(slices.Clone(c.run), call.url)
	if call.header != "" {
		args = append(args, call.header)
	}
	home := t.TempDir()
	cmd := command(ctx, "sh", append([]string{"-c", "set -e\n{\n" + lines + ":\n} >&2\n" + `exec "$@"`, "sh"}, args...)...)
	cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + home, "LANG=C.UTF-8"}
	out, err := cmd.Output()
	if err != nil {
		err = fmt.Errorf("%s", explain(ctx, err))
	}
	return string(out), err
}

func (c *vendorClient) mustGet(ctx context.Context, t *testing.T, lines string, call vendorCall) {
	t.Helper()
	if c.pages && call.header != "" {
		return
	}
	if out, err := c.ask(ctx, t, lines, call); err != nil || !strings.Contains(out, call.want) {
		t.Errorf("%s: %v; it prints %q, want %s in it\nafter\n%s", call.url, err, out, call.want, lines)
	}
}

func (c *vendorClient) mustFail(ctx context.Context, t *testing.T, lines, why string) {
	t.Helper()
	call := vendorCalls()[0]
	if out, _ := c.ask(ctx, t, lines, call); strings.Contains(out, call.want) {
		t.Errorf("%s is answered, but %s\nafter\n%s", call.url, why, lines)
	}
}

// section is what docs/tls.md has for a client, as lines for a shell.
type section struct{ trust, proxy string }

// readPage reads the sections of docs/tls.md that have lines for a shell: those by which the client
// trusts the CA, then those for a proxy, if there are any.
func readPage(t *testing.T) map[string]section {
	t.Helper()
	text, err := os.ReadFile("../docs/tls.md")
	if err != nil {
		t.Fatal(err)
	}
	sections := make(map[string]section)
	for _, part := range strings.Split(string(text), "\n### ")[1:] {
		name, rest, _ := strings.Cut(part, "\n")
		rest, _, _ = strings.Cut(rest, "\n## ")
		blocks := regexp.MustCompile("(?s)\n```sh\n(.*?)```\n").FindAllStringSubmatch(rest, -1)
		s := section{trust: blocks[0][1]}
		if len(blocks) > 1 {
			s.proxy = blocks[1][1]
		}
		sections[name] = s
	}
	if len(sections) < 8 {
		t.Errorf("docs/tls.md has lines for %d clients only", len(sections))
	}
	return sections
}

// shell has the page's lines use the test's own folders.
func shell(lines, ca, temp string) string {
	return strings.NewReplacer("/ca/ca.pem", filepath.Join(ca, "ca.pem"), "/tmp/", temp+"/").Replace(lines)
}
