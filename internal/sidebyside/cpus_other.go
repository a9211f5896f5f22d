//go:build !linux

package main

import (
	"errors"
	"runtime"
)

var errNoPinning = errors.New("this program cannot do it on " + runtime.GOOS)

func allowedCPUs() (cpus, error) { return nil, errNoPinning }

func pinThread(cpus) error { return errNoPinning }

func pinProcess(cpus) error { return errNoPinning }
