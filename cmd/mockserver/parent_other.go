//go:build !unix && !windows

package main

// watchParent cannot see a parent here: stdin has to tell when it is gone.
func watchParent() (gone func() bool) { return func() bool { return false } }
