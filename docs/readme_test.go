package docs

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// runElsewhere are the commands of the README that its test leaves alone, and why.
var runElsewhere = map[string]string{
	"go run ./cmd/mockserver":                                 "it is the server that each section talks to; here it is built before",
	"go build -o bin/chatdouble ./cmd/mockserver":             "likewise",
	`export PATH="$PWD/bin:$PATH"`:                            "likewise",
	"go test ./...":                                           "this test would run itself; .ci/run takes the command from the README",
	"docker compose up --build --wait":                        "there is no container engine; scripts/check-image tries the image",
	"go get github.com/chatdouble/mockserver":                 "nothing is published yet",
	"go doc -all github.com/chatdouble/mockserver/chatdouble": "it prints a manual",
}

// readme is a run of README.md: a section at a time, each with a server that has just started.
type readme struct {
	t       *testing.T
	folder  string // where commands run
	program string
	lines   []string
	section string
	fixture []string // the last whole one that the page shows
	root    string   // of this module

	server  *exec.Cmd
	address string // of the server
	tls     string // the same for the listener that speaks TLS
	banner  []string
}

// TestReadme runs the commands of the README as a reader does, in a shell, and compares what they print.
func TestReadme(t *testing.T) {
	t.Parallel()
	for _, tool := range []string{"bash", "curl"} {
		if _, err := exec.LookPath(tool); err != nil && os.Getenv("CI") != "true" {
			t.Skipf("the README's commands need %s", tool)
		}
	}
	text, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	root, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	page := &readme{t: t, folder: t.TempDir(), root: root, program: buildProgram(t), lines: strings.Split(string(text), "\n")}
	page.write(".curlrc", "silent\nshow-error\n") // as at a terminal, where curl shows no progress
	page.write("go.mod", "module example.com/myapp\n\ngo 1.26\n")
	page.write("client.go", client)
	defer page.stop()
	prompts := 0
	for i := 0; i < len(page.lines); i++ {
		if title, ok := strings.CutPrefix(page.lines[i], "## "); ok {
			page.stop()
			page.section = title
		}
		language, ok := strings.CutPrefix(page.lines[i], "```")
		if !ok {
			continue
		}
		b := readBlock(t, "README.md", page.lines, i, language)
		prompts += page.block(b)
		i = b.last
	}
	if prompts < 10 {
		t.Errorf("%d commands were compared with what they print; the README has more", prompts)
	}
}

func buildProgram(t *testing.T) string {
	program := filepath.Join(t.TempDir(), "chatdouble")
	if out, err := exec.Command("go", "build", "-o", program, "../cmd/mockserver").CombinedOutput(); err != nil {
		t.Fatalf("building the program: %v\n%s", err, out)
	}
	return program
}

// block runs a block and returns how many of its commands were compared with what they print.
func (p *readme) block(b block) (prompts int) {
	body := p.lines[b.first:b.last]
	switch {
	case b.language == "yaml" && strings.HasPrefix(body[0], "seed:"): // a whole fixture
		p.fixture = body
	case b.language == "go":
		p.goTest(body)
	case b.language == "sh":
		for _, command := range commandsOf(body) {
			flags, server := strings.CutPrefix(command, "go run ./cmd/mockserver --")
			switch {
			case server:
				p.stop()
				p.start(strings.Fields("--" + flags)...)
			case runElsewhere[command] == "":
				p.run(command)
			}
		}
	case b.language == "" && strings.HasPrefix(body[0], "$ "):
		for len(body) > 0 {
			command := strings.TrimPrefix(body[0], "$ ")
			end := slices.IndexFunc(body[1:], func(line string) bool { return strings.HasPrefix(line, "$ ") }) + 1
			if end == 0 {
				end = len(body)
			}
			p.compare(command, body[1:end])
			body, prompts = body[end:], prompts+1
		}
	case b.language == "": // what the server prints at its start
		p.start()
		for i, line := range body {
			body[i] = strings.ReplaceAll(line, "go run ./cmd/mockserver sign", "chatdouble sign")
		}
		if !slices.Equal(body, p.banner) {
			p.t.Errorf("the server prints at its start\n%s\nthe README has\n%s", strings.Join(p.banner, "\n"), strings.Join(body, "\n"))
		}
	}
	return prompts
}

// commandsOf are the commands of a block, without comments.
func commandsOf(lines []string) (commands []string) {
	for line := range strings.Lines(strings.ReplaceAll(strings.Join(lines, "\n"), "\\\n", " ")) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			commands = append(commands, line)
		}
	}
	return commands
}

