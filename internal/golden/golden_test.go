package golden

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// spy is a test that may fail without failing this one.
type spy struct {
	testing.TB
	failed, stopped string
}

func (s *spy) Helper()                           {}
func (s *spy) Name() string                      { return "TestOfTheSpy" }
func (s *spy) Errorf(format string, args ...any) { s.failed = fmt.Sprintf(format, args...) }

// stop is what Fatal ends with in place of the test.
type stop struct{}

func (s *spy) Fatal(args ...any) { s.stopped = fmt.Sprint(args...); panic(stop{}) }
func (s *spy) Fatalf(format string, args ...any) {
	s.stopped = fmt.Sprintf(format, args...)
	panic(stop{})
}

func compare(name, got string) (s *spy) {
	s = &spy{}
	defer func() {
		if v := recover(); v != nil && v != any(stop{}) {
			panic(v)
		}
	}()
	Bytes(s, name, []byte(got))
	return s
}

func TestBytes(t *testing.T) {
	if *update {
		t.Skip("this test has no golden files of its own to update")
	}
	t.Chdir(t.TempDir())
	if err := os.MkdirAll("testdata/Op", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile("testdata/Op/case.json", []byte("{}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if s := compare("Op/case.json", "{}\n"); s.failed+s.stopped != "" {
		t.Errorf("the same bytes: %+v", s)
	}
	for _, got := range []string{"", "{}", "{}\n\n", "{ }\n", "{}\r\n"} {
		s := compare("Op/case.json", got)
		for _, want := range []string{filepath.Join("testdata", "Op", "case.json"), "got: " + got, "want: {}\n"} {
			if !strings.Contains(s.failed, want) {
				t.Errorf("for %q the failure is %q, want %q in it", got, s.failed, want)
			}
		}
	}
	s := compare("Op/other.json", "{}")
	if !strings.Contains(s.stopped, "-run 'TestOfTheSpy' -update") {
		t.Errorf("without a file the test ends with %q, want the command that writes it", s.stopped)
	}
	if _, err := os.Stat("testdata/Op/other.json"); err == nil {
		t.Error("a file was written without -update")
	}
}

func TestUpdateWritesTheFile(t *testing.T) {
	if *update {
		t.Skip("this test has no golden files of its own to update")
	}
	t.Chdir(t.TempDir())
	*update = true
	defer func() { *update = false }()
	for _, got := range []string{"first", "second"} { // a new one, then one in its place
		if s := compare("New/op/case.json", got); s.failed+s.stopped != "" {
			t.Errorf("writing %q: %+v", got, s)
		}
		have, err := os.ReadFile("testdata/New/op/case.json")
		if err != nil || string(have) != got {
			t.Errorf("the file holds %q, %v; want %q", have, err, got)
		}
	}
	if err := os.WriteFile("testdata/file", nil, 0o644); err != nil {
		t.Fatal(err)
	}
	if s := compare("file/case.json", "x"); s.stopped == "" {
		t.Error("a file that cannot be written does not end the test")
	}
}
