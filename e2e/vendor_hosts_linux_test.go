package e2e

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"gopkg.in/yaml.v3"
)

// The test runs twice: once to open a network of its own, in which the vendors' names lead to the server,
// and once inside it. The variables tell the second one what the first has built.
const (
	insideProgram = "E2E_INSIDE_PROGRAM"
	insideClient  = "E2E_INSIDE_CLIENT"
)

// hostsTime is all that the test may take: 10 clients, some of which compile or start a browser.
const hostsTime = 6 * time.Minute

// TestVendorHosts has unmodified clients call the vendors' own URLs, on port 443 and with the certificate
// verified, and get this server: by the names of docs/compose-vendor-hosts.yaml, and by a proxy variable.
// They trust the CA by the very lines of docs/tls.md. The machine's own network and files stay as they are:
// the test runs in name spaces of its own, in which there is no other network.
func TestVendorHosts(t *testing.T) {
	t.Parallel()
	long(t)
	ctx, cancel := context.WithTimeout(context.Background(), hostsTime)
	t.Cleanup(cancel)
	if program := os.Getenv(insideProgram); program != "" {
		inside(ctx, t, program)
		return
	}
	client := filepath.Join(t.TempDir(), "client")
	if out, err := command(ctx, "go", "build", "-o", client, "./tls").CombinedOutput(); err != nil {
		t.Fatalf("go build: %s\n%s", explain(ctx, err), out)
	}
	again := command(ctx, os.Args[0], "-test.run", "^TestVendorHosts$", "-test.v", "-test.timeout", hostsTime.String())
	again.Env = append(os.Environ(), insideProgram+"="+buildServer(ctx, t), insideClient+"="+client)
	again.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS | syscall.CLONE_NEWNET,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
	}
	out, err := again.CombinedOutput()
	if len(out) == 0 && err != nil { // it has not begun
		skip(t, "a network of its own is refused: "+err.Error())
	}
	t.Logf("inside:\n%s", out)
	if err != nil {
		t.Fatalf("the test inside failed: %s", explain(ctx, err))
	}
	if bytes.Contains(out, []byte("--- SKIP: TestVendorHosts (")) {
		skip(t, "see what it says inside")
	}
}

// inside is the test in its own network.
func inside(ctx context.Context, t *testing.T, program string) {
	compose := readCompose(t)
	hosts := ownNames(t)
	lead := func(names ...string) {
		text := "127.0.0.1 localhost chatdouble\n"
		for _, name := range names {
			text += "127.0.0.1 " + name + "\n"
		}
		if err := os.WriteFile(hosts, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	lead(compose.names()...)

	ca := filepath.Join(t.TempDir(), "ca")
	flags := []string{"--addr", ":8080"} // as in the image
	for name, value := range compose.Services["chatdouble"].Environment {
		flag := strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(name, "CHATDOUBLE_")), "_", "-")
		flags = append(flags, "--"+flag, strings.ReplaceAll(value, "/ca", ca))
	}
	startServer(ctx, t, program, flags...)

	clients := vendorClients(os.Getenv(insideClient))
	page := readPage(t)
	for name := range page {
		if !slices.ContainsFunc(clients, func(c vendorClient) bool { return c.name == name }) {
			t.Errorf("docs/tls.md has lines for %s, and no client here runs them", name)
		}
	}
	t.Run("by name", func(t *testing.T) {
		for _, c := range clients {
			t.Run(c.label(), func(t *testing.T) {
				t.Parallel()
				c.needed(ctx, t)
				c.mustFail(ctx, t, "", "it does not trust the CA yet")
				for _, call := range vendorCalls() {
					c.mustGet(ctx, t, shell(page[c.name].trust, ca, t.TempDir()), call)
				}
			})
		}
	})
	lead() // from here on nobody finds a vendor but by the proxy
	t.Run("by proxy", func(t *testing.T) {
		for _, c := range clients {
			t.Run(c.label(), func(t *testing.T) {
				t.Parallel()
				c.needed(ctx, t)
				block := shell(page[c.name].trust+page[c.name].proxy, ca, t.TempDir())
				if c.obeys(ctx, t, page[c.name].proxy) {
					c.run = append(slices.Clone(c.run), c.proxyFlags...)
					c.mustGet(ctx, t, block, vendorCalls()[0])
					return
				}
				c.mustFail(ctx, t, block, "the page says that it does not obey a proxy variable")
			})
		}
	})
}

// composeFile is what the test reads of docs/compose-vendor-hosts.yaml.
type composeFile struct {
	Services map[string]struct {
		Environment map[string]string
		Volumes     []string
		Networks    map[string]struct{ Aliases []string }
		DependsOn   map[string]struct{ Condition string } `yaml:"depends_on"`
	}
	Volumes map[string]any
}

func readCompose(t *testing.T) *composeFile {
	t.Helper()
	text, err := os.ReadFile("../docs/compose-vendor-hosts.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var c composeFile
	if err := yaml.Unmarshal(text, &c); err != nil {
		t.Fatal(err)
	}
	server, backend := c.Services["chatdouble"], c.Services["backend"]
	_, declared := c.Volumes["ca"]
	if !declared || !slices.Contains(server.Volumes, "ca:/ca") || !slices.Contains(backend.Volumes, "ca:/ca:ro") {
		t.Errorf("the compose file does not share a volume with the CA: %+v", c)
	}
	if backend.DependsOn["chatdouble"].Condition != "service_healthy" || server.Environment["CHATDOUBLE_TLS_ADDR"] != ":443" {
		t.Errorf("the compose file has %+v", c)
	}
	return &c
}

func (c *composeFile) names() []string {
	return c.Services["chatdouble"].Networks["default"].Aliases
}
