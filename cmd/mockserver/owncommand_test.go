package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestCommandFor(t *testing.T) {
	dir := t.TempDir()
	at := func(path string) string {
		path = filepath.Join(dir, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o755); err != nil {
			t.Fatal(err)
		}
		return path
	}
	installed, other := at("bin/chatdouble"), at("my builds/chatdouble")
	built := at("go-build123/b001/exe/mockserver")
	cached := at("cache/e4/e4" + strings.Repeat("0af", 20) + "12-d/mockserver")
	at("repo/cmd/mockserver/main.go")
	t.Setenv("PATH", filepath.Join(dir, "bin"))
	for _, tt := range []struct{ folder, own, arg0, want string }{
		{".", installed, "chatdouble", "chatdouble"},
		{".", installed, installed, "chatdouble"},
		{".", other, "./my builds/chatdouble", "'./my builds/chatdouble'"},
		{"repo", other, "../x/chatdouble", "../x/chatdouble"},
		{"repo", built, built, "go run ./cmd/mockserver"},
		{"repo", cached, cached, "go run ./cmd/mockserver"}, // every start but the first
		{".", built, built, ""},                             // go run with the module's path: no file to name
		{".", cached, cached, ""},
		{".", "/chatdouble", "/chatdouble", ""}, // in the image: the reader's machine has no such file
		{".", filepath.Join(dir, "gone"), "./gone", "./gone"},
	} {
		t.Chdir(filepath.Join(dir, tt.folder))
		if got := commandFor(tt.own, tt.arg0, "chatdouble"); got != tt.want {
			t.Errorf("%s started as %q in %s: %q, want %q", tt.own, tt.arg0, tt.folder, got, tt.want)
		}
	}
}

func TestQuote(t *testing.T) {
	t.Parallel()
	for word, want := range map[string]string{
		"": "''", "a/b.yaml": "a/b.yaml", "a b": "'a b'", "it's": `'it'\''s'`, "$x": "'$x'", "~/x": "'~/x'", "é": "'é'",
	} {
		if got := quote(word); got != want {
			t.Errorf("quote(%q) = %s, want %s", word, got, want)
		}
	}
}
