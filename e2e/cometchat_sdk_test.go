// Package e2e runs what vendors' customers run, the vendors' own client libraries, against the
// program as it is shipped.
package e2e

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"
)

// All the test may take. The flows give up by themselves after two minutes.
const (
	wholeTime   = 8 * time.Minute
	installTime = 2 * time.Minute
	flowsTime   = 150 * time.Second
	leastNode   = 20
)

const (
	restKey    = "3f5a0c1e9b7d2846aa10c4e7f9d3b85206e1c7a4"
	authKey    = "b81d6e0f42c93a75de0837f1a5c2946b0e7f3d18"
	sdkFixture = `
cometchat:
  - appId: sdkapp
    region: us
    apiKeys:
      - {name: rest, key: "` + restKey + `", scope: fullAccess}
      - {name: auth, key: "` + authKey + `", scope: authOnly}
`
)

// sdks are the vendor's SDKs that the flows are run with, as they name themselves, and the flows for which
// an SDK lacks the method. Those before 4.2.0, and all for React Native, end lists of messages in another
// way.
var sdks = map[string][]string{
	"javascript@4.2.0":    nil,
	"javascript@4.1.13":   nil,
	"react-native@4.0.21": {"me/jwt"},
}

// TestCometChatSDK runs e2e/cometchat-sdk/flows.mjs, where each flow is a subtest: CometChat's SDKs over
// TLS, with the server's CA trusted.
func TestCometChatSDK(t *testing.T) {
	// Not t.Context(), which ends before the server is stopped.
	ctx, cancel := context.WithTimeout(context.Background(), wholeTime)
	t.Cleanup(cancel)
	node, npm := tools(ctx, t)

	sdk := copyOf(t, "cometchat-sdk", "package.json", "package-lock.json", "shim.mjs", "native.mjs", "flows.mjs")
	install(ctx, t, npm, sdk)

	ca := t.TempDir()
	address := startServer(ctx, t, buildServer(ctx, t),
		"--addr", "127.0.0.1:0", "--tls-addr", "127.0.0.1:0", "--tls-ca-dir", ca,
		"--fixtures", write(t, t.TempDir(), "sdk.yaml", sdkFixture))
	_, port, _ := strings.Cut(address, ":")

	for name, lacking := range sdks {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(ctx, flowsTime)
			defer cancel()
			flows := command(ctx, node, "flows.mjs")
			flows.Dir = sdk
			flows.Env = append(os.Environ(),
				"NODE_EXTRA_CA_CERTS="+filepath.Join(ca, "ca.pem"), "NODE_TLS_REJECT_UNAUTHORIZED=1", "NODE_OPTIONS=", "ONLY=",
				"HOST=localhost", "PORT="+port, "APP_ID=sdkapp", "REGION=us", "SDK="+name,
				"API_KEY="+restKey, "AUTH_KEY="+authKey)
			out, err := flows.Output()
			passed, failed, left := report(t, out)
			if err != nil && (failed == 0 || ctx.Err() != nil) {
				t.Errorf("node flows.mjs: %s", explain(ctx, err))
			}
			if !slices.Equal(left, lacking) {
				t.Errorf("flows that %s cannot do: %q, want %q", name, left, lacking)
			}
			if all := countFlows(t); passed+failed+len(left) != all {
				t.Errorf("%d flows passed and %d failed, want %d in all", passed, failed, all)
			}
		})
	}
}

// tools finds Node and npm. Without them the test is skipped, but in CI it fails.
func tools(ctx context.Context, t *testing.T) (node, npm string) {
	t.Helper()
	node, err := exec.LookPath("node")
	if err != nil {
		skip(t, "node is not installed")
	}
	if npm, err = exec.LookPath("npm"); err != nil {
		skip(t, "npm is not installed")
	}
	version, err := command(ctx, node, "--version").Output()
	if err != nil {
		t.Fatalf("node --version: %s", explain(ctx, err))
	}
	major, _, _ := strings.Cut(strings.TrimPrefix(string(version), "v"), ".")
	if n, err := strconv.Atoi(major); err != nil || n < leastNode {
		skip(t, fmt.Sprintf("node is %s, and version %d or later is needed", bytes.TrimSpace(version), leastNode))
	}
	return node, npm
}

// inCI reports whether .ci/run runs the tests.
func inCI() bool {
	ci, _ := strconv.ParseBool(os.Getenv("CI"))
	return ci
}

// long leaves a test that takes longer than all others of its kind to .ci/run.
func long(t *testing.T) {
	t.Helper()
	if !inCI() {
		t.Skip("not tested: it takes long; CI=true runs it, as .ci/run does")
	}
}

func skip(t *testing.T, why string) {
	t.Helper()
	if inCI() {
		t.Fatalf("CI refuses that skip: %s", why)
	}
	t.Skipf("not tested: %s", why)
}

