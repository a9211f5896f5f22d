//go:build darwin || freebsd || netbsd

package main

import (
	"fmt"
	"io/fs"
	"syscall"
)

// fileIdentity is what changes when another file takes the place of one, or its content changes, whatever its
// times say.
func fileIdentity(info fs.FileInfo) string {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return fmt.Sprint(stat.Ino, stat.Ctimespec)
	}
	return ""
}
