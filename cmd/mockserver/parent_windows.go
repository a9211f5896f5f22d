package main

import (
	"os"
	"syscall"
)

// watchParent begins to watch the process that started this one. The function that it returns says whether that is gone.
// Windows never gives a process another parent, so what is watched is the process itself: its number may be given anew.
func watchParent() (gone func() bool) {
	parent, err := syscall.OpenProcess(syscall.SYNCHRONIZE, false, uint32(os.Getppid()))
	if err != nil { // it is gone, or it is somebody else's and cannot be watched: stdin has to tell then
		return func() bool { return false }
	}
	return func() bool {
		event, _ := syscall.WaitForSingleObject(parent, 0)
		return event == syscall.WAIT_OBJECT_0
	}
}
