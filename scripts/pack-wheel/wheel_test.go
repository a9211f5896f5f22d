package main

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/csv"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// packed is a wheel with a program that is none, and its bytes.
func packed(t *testing.T, goos string) (path string, content []byte) {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(binary, []byte("a program"), 0o600); err != nil {
		t.Fatal(err)
	}
	w := &wheel{root: "../..", binary: binary, version: "1.2.3-rc.4", goos: goos, goarch: "amd64"}
	path, err := w.pack(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	content, err = os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return path, content
}

func read(t *testing.T, f *zip.File) []byte {
	t.Helper()
	from, err := f.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer from.Close()
	content, err := io.ReadAll(from)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// RECORD names every file with its size and its hash, but itself.
func TestRecord(t *testing.T) {
	t.Parallel()
	path, content := packed(t, "linux")
	const name = "chatdouble-1.2.3rc4-py3-none-manylinux_2_17_x86_64.manylinux2014_x86_64.musllinux_1_1_x86_64.whl"
	if filepath.Base(path) != name {
		t.Errorf("the wheel is called %s, want %s", filepath.Base(path), name)
	}
	z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		t.Fatal(err)
	}
	const recordName = "chatdouble-1.2.3rc4.dist-info/RECORD"
	last := z.File[len(z.File)-1]
	if last.Name != recordName {
		t.Fatalf("the last file is %s, want %s", last.Name, recordName)
	}
	lines, err := csv.NewReader(bytes.NewReader(read(t, last))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(lines) != len(z.File) {
		t.Fatalf("RECORD has %d lines for %d files", len(lines), len(z.File))
	}
	for i, f := range z.File[:len(z.File)-1] {
		content := read(t, f)
		sum := sha256.Sum256(content)
		want := []string{f.Name, "sha256=" + base64.RawURLEncoding.EncodeToString(sum[:]), strconv.Itoa(len(content))}
		if strings.Join(lines[i], ",") != strings.Join(want, ",") {
			t.Errorf("RECORD has %q, want %q", lines[i], want)
		}
	}
}

// The program can be run where pip puts it, and the package knows its version.
func TestProgramAndVersion(t *testing.T) {
	t.Parallel()
	for goos, name := range map[string]string{"linux": "chatdouble", "darwin": "chatdouble", "windows": "chatdouble.exe"} {
		_, content := packed(t, goos)
		z, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, f := range z.File {
			switch f.Name {
			case "chatdouble-1.2.3rc4.data/scripts/" + name:
				found++
				if f.Mode() != 0o755 {
					t.Errorf("%s: the program has the mode %v", goos, f.Mode())
				}
			case "chatdouble/_version.py":
				found++
				if got := read(t, f); !bytes.HasSuffix(got, []byte("\nversion = \"1.2.3-rc.4\"\n")) {
					t.Errorf("%s: the package says of its version\n%s", goos, got)
				}
			case "chatdouble-1.2.3rc4.dist-info/METADATA":
				found++
				if got := read(t, f); !bytes.Contains(got, []byte("\nVersion: 1.2.3rc4\n")) {
					t.Errorf("%s: METADATA is\n%s", goos, got)
				}
			}
		}
		if found != 3 {
			t.Errorf("%s: %d of 3 files are there", goos, found)
		}
	}
}

func TestSameBytes(t *testing.T) {
	t.Parallel()
	_, first := packed(t, "linux")
	_, second := packed(t, "linux")
	if !bytes.Equal(first, second) {
		t.Error("two wheels of the same files differ")
	}
}

func TestPublicVersion(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]string{
		"0.1.0": "0.1.0", "v0.1.0": "0.1.0", "1.2.3-rc.1": "1.2.3rc1", "1.2.3-alpha.10": "1.2.3a10", "1.2.3-beta.0": "1.2.3b0", "1.2.3-dev.7": "1.2.3.dev7",
		"": "", "devel": "", "1.2": "", "1.2.x": "", "1.2.3-": "", "1.2.3-rc": "", "1.2.3-rc1": "", "1.2.3-pre.1": "", "1.2.3+build": "",
	} {
		got, err := publicVersion(version)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("publicVersion(%q) = %q, %v; want %q", version, got, err, want)
		}
	}
}

func TestNoWheel(t *testing.T) {
	t.Parallel()
	w := &wheel{version: "1.2.3", goos: "plan9", goarch: "amd64"}
	if _, err := w.pack(t.TempDir()); err == nil || err.Error() != "there is no wheel for plan9/amd64" {
		t.Errorf("a wheel for Plan 9: %v", err)
	}
}
