package python

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// doneBefore are the commands of docs/python.md that its test leaves alone, and why.
var doneBefore = map[string]string{
	"scripts/pack wheel":    "installPython has packed the wheel",
	"python3 -m venv .venv": "installPython has made one, which has Debian's pytest",
	". .venv/bin/activate":  "it is in the PATH",
}

var fence = regexp.MustCompile("(?ms)^```([a-z]+)\n(.*?)^```$")

// page runs docs/python.md as a reader does: a block that begins with the name of a file is that file, other Python is
// run, and so are commands. A block of text is what was printed last; "..." in it stands for anything.
func (u *pythonUser) page(t *testing.T) {
	t.Helper()
	text, err := os.ReadFile("../../docs/python.md")
	if err != nil {
		t.Fatal(err)
	}
	reader := *u
	reader.folder = filepath.Join(filepath.Dir(u.folder), "page")
	if err := os.Mkdir(reader.folder, 0o755); err != nil {
		t.Fatal(err)
	}
	printed, compared := "", 0
	for _, found := range fence.FindAllStringSubmatch(string(text), -1) {
		language, body := found[1], found[2]
		file := regexp.MustCompile(`^# (\w+\.py)`).FindStringSubmatch(body)
		switch {
		case language == "python" && file != nil:
			if err := os.WriteFile(filepath.Join(reader.folder, file[1]), []byte(body), 0o600); err != nil {
				t.Fatal(err)
			}
		case language == "python":
			printed = reader.must(t, "-c", body)
		case language == "sh":
			printed = reader.shell(t, body)
		case language == "text":
			compared++
			want := "(?s)^" + strings.ReplaceAll(regexp.QuoteMeta(strings.TrimSuffix(body, "\n")), `\.\.\.`, ".*") + `\n?$`
			if !regexp.MustCompile(want).MatchString(printed) {
				t.Errorf("docs/python.md has\n%s\nand what is printed is\n%s", body, printed)
			}
		}
	}
	reader.readme(t)
	if compared < 6 {
		t.Errorf("%d blocks were compared with what is printed; the page has more", compared)
	}
}

// readme runs the test that README.md shows, with the client of the page.
func (u *pythonUser) readme(t *testing.T) {
	t.Helper()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, found := range fence.FindAllStringSubmatch(string(text), -1) {
		if found[1] != "python" {
			continue
		}
		if err := os.WriteFile(filepath.Join(u.folder, "test_readme.py"), []byte("import myapp\n\n"+found[2]), 0o600); err != nil {
			t.Fatal(err)
		}
		if out := u.must(t, "-m", "pytest", "-q", "test_readme.py"); !strings.Contains(out, "1 passed") {
			t.Errorf("the test of README.md: %s", out)
		}
		return
	}
	t.Error("README.md shows no Python")
}

// shell runs the commands of a block and returns what they print.
func (u *pythonUser) shell(t *testing.T, block string) string {
	t.Helper()
	lines := slices.DeleteFunc(strings.Split(block, "\n"), func(line string) bool { return doneBefore[line] != "" })
	out, err := u.run(t, "bash", "-e", "-c", strings.Join(lines, "\n"))
	if err != nil {
		t.Errorf("docs/python.md: %s: %v\n%s", block, err, out)
	}
	return out
}
