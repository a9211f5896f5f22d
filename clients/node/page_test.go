package node_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// runElsewhere are the commands of the page that its test leaves alone, and why.
var runElsewhere = map[string]string{
	"scripts/pack npm":                  "it has run before",
	"npm install --save-dev chatdouble": "likewise",
}

// TestPage runs docs/node.md as a reader does: a block that begins with the name of a file is that file, commands run in a
// project where the package is installed. The lines "..." of an output stand for any lines.
func TestPage(t *testing.T) {
	t.Parallel()
	tools(t)
	text, err := os.ReadFile("../../docs/node.md")
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	copyPackages(t, folder)
	commands := 0
	for _, found := range regexp.MustCompile("(?ms)^```(\\w*)\n(.*?)^```$").FindAllStringSubmatch(string(text), -1) {
		switch language, body := found[1], found[2]; {
		case language == "js":
			name, _, _ := strings.Cut(strings.TrimPrefix(body, "// "), "\n")
			if err := os.WriteFile(filepath.Join(folder, name), []byte(body), 0o600); err != nil {
				t.Fatal(err)
			}
		case language == "sh":
			for command := range strings.Lines(body) {
				if command = strings.TrimSpace(command); runElsewhere[command] == "" {
					runCommand(t, folder, command)
					commands++
				}
			}
		case strings.HasPrefix(body, "$ "):
			command, want, _ := strings.Cut(strings.TrimPrefix(body, "$ "), "\n")
			got := runCommand(t, folder, command)
			if !matches(lines(want), lines(got)) {
				t.Errorf("docs/node.md: %s prints\n%s\nthe page has\n%s", command, got, want)
			}
			commands++
		default:
			t.Errorf("docs/node.md has a block that its test cannot run:\n%s", body)
		}
	}
	if commands < 5 {
		t.Errorf("%d commands of the page were run; it has more", commands)
	}
}

func runCommand(t *testing.T, folder, command string) string {
	t.Helper()
	out, err := run(folder, append(npmSettings("http://127.0.0.1:1"), "NO_COLOR=1"), "bash", "-c", command)
	if failing := strings.Contains(command, "refused.test"); (err != nil) != failing {
		t.Errorf("docs/node.md: %s ends with %v", command, err)
	}
	return out
}

// changing is what differs from run to run: ids of apps without a name, times, and what a runner indents by.
var changing = regexp.MustCompile(`[0-9a-f]{16}|\d\d:\d\d:\d\d\.\d{3}`)

func lines(text string) []string {
	all := strings.Split(strings.TrimSpace(changing.ReplaceAllString(text, "X")), "\n")
	for i, line := range all {
		all[i] = strings.TrimSpace(line)
	}
	return all
}

// matches compares lines; "..." stands for any lines, and at the end of one for any rest.
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
	if len(got) == 0 {
		return false
	}
	begin, open := strings.CutSuffix(want[0], "...")
	return (got[0] == want[0] || open && strings.HasPrefix(got[0], begin)) && matches(want[1:], got[1:])
}