// noRegistry recognises npm's errors when it does not reach its registry.
var noRegistry = regexp.MustCompile(`\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT)\b`)

// copyOf is a folder with copies of some files, for what must not be left in the repository.
func copyOf(t *testing.T, folder string, names ...string) string {
	t.Helper()
	to := t.TempDir()
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(folder, name))
		if err != nil {
			t.Fatal(err)
		}
		write(t, to, name, string(data))
	}
	return to
}

// install fetches what package-lock.json names, from npm's cache when it is there, and runs none
// of its scripts.
func install(ctx context.Context, t *testing.T, npm, folder string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(ctx, installTime)
	defer cancel()
	cmd := command(ctx, npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--no-update-notifier", "--loglevel=error")
	cmd.Dir = folder
	out, err := cmd.CombinedOutput()
	switch {
	case err == nil:
	case noRegistry.Match(out):
		skip(t, "npm does not reach its registry: "+string(noRegistry.Find(out)))
	case errors.Is(ctx.Err(), context.DeadlineExceeded):
		skip(t, "npm has no answer from its registry within "+installTime.String())
	default:
		t.Fatalf("npm ci: %s\n%s", explain(ctx, err), out)
	}
}

// buildServer compiles the program and returns its path.
func buildServer(ctx context.Context, t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "chatdouble")
	cmd := command(ctx, "go", "build", "-o", program, "./cmd/mockserver")
	cmd.Dir = ".."
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("go build: %s\n%s", explain(ctx, err), out)
	}
	return program
}

// startServer starts the program, waits for its welcome and returns the address at which it speaks
// TLS. The program is stopped at the end of the test, and its log shown if that has failed.
func startServer(ctx context.Context, t *testing.T, program string, args ...string) (address string) {
	t.Helper()
	var log bytes.Buffer
	cmd := command(ctx, program, args...)
	cmd.Env = withoutSettings(os.Environ())
	cmd.Stderr = &log
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		if err := cmd.Wait(); err != nil {
			t.Errorf("the server ended with %s", explain(ctx, err))
		}
		if t.Failed() {
			t.Logf("the server's log:\n%s", log.String())
		}
	})
	welcome := bufio.NewReader(out)
	for {
		line, err := welcome.ReadString('\n')
		if err != nil {
			t.Fatalf("the server does not say where it speaks TLS: %v", err)
		}
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "TLS" {
			go func() { _, _ = io.Copy(io.Discard, welcome) }() // ends with the program
			return strings.TrimPrefix(fields[1], "https://")
		}
	}
}

// withoutSettings drops settings of the server that somebody has in the environment.
func withoutSettings(environ []string) []string {
	var rest []string
	for _, entry := range environ {
		if !strings.HasPrefix(entry, "CHATDOUBLE_") && !strings.HasPrefix(entry, "PORT=") {
			rest = append(rest, entry)
		}
	}
	return rest
}

// report makes a subtest of each line that the flows have printed, but for those that an SDK cannot do.
func report(t *testing.T, out []byte) (passed, failed int, lacking []string) {
	t.Helper()
	for line := range strings.Lines(string(out)) {
		line = strings.TrimSuffix(line, "\n")
		if name, ok := strings.CutPrefix(line, "ok "); ok {
			passed++
			t.Run(name, func(*testing.T) {})
		} else if line, ok := strings.CutPrefix(line, "not ok "); ok {
			failed++
			name, why, _ := strings.Cut(line, ": ")
			t.Run(name, func(t *testing.T) { t.Error(why) })
		} else if line, ok := strings.CutPrefix(line, "lacking "); ok {
			name, _, _ := strings.Cut(line, ": ")
			lacking = append(lacking, name)
		} else {
			t.Errorf("flows.mjs prints %.500q", line)
		}
	}
	return passed, failed, lacking
}

// countFlows counts the flows in the file, so that none is lost on the way.
func countFlows(t *testing.T) int {
	t.Helper()
	source, err := os.ReadFile("cometchat-sdk/flows.mjs")
	if err != nil {
		t.Fatal(err)
	}
	return len(regexp.MustCompile(`(?m)^  async '`).FindAll(source, -1))
}

// command is a command that is killed when the context ends, and whose output is given up soon
// after it has ended, whoever still holds it.
func command(ctx context.Context, name string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.WaitDelay = 10 * time.Second
	return cmd
}

func explain(ctx context.Context, err error) string {
	var exit *exec.ExitError
	if ctx.Err() != nil {
		return "stopped: " + ctx.Err().Error()
	}
	if errors.As(err, &exit) && len(exit.Stderr) > 0 {
		return err.Error() + ": " + string(exit.Stderr)
	}
	return err.Error()
}

func write(t *testing.T, folder, name, text string) string {
	t.Helper()
	path := filepath.Join(folder, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
