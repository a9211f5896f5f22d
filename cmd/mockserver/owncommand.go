package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// ownCommand is what a person types, here and now, to start this program again.
func ownCommand() string {
	own, err := os.Executable()
	if err != nil {
		return quote(os.Args[0])
	}
	return commandFor(own, os.Args[0], "chatdouble")
}

// commandFor finds the shortest way to the program own that was started as arg0 and is known by
// name, seen from the working folder.
func commandFor(own, arg0, name string) string {
	// "go run" builds below a folder go-build123/b001/exe and removes it at the end.
	if strings.Contains(filepath.ToSlash(own), "/go-build") && filepath.Base(filepath.Dir(own)) == "exe" {
		if _, err := os.Stat("cmd/mockserver/main.go"); err == nil {
			return "go run ./cmd/mockserver"
		}
	}
	if found, err := exec.LookPath(name); err == nil && sameFile(found, own) {
		return name
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
