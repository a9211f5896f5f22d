// Command chatdouble answers as CometChat's REST API v3 and as ZEGOCLOUD's ZIM Server API.
//
// "chatdouble help" is the reference of its commands and settings.
package main

import (
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	os.Exit(run(&world{
		args:    os.Args[1:],
		environ: os.Environ(),
		stdin:   os.Stdin,
		stdout:  os.Stdout,
		stderr:  os.Stderr,
		program: ownCommand,
		interrupts: func() <-chan os.Signal {
			signals := make(chan os.Signal, 2)
			signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
			return signals
		},
		ticks:      func(every time.Duration) <-chan time.Time { return time.NewTicker(every).C },
		parentGone: watchParent,
	}))
}
