// Package golden compares a reply with a file in testdata, byte for byte.
package golden

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "write the replies to the golden files instead of comparing them")

// Bytes compares got with the file testdata/<name>. With -update it writes the file.
func Bytes(t testing.TB, name string, got []byte) {
	t.Helper()
	path := filepath.Join("testdata", filepath.FromSlash(name))
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; write it with: go test -run '%s' -update", err, t.Name())
	}
	if !bytes.Equal(got, want) {
		t.Errorf("differs from %s\n got: %s\nwant: %s", path, got, want)
	}
}
