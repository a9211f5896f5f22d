// Pack-wheel writes the Python package for one platform: a wheel, which is a zip with the files of clients/python and
// the program, in the form of the "Binary distribution format" of packaging.python.org. The same input gives the same
// bytes.
//
//	go run ./scripts/pack-wheel [-version 0.1.0] [-goos linux] [-goarch amd64] [-binary PATH] [-out dist]
//
// Without -binary it compiles the program first. It prints where the wheel is.
package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
)

func main() {
	log.SetFlags(0)
	log.SetPrefix("pack-wheel: ")
	w := wheel{root: "."}
	flag.StringVar(&w.version, "version", "0.1.0", "of the program")
	flag.StringVar(&w.goos, "goos", runtime.GOOS, "the platform's system")
	flag.StringVar(&w.goarch, "goarch", runtime.GOARCH, "the platform's processor")
	flag.StringVar(&w.binary, "binary", "", "the `path` of the program, compiled for the platform with that version")
	out := flag.String("out", "dist", "the `folder` for the wheel")
	flag.Parse()
	path, err := w.pack(*out)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(path)
}

// pack writes the wheel into a folder and returns its path.
func (w *wheel) pack(folder string) (path string, err error) {
	var ok bool
	if w.tags, ok = tags[w.goos+"/"+w.goarch]; !ok {
		return "", fmt.Errorf("there is no wheel for %s/%s", w.goos, w.goarch)
	}
	if w.public, err = publicVersion(w.version); err != nil {
		return "", err
	}
	if w.binary == "" {
		built, err := os.MkdirTemp("", "pack-wheel")
		if err != nil {
			return "", err
		}
		defer os.RemoveAll(built)
		w.binary = filepath.Join(built, "chatdouble")
		if err := w.compile(); err != nil {
			return "", err
		}
	}
	content, err := w.zip()
	if err != nil {
		return "", err
	}
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return "", err
	}
	path = filepath.Join(folder, w.name())
	return path, os.WriteFile(path, content, 0o644)
}

// compile makes the program as the Dockerfile does.
func (w *wheel) compile() error {
	build := exec.Command("go", "build", "-trimpath",
		"-ldflags", "-s -w -X github.com/chatdouble/mockserver/internal/buildinfo.version="+w.version, "-o", w.binary, "./cmd/mockserver")
	build.Dir, build.Stderr = w.root, os.Stderr
	build.Env = append(os.Environ(), "CGO_ENABLED=0", "GOOS="+w.goos, "GOARCH="+w.goarch)
	return build.Run()
}