func (p *readme) compare(command string, want []string) {
	p.t.Helper()
	got := strings.Split(strings.TrimSuffix(p.run(command), "\n"), "\n")
	if len(want) == 0 {
		want = []string{""}
	}
	if !matches(anyPort(want), anyPort(got)) {
		p.t.Errorf("README.md (%s): $ %s\nprints\n%s\nthe page has\n%s", p.section, command, strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// shownTLS is where the server of the page listens with TLS.
const shownTLS = "127.0.0.1:8443"

var ports = regexp.MustCompile(`127\.0\.0\.1:\d+`)

// anyPort leaves out which free port a server got.
func anyPort(lines []string) []string {
	return strings.Split(ports.ReplaceAllString(strings.Join(lines, "\n"), "127.0.0.1:PORT"), "\n")
}

// run runs a command and returns what it prints on both streams, as a terminal shows it.
func (p *readme) run(command string) string {
	p.t.Helper()
	p.start()
	p.write("good.yaml", strings.Join(p.fixture, "\n")+"\n")
	p.write("bad.yaml", strings.Replace(strings.Join(p.fixture, "\n"), "blacklist", "blaklist", 1)+"\n")
	here := strings.NewReplacer(
		shown, p.address, shownTLS, "127.0.0.1"+strings.TrimPrefix(p.tls, "localhost"), "localhost:8443", p.tls,
		"go run ./cmd/mockserver", "go run -C "+p.root+" ./cmd/mockserver",
		"=../chatdouble", "="+p.root,
	).Replace(command)
	cmd := exec.Command("bash", "-c", here)
	cmd.Dir = p.folder
	cmd.Env = append(
		os.Environ(), "CURL_HOME="+p.folder,
		"PATH="+filepath.Dir(p.program)+string(os.PathListSeparator)+os.Getenv("PATH"),
	)
	out, err := cmd.CombinedOutput()
	if err != nil && !strings.Contains(command, "bad.yaml") { // the one that the page shows failing
		p.t.Errorf("README.md (%s): $ %s\nends with %v:\n%s", p.section, command, err, out)
	}
	return strings.NewReplacer(p.address, shown, "\r", "").Replace(string(out))
}

func (p *readme) write(name, text string) {
	p.t.Helper()
	if err := os.WriteFile(filepath.Join(p.folder, name), []byte(text), 0o600); err != nil {
		p.t.Fatal(err)
	}
}

// goTest runs the test that the page shows, beside a client of the reader's.
func (p *readme) goTest(lines []string) {
	p.t.Helper()
	p.write("block_test.go", "package myapp_test\n\nimport (\n\t\"testing\"\n\t\"time\"\n\n\t\"example.com/myapp\"\n)\n\n"+strings.Join(lines, "\n")+"\n")
	p.run("go mod tidy && go vet . && go test -count=1 .")
}

// client is what a reader of the page has: a client that calls again until it is answered.
const client = `package myapp

import (
	"net/http"
	"time"
)

type Client struct{ base, key string }

func NewClient(base, key string) *Client { return &Client{base, key} }

func (c *Client) ReadBlockList(uid string) {
	for {
		request, err := http.NewRequest(http.MethodGet, c.base+"/users/"+uid+"/blockedusers", nil)
		if err != nil {
			panic(err)
		}
		request.Header.Set("apikey", c.key)
		response, err := http.DefaultClient.Do(request)
		if err != nil || response.StatusCode == http.StatusOK {
			return
		}
		response.Body.Close()
		time.Sleep(time.Millisecond)
	}
}
`

// start starts the server of a section, unless it runs.
func (p *readme) start(flags ...string) {
	p.t.Helper()
	if p.server != nil {
		return
	}
	for i, flag := range flags {
		flags[i] = strings.Replace(flag, shownTLS, "127.0.0.1:0", 1)
	}
	p.server = exec.Command(p.program, append(flags, "--addr", "127.0.0.1:0", "--log-level", "error")...)
	p.server.Dir = p.folder
	p.server.Env = append(os.Environ(), "PATH="+filepath.Dir(p.program))
	out, err := p.server.StdoutPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	if err := p.server.Start(); err != nil {
		p.t.Fatal(err)
	}
	var text bytes.Buffer
	for lines := bufio.NewReader(io.TeeReader(out, &text)); !strings.Contains(text.String(), "sign '"); {
		if _, err := lines.ReadString('\n'); err != nil {
			p.t.Fatalf("the server has printed %q: %v", text.String(), err)
		}
	}
	if _, err := fmt.Sscanf(text.String(), "CometChat http://%s", &p.address); err != nil {
		p.t.Fatalf("%q: %v", text.String(), err)
	}
	p.address = strings.TrimSuffix(p.address, "/v3")
	p.tls = "localhost:8443"
	if _, after, ok := strings.Cut(text.String(), "https://127.0.0.1"); ok {
		p.tls = "localhost" + strings.Fields(after)[0]
	}
	p.banner = strings.Split(strings.TrimSuffix(strings.ReplaceAll(text.String(), p.address, shown), "\n"), "\n")
}

func (p *readme) stop() {
	if p.server == nil {
		return
	}
	if err := p.server.Process.Signal(syscall.SIGTERM); err != nil {
		p.t.Error(err)
	}
	if err := p.server.Wait(); err != nil {
		p.t.Errorf("the server of the section %q ends with %v", p.section, err)
	}
	p.server = nil
}
