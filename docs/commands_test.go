package docs

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/sigverify"
)

// A page with commands is run as a reader would: each section (##) from a fresh server with the
// default fixture, each curl as it is written. The block behind a command is what it prints; a line
// "..." in it stands for any lines.

// shown is where the server of a page listens.
const shown = "127.0.0.1:8080"

// start is when it starts; its clock stands still.
var start = time.Date(2024, time.May, 1, 12, 0, 0, 0, time.UTC)

// block is a fenced block of a page.
type block struct {
	language    string
	first, last int // its lines, without the fences
}

// ran is a command that a page has, as it was sent.
type ran struct {
	section, method, path string
	status                int
}

// runPage runs the commands of a page and compares what they print; with -update it writes what they
// print into the page, but for blocks with "...".
func runPage(t *testing.T, name string) (all []ran) {
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(string(text), "\n")
	var (
		written []string
		section string
		srv     *chatdouble.Server
		printed *string // by the last command block; nil when the next block is not what it prints
	)
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		written = append(written, line)
		if title, ok := strings.CutPrefix(line, "## "); ok {
			section, srv, printed = title, nil, nil
		}
		language, ok := strings.CutPrefix(line, "```")
		if !ok {
			continue
		}
		b := readBlock(t, name, lines, i, language)
		body := lines[b.first:b.last]
		switch {
		case language == "sh":
			if srv == nil {
				srv = chatdouble.Start(t, chatdouble.WithFrozenTime(start))
			}
			output, commands := runBlock(t, srv, body)
			for _, c := range commands {
				c.section = section
				all = append(all, c)
			}
			printed = &output
		case printed != nil:
			body = compare(t, fmt.Sprintf("%s, line %d (%s)", name, i+1, section), body, strings.Split(strings.TrimSuffix(*printed, "\n"), "\n"))
			printed = nil
		}
		written = append(append(written, body...), "```")
		i = b.last
	}
	if *update {
		if err := os.WriteFile(name, []byte(strings.Join(written, "\n")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return all
}

func readBlock(t *testing.T, name string, lines []string, at int, language string) block {
	end := slices.Index(lines[at+1:], "```")
	if end < 0 {
		t.Fatalf("%s, line %d: the block has no end", name, at+1)
	}
	return block{language, at + 1, at + 1 + end}
}

// compare returns what the block should be. The lines "..." of a page match any lines.
func compare(t *testing.T, where string, want, got []string) []string {
	if slices.Contains(want, "...") {
		if !matches(want, got) {
			t.Errorf("%s: the command prints\n%s\nwhich the block does not match", where, strings.Join(got, "\n"))
		}
		return want
	}
	if !*update && !slices.Equal(want, got) {
		t.Errorf("%s: the command prints\n%s\nRenew the page with: go test ./docs -update", where, strings.Join(got, "\n"))
	}
	return got
}

func matches(want, got []string) bool {
	if len(want) == 0 {
		return len(got) == 0
	}
	if want[0] == "..." {
		for skip := range len(got) + 1 {
			if matches(want[1:], got[skip:]) {
				return true
			}
		}
		return false
	}
	return len(got) > 0 && want[0] == got[0] && matches(want[1:], got[1:])
}

// runBlock runs the commands of a block and returns what they print, one after the other.
func runBlock(t *testing.T, srv *chatdouble.Server, lines []string) (output string, commands []ran) {
	for _, line := range strings.Split(strings.ReplaceAll(strings.Join(lines, "\n"), "\\\n", " "), "\n") {
		words := shellWords(t, strings.TrimSpace(line))
		switch {
		case len(words) == 0 || strings.HasPrefix(words[0], "#"):
		case words[0] == "curl":
			text, c := curl(t, srv, words[1:])
			if output != "" && !strings.HasSuffix(output, "\n") {
				output += "\n"
			}
			output += text
			commands = append(commands, c)
		default:
			t.Fatalf("the page has a command that its test cannot run: %s", line)
		}
	}
	return output, commands
}

// shellWords splits a command as a shell does, as far as the pages need it: quotes of both kinds,
// and "$(chatdouble sign 'URL')".
func shellWords(t *testing.T, line string) (words []string) {
	const sign = `"$(chatdouble sign '`
	for rest := strings.TrimLeft(line, " "); rest != ""; rest = strings.TrimLeft(rest, " ") {
		var word string
		var found bool
		switch after, signed := strings.CutPrefix(rest, sign); {
		case signed:
			word, rest, found = strings.Cut(after, `')"`)
			word = signedURL(t, word)
		case rest[0] == '\'' || rest[0] == '"':
			word, rest, found = strings.Cut(rest[1:], rest[:1])
		default:
			word, rest, _ = strings.Cut(rest, " ")
			found = !strings.ContainsAny(word, `'"$`)
		}
		if !found {
			t.Fatalf("cannot split %s", line)
		}
		words = append(words, word)
	}
	return words
}

// signedURL is what "chatdouble sign" prints, with a nonce that is always the same.
func signedURL(t *testing.T, target string) string {
	const id, secret, nonce = "1234567890", "0123456789abcdef0123456789abcdef", "a1b2c3d4e5f60718"
	u, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	now := strconv.FormatInt(start.Unix(), 10)
	return target + "&AppId=" + id + "&SignatureNonce=" + nonce + "&Timestamp=" + now + "&SignatureVersion=2.0&Signature=" +
		sigverify.Sign(id, nonce, secret, now) + u.Fragment
}

// curl does what curl does, as far as the pages need it, over a connection of its own.
func curl(t *testing.T, srv *chatdouble.Server, args []string) (output string, c ran) {
	method, target, body, head := "", "", "", false
	header := http.Header{"User-Agent": {"curl/7.88.1"}, "Accept": {"*/*"}}
	for len(args) > 0 {
		option, value := args[0], ""
		if len(args) > 1 {
			value = args[1]
		}
		args = args[1:]
		switch option {
		case "-i":
			head = true
			continue
		case "-X":
			method = value
		case "-d":
			body = value
			if method == "" {
				method = http.MethodPost
			}
		case "-H":
			key, text, _ := strings.Cut(value, ": ")
			header.Set(key, text)
		default:
			if strings.HasPrefix(option, "-") || target != "" {
				t.Fatalf("the test's curl has no %s", option)
			}
			target = option
			continue
		}
		args = args[1:]
	}
	r, err := http.NewRequest(method, target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if r.Host != shown {
		t.Fatalf("%s: the pages' server is at %s", target, shown)
	}
	if body != "" && header.Get("Content-Type") == "" {
		header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if host := header.Get("Host"); host != "" {
		r.Host = host
		header.Del("Host")
	}
	r.Header = header
	raw, status := exchange(t, strings.TrimPrefix(srv.URL, "http://"), r)
	if !head {
		raw = raw[strings.Index(raw, "\r\n\r\n")+4:]
	}
	return strings.ReplaceAll(raw, "\r\n", "\n"), ran{method: r.Method, path: r.URL.EscapedPath(), status: status}
}

// exchange sends a request and returns the answer as it came over the wire.
func exchange(t *testing.T, address string, r *http.Request) (raw string, status int) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if err := r.Write(conn); err != nil {
		t.Fatal(err)
	}
	var wire bytes.Buffer
	resp, err := http.ReadResponse(bufio.NewReader(io.TeeReader(conn, &wire)), r)
	if err != nil {
		t.Fatalf("%s %s: %v", r.Method, r.URL, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatalf("%s %s: %v", r.Method, r.URL, err)
	}
	head, _, _ := strings.Cut(wire.String(), "\r\n\r\n")
	return head + "\r\n\r\n" + string(body), resp.StatusCode
}
