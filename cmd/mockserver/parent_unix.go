//go:build unix

package main

import (
	"os"
	"os/signal"
	"syscall"
)

// watchParent begins to watch the process that started this one. The function that it returns says whether that is gone:
// the kernel gives this process another parent then.
func watchParent() (gone func() bool) {
	// With the parent goes who reads stdout and stderr. What is written there must not end this program before it has stopped
	// in order. A channel that nobody reads does that; signal.Ignore would be inherited by the command of exec.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	parent := os.Getppid()
	return func() bool { return os.Getppid() != parent }
}
