package main

import (
	"fmt"
	"os/exec"
	"runtime"
)

// cpus are the CPUs that something runs on; nil leaves that to the system.
type cpus []int

// placing says who runs where. The load generator and the server that it asks have a CPU each,
// so that they do not take time from each other.
type placing struct {
	load, server, everywhere cpus
	text                     string // for the heading
}

// place pins this process to one CPU and finds another one for the servers.
func place() placing {
	all, err := allowedCPUs()
	switch {
	case err != nil:
		return placing{text: fmt.Sprintf("nothing is pinned to a CPU: %v", err)}
	case len(all) < 2:
		return placing{text: "nothing is pinned: there is only one CPU"}
	}
	p := placing{load: all[:1], server: all[1:2], everywhere: all}
	if err := pinProcess(p.load); err != nil {
		return placing{text: fmt.Sprintf("nothing is pinned to a CPU: %v", err)}
	}
	runtime.GOMAXPROCS(1)
	p.text = fmt.Sprintf("load on CPU %d, server on CPU %d", p.load[0], p.server[0])
	return p
}

// start starts a command on the CPUs. A new process runs where the thread runs that made it.
func (on cpus) start(cmd *exec.Cmd) error {
	if on == nil {
		return cmd.Start()
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	before, err := allowedCPUs()
	if err != nil {
		return err
	}
	if err := pinThread(on); err != nil {
		return err
	}
	err = cmd.Start()
	if back := pinThread(before); err == nil && back != nil {
		return fmt.Errorf("going back to CPUs %v: %w", before, back)
	}
	return err
}
