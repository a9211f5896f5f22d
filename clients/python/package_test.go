// Package python tests the Python package as its users get it.
package python

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

var update = flag.Bool("update", false, "write what is generated")

// debianPython is the Python whose pytest and pytest-xdist Debian has.
const debianPython = "/usr/bin/python3"

// patience is for one command on a busy machine.
const patience = 3 * time.Minute

// What is generated from the admin API's document is what the document says.
func TestPythonIsGenerated(t *testing.T) {
	t.Parallel()
	needsPython(t)
	response, err := http.Get(chatdouble.Start(t).URL + "/__admin/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	generate := exec.Command(debianPython, "generate.py")
	generate.Stdin = response.Body
	var stderr bytes.Buffer
	generate.Stderr = &stderr
	want, err := generate.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s", generate, err, &stderr)
	}
	const path = "chatdouble/_generated.py"
	if *update {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	have, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, want) {
		t.Errorf("clients/python/%s does not say what the admin API's document says; renew it with: go test ./clients/python -run %s -update", path, t.Name())
	}
}

// The wheel is built, installed by pip without a network, and used as a team does.
func TestPythonPackage(t *testing.T) {
	t.Parallel()
	needsPython(t)
	user := installPython(t)
	t.Run("suite", func(t *testing.T) {
		t.Parallel()
		out := user.must(t, "-m", "pytest", "-q", "--strict-markers", "-W", "error", "tests")
		if servers := user.servers(t, out); len(servers) != 1 {
			t.Errorf("the tests had the servers %q, want one", servers)
		}
	})
	t.Run("xdist", func(t *testing.T) {
		t.Parallel()
		out := user.must(t, "-m", "pytest", "-q", "-n", "2", "tests")
		if servers := user.servers(t, out); len(servers) != 1 {
			t.Errorf("the tests of two workers had the servers %q, want one", servers)
		}
	})
	t.Run("exec", func(t *testing.T) {
		t.Parallel()
		out, err := user.run(t, user.chatdouble(), "exec", "--", user.python(), "-m", "pytest", "-q", "-s", "tests/test_apps.py")
		if err != nil || !strings.Contains(out, " passed") {
			t.Errorf("below chatdouble exec: %v\n%s", err, out)
		}
	})
	t.Run("failing", func(t *testing.T) {
		t.Parallel()
		user.failing(t)
	})
	t.Run("parent", func(t *testing.T) {
		t.Parallel()
		user.killParent(t)
	})
	t.Run("page", func(t *testing.T) {
		t.Parallel()
		user.page(t)
	})
	t.Run("platform", func(t *testing.T) {
		t.Parallel()
		wheel := packWheel(t, "-binary", user.chatdouble(), "-goos", "windows", "-out", t.TempDir())
		out, err := user.run(t, user.python(), "-m", "pip", "install", "--no-index", "--target", t.TempDir(), wheel)
		if err == nil || !strings.Contains(out, "is not a supported wheel on this platform") {
			t.Errorf("a wheel of another platform: %v\n%s", err, out)
		}
	})
}

// needsPython skips a test where Debian's Python or what it needs is missing; in CI it may not be.
func needsPython(t *testing.T) {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("the wheel is tested with Debian's Python")
	}
	out, err := exec.Command(debianPython, "-c", "import venv, ensurepip, pytest, xdist").CombinedOutput()
	if err == nil {
		return
	}
	why := fmt.Sprintf("%s needs python3-venv, python3-pytest and python3-pytest-xdist: %v\n%s", debianPython, err, out)
	if os.Getenv("CI") == "true" {
		t.Fatalf("CI refuses that skip: %s", why)
	}
	t.Skip(why)
}

// pythonUser is somebody who has installed the wheel.
type pythonUser struct {
	bin    string // of the virtual environment
	folder string // with tests
}

// installPython builds the program, packs and installs it, and says how long a user waits.
func installPython(t *testing.T) *pythonUser {
	t.Helper()
	folder := t.TempDir()
	u := &pythonUser{bin: filepath.Join(folder, "venv", "bin"), folder: filepath.Join(folder, "project")}
	wheel := packWheel(t, "-out", filepath.Join(folder, "chatdouble", "dist"))
	must(t, exec.Command(debianPython, "-m", "venv", "--system-site-packages", filepath.Join(folder, "venv")))
	if err := os.CopyFS(u.folder, os.DirFS("testdata")); err != nil {
		t.Fatal(err)
	}
	begin := time.Now()
	u.must(t, "-m", "pip", "install", "--no-index", "--no-deps", wheel)
	installed := time.Since(begin)
	u.must(t, "-c", "import chatdouble\nwith chatdouble.start() as server: server.cometchat()")
	t.Logf("pip install takes %v; with the first answered call %v", installed.Round(time.Millisecond), time.Since(begin).Round(time.Millisecond))
	return u
}

