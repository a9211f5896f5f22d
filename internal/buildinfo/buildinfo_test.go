package buildinfo

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestVersion(t *testing.T) {
	defer func(old string) { version = old }(version)
	version = ""
	if got := Version(); got == "" || got == "(devel)" || strings.ContainsAny(got, " \n") {
		t.Errorf("Version() = %q without the linker's word, want one word", got)
	}
	version = "1.2.3"
	if got := Version(); got != "1.2.3" {
		t.Errorf("Version() = %q, want what the linker was given", got)
	}
}

// The Dockerfile and the comment beside the variable name it to the linker; a variable that moves
// would be ignored in silence.
func TestLinkerSetsTheVersion(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("builds a program")
	}
	dir := t.TempDir()
	binary := filepath.Join(dir, "buildinfo.test")
	build := exec.Command("go", "test", "-c", "-o", binary,
		"-ldflags", "-X github.com/chatdouble/mockserver/internal/buildinfo.version=9.8.7", ".")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", build, err, out)
	}
	out, err := exec.Command(binary, "-test.v", "-test.run", "^TestPrintVersion$").CombinedOutput()
	if err != nil || !strings.Contains(string(out), "the version is 9.8.7\n") {
		t.Errorf("a test that was built with a version says, %v:\n%s", err, out)
	}
}

// TestPrintVersion is for TestLinkerSetsTheVersion to run.
func TestPrintVersion(t *testing.T) { t.Logf("the version is %s", Version()) }
