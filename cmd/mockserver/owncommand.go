package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
)

// inCache is the file of a program in Go's build cache: since Go 1.24 "go run" keeps it there and starts it
// there the next time.
var inCache = regexp.MustCompile(`/[0-9a-f]{2}/[0-9a-f]{64}-d/[^/]+$`)

// inBuild is the same the first time: "go run" builds below a folder that it removes at the end.
var inBuild = regexp.MustCompile(`/go-build[0-9]+/b[0-9]+/exe/[^/]+$`)

// ownCommand is what a person types, here and now, to start this program again.
func ownCommand() string {
	own, err := os.Executable()
	if err != nil {
		return quote(os.Args[0])
	}
	return commandFor(own, os.Args[0], "chatdouble")
}

// commandFor finds the shortest way to the program own that was started as arg0 and is known by
// name, seen from the working folder. It is empty when a person has no way: "go run" has removed or hidden
// the file, or it lies at the top of an image, where no person's shell is.
func commandFor(own, arg0, name string) string {
	slashed := filepath.ToSlash(own)
	if inCache.MatchString(slashed) || inBuild.MatchString(slashed) {
		if _, err := os.Stat("cmd/mockserver/main.go"); err == nil {
			return "go run ./cmd/mockserver"
		}
		return ""
	}
	if found, err := exec.LookPath(name); err == nil && sameFile(found, own) {
		return name
	}
	if filepath.Dir(own) == string(filepath.Separator) {
		return ""
	}
	return quote(arg0)
}

func sameFile(a, b string) bool {
	first, err := os.Stat(a)
	if err != nil {
		return false
	}
	second, err := os.Stat(b)
	return err == nil && os.SameFile(first, second)
}