// packWheel writes a wheel and returns where it is.
func packWheel(t *testing.T, flags ...string) string {
	t.Helper()
	pack := exec.Command("go", append([]string{"run", "./scripts/pack-wheel"}, flags...)...)
	pack.Dir = "../.."
	return strings.TrimSpace(must(t, pack))
}

func must(t *testing.T, cmd *exec.Cmd) string {
	t.Helper()
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s%s", cmd, err, out, &stderr)
	}
	return string(out)
}

func (u *pythonUser) python() string { return filepath.Join(u.bin, "python") }

func (u *pythonUser) chatdouble() string { return filepath.Join(u.bin, "chatdouble") }

// command is one that the user types, with the virtual environment in the PATH.
func (u *pythonUser) command(t *testing.T, line ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, line[0], line[1:]...)
	cmd.Dir = u.folder
	cmd.WaitDelay = time.Second // for the output of what a killed command has started
	own := func(variable string) bool {
		return strings.HasPrefix(variable, "CHATDOUBLE_") || strings.HasPrefix(variable, "PIP_") || strings.HasPrefix(variable, "PYTHON")
	}
	cmd.Env = append(slices.DeleteFunc(os.Environ(), own),
		"PATH="+u.bin+string(os.PathListSeparator)+os.Getenv("PATH"), "PYTHONDONTWRITEBYTECODE=1", "PYTEST_ADDOPTS=-p no:cacheprovider",
		"PIP_DISABLE_PIP_VERSION_CHECK=1", "NOTE_SERVERS="+t.TempDir())
	return cmd
}

func (u *pythonUser) run(t *testing.T, line ...string) (string, error) {
	t.Helper()
	out, err := u.command(t, line...).CombinedOutput()
	return string(out), err
}

// must runs Python, which must end well, and returns what it prints.
func (u *pythonUser) must(t *testing.T, args ...string) string {
	t.Helper()
	out, err := u.run(t, append([]string{u.python()}, args...)...)
	if err != nil {
		t.Fatalf("python %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return out
}

var servers = regexp.MustCompile(`(?m)^server: (\S+)$`)

// servers are those that the tests had, by what their suite prints at its end.
func (u *pythonUser) servers(t *testing.T, out string) []string {
	t.Helper()
	var all []string
	for _, found := range servers.FindAllStringSubmatch(out, -1) {
		all = append(all, found[1])
	}
	return all
}

// failing looks at what failing tests are told.
func (u *pythonUser) failing(t *testing.T) {
	t.Helper()
	out, err := u.run(t, u.python(), "-m", "pytest", "-q", "failing")
	if err == nil {
		t.Errorf("tests that fail pass")
	}
	for _, want := range []string{
		`blockedusers 403 AUTH_ERR_NO_ACCESS (the API key "auth" has the scope authOnly; ListBlockedUsers needs fullAccess)`,
		"requests that reached no app, of this test or of one beside it:\n",
		"(this server has no ZIM app 12;",
		`E       chatdouble.Error: alice blocks bob in zim:`,
		`E       chatdouble.Error: adding 1 users in zim:`,
		"the server has ended: killed by signal 9",
		"4 failed, 2 errors",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the report has not %q:\n%s", want, out)
		}
	}
	if strings.Contains(out, "_client.py") {
		t.Errorf("the report shows the inside of the package:\n%s", out)
	}
}

// killParent kills a program that has started a server, and waits for the server to end.
func (u *pythonUser) killParent(t *testing.T) {
	t.Helper()
	parent := u.command(t, u.python(), "-c", "import chatdouble\ns = chatdouble.start()\nprint(s.url, s.pid, flush=True)\ninput()")
	in, err := parent.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	out, err := parent.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := parent.Start(); err != nil {
		t.Fatal(err)
	}
	var url string
	var pid int
	if _, err := fmt.Fscan(out, &url, &pid); err != nil {
		t.Fatal(err)
	}
	server, err := os.FindProcess(pid)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if t.Failed() {
			_ = server.Kill()
		}
	})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		// It waits for a request that never comes, until the server ends.
		response, err := http.Post(url+"/__admin/requests/wait", "application/json", strings.NewReader(`{"count": 1000, "timeout": "5m"}`))
		if err == nil {
			_, _ = io.Copy(io.Discard, response.Body)
			_ = response.Body.Close()
		}
	}()
	if err := parent.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = parent.Wait() // it says that it was killed
	select {
	case <-ended:
	case <-time.After(time.Minute):
		t.Fatal("the server is there a minute after its parent was killed")
	}
	if response, err := http.Get(url + "/__admin/livez"); err == nil {
		response.Body.Close()
		t.Error("the server answers though its parent was killed")
	}
}
