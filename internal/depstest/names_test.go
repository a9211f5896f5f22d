package depstest

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Names that were given up, written so that they do not stand here. The first is another project's. The
// second is another program's, whose users set variables that begin with it in the jobs that run this one.
const (
	otherProject = "chat" + "mock"
	otherProgram = "mock" + "server"
)

// ourPaths are the places where the second name stays: the module's path, the program's folder, and the file that
// Go makes of that folder.
var ourPaths = regexp.MustCompile(`(chatdouble|cmd|exe|-d)/` + otherProgram + `\b`)

// mayTell are the files that may say the second name beside that, and why.
var mayTell = map[string]string{
	".gitignore":                      "names what go build leaves in the folder of the program",
	"README.md":                       "says why the folder is called so",
	"cmd/mockserver/settings_test.go": "variables that begin with it are nobody's business here",
}

func TestNames(t *testing.T) {
	t.Parallel()
	told := make(map[string]bool)
	err := filepath.WalkDir("../..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, _ := filepath.Rel("../..", path)
		name = filepath.ToSlash(name)
		if entry.IsDir() {
			if base := entry.Name(); base == ".git" || base == "node_modules" || base == "bin" || base == "dist" {
				return filepath.SkipDir
			}
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		lower := strings.ToLower(string(text))
		if strings.Contains(lower, otherProject) || strings.Contains(name, otherProject) {
			t.Errorf("%s has the name %q, which is another project's", name, otherProject)
		}
		rest := ourPaths.ReplaceAllString(lower, "")
		if !strings.Contains(rest, otherProgram) {
			return nil
		}
		told[name] = true
		if mayTell[name] == "" {
			t.Errorf("%s has the name %q beside the module's path and the program's folder", name, otherProgram)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range mayTell {
		if !told[name] {
			t.Errorf("%s may say %q and does not: strike it off", name, otherProgram)
		}
	}
}
