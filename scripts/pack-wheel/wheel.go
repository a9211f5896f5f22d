package main

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// tags are the platforms by the names that pip has for them. The program is static, so it runs with any libc: glibc
// from 2.17 on and musl are the oldest that have a name for all processors.
var tags = map[string][]string{
	"linux/amd64":   {"manylinux_2_17_x86_64", "manylinux2014_x86_64", "musllinux_1_1_x86_64"},
	"linux/arm64":   {"manylinux_2_17_aarch64", "manylinux2014_aarch64", "musllinux_1_1_aarch64"},
	"darwin/amd64":  {"macosx_12_0_x86_64"}, // the oldest macOS that Go 1.26 runs on
	"darwin/arm64":  {"macosx_12_0_arm64"},
	"windows/amd64": {"win_amd64"},
	"windows/arm64": {"win_arm64"},
}

// wheel is one wheel.
type wheel struct {
	root, binary string // the folder of the project, and the program
	goos, goarch string
	version      string // the program's
	public       string // the same as Python writes it
	tags         []string

	record bytes.Buffer // what is in it, as RECORD has it
}

func (w *wheel) tag() string { return "py3-none-" + strings.Join(w.tags, ".") }

func (w *wheel) name() string { return "chatdouble-" + w.public + "-" + w.tag() + ".whl" }

// zip is the whole wheel. RECORD comes last, as the format recommends.
func (w *wheel) zip() ([]byte, error) {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	z.RegisterCompressor(zip.Deflate, func(to io.Writer) (io.WriteCloser, error) {
		return flate.NewWriter(to, flate.BestCompression)
	})
	if err := w.addPackage(z); err != nil {
		return nil, err
	}
	program, err := os.ReadFile(w.binary)
	if err != nil {
		return nil, fmt.Errorf("the program: %w", err)
	}
	name := "chatdouble"
	if strings.HasPrefix(w.tags[0], "win") {
		name += ".exe"
	}
	if err := w.add(z, "chatdouble-"+w.public+".data/scripts/"+name, program, 0o755); err != nil {
		return nil, err
	}
	if err := w.addInfo(z); err != nil {
		return nil, err
	}
	if err := z.Close(); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// addPackage adds the Python files, and the version of the program that they go with.
func (w *wheel) addPackage(z *zip.Writer) error {
	folder := filepath.Join(w.root, "clients", "python", "chatdouble")
	files, err := os.ReadDir(folder)
	if err != nil {
		return err
	}
	for _, file := range files {
		if !strings.HasSuffix(file.Name(), ".py") && file.Name() != "py.typed" {
			continue // what Python leaves behind
		}
		content, err := os.ReadFile(filepath.Join(folder, file.Name()))
		if err != nil {
			return err
		}
		if file.Name() == "_version.py" {
			content = bytes.Replace(content, []byte(`version = ""`), fmt.Appendf(nil, "version = %q", w.version), 1)
		}
		if err := w.add(z, "chatdouble/"+file.Name(), content, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// addInfo adds the folder that pip reads.
func (w *wheel) addInfo(z *zip.Writer) error {
	info := "chatdouble-" + w.public + ".dist-info/"
	licence, err := os.ReadFile(filepath.Join(w.root, "LICENSE"))
	if err != nil {
		return err
	}
	readme, err := os.ReadFile(filepath.Join(w.root, "clients", "python", "README.md"))
	if err != nil {
		return err
	}
	for _, file := range []struct {
		name    string
		content []byte
	}{
		{"METADATA", append([]byte(strings.ReplaceAll(metadata, "VERSION", w.public)), readme...)},
		{"WHEEL", []byte(w.wheelFile())},
		{"entry_points.txt", []byte("[pytest11]\nchatdouble = chatdouble.pytest_plugin\n")},
		{"licenses/LICENSE", licence},
	} {
		if err := w.add(z, info+file.name, file.content, 0o644); err != nil {
			return err
		}
	}
	w.record.WriteString(info + "RECORD,,\n")
	return write(z, info+"RECORD", w.record.Bytes(), 0o644)
}

const metadata = `Metadata-Version: 2.4
Name: chatdouble
Version: VERSION
Summary: Stands in for CometChat's REST API and ZEGOCLOUD's ZIM Server API in tests
License-Expression: MIT
License-File: LICENSE
Requires-Python: >=3.10
Classifier: Framework :: Pytest
Classifier: Typing :: Typed
Description-Content-Type: text/markdown

`

func (w *wheel) wheelFile() string {
	var text strings.Builder
	text.WriteString("Wheel-Version: 1.0\nGenerator: chatdouble pack-wheel\nRoot-Is-Purelib: false\n")
	for _, tag := range w.tags {
		text.WriteString("Tag: py3-none-" + tag + "\n")
	}
	return text.String()
}

// add adds a file and a line about it in RECORD.
func (w *wheel) add(z *zip.Writer, name string, content []byte, mode os.FileMode) error {
	sum := sha256.Sum256(content)
	fmt.Fprintf(&w.record, "%s,sha256=%s,%d\n", name, base64.RawURLEncoding.EncodeToString(sum[:]), len(content))
	return write(z, name, content, mode)
}

// oldest is the time of every file: a zip has none before 1980.
var oldest = time.Date(1980, time.January, 1, 0, 0, 0, 0, time.UTC)

func write(z *zip.Writer, name string, content []byte, mode os.FileMode) error {
	header := &zip.FileHeader{Name: path.Clean(name), Method: zip.Deflate, Modified: oldest}
	header.SetMode(mode)
	file, err := z.CreateHeader(header)
	if err != nil {
		return err
	}
	_, err = file.Write(content)
	return err
}

// stages are what stands behind a hyphen in a version that is not released yet, and Python's word for it (PEP 440).
var stages = map[string]string{"alpha": "a", "beta": "b", "rc": "rc", "dev": ".dev"}

// publicVersion is a semantic version as Python writes it: 0.1.0-rc.1 is 0.1.0rc1.
func publicVersion(version string) (string, error) {
	release, rest, early := strings.Cut(strings.TrimPrefix(version, "v"), "-")
	wrong := fmt.Errorf("%q is no version that Python knows, too; it is like 0.1.0, 0.1.0-rc.1 or 0.1.0-dev.7", version)
	if numbers := strings.Split(release, "."); len(numbers) != 3 || slices.ContainsFunc(numbers, isNoNumber) {
		return "", wrong
	}
	if !early {
		return release, nil
	}
	stage, number, _ := strings.Cut(rest, ".")
	short, known := stages[stage]
	if !known || isNoNumber(number) {
		return "", wrong
	}
	return release + short + number, nil
}

func isNoNumber(text string) bool { return text == "" || strings.Trim(text, "0123456789") != "" }
