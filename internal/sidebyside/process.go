package main

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// process is a server in a process of its own.
type process struct {
	cmd     *exec.Cmd
	address string    // host:port
	begun   time.Time // just before the start
	output  *os.File
}

// startTime is how long a server may take until it has said where it listens.
const startTime = 30 * time.Second

var addressPattern = regexp.MustCompile(`127\.0\.0\.1:[1-9][0-9]*`)

// startProcess starts a server on the given CPUs and waits until it has said where it listens: it
// is the first address of the loopback interface that it writes, to whichever stream.
func startProcess(ctx context.Context, on cpus, stdin []byte, name string, args ...string) (*process, error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("making a pipe for the output of %s: %w", name, err)
	}
	p := &process{cmd: exec.CommandContext(ctx, name, args...), output: r}
	p.cmd.Stdout, p.cmd.Stderr = w, w
	p.cmd.Env = withoutSettings(os.Environ())
	if stdin != nil {
		p.cmd.Stdin = bytes.NewReader(stdin)
	}
	p.begun = time.Now()
	err = on.start(p.cmd)
	_ = w.Close()
	if err != nil {
		_ = r.Close()
		return nil, fmt.Errorf("starting %s: %w", name, err)
	}
	_ = r.SetReadDeadline(p.begun.Add(startTime))
	var said []string
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		if p.address = addressPattern.FindString(lines.Text()); p.address != "" {
			_ = r.SetReadDeadline(time.Time{})
			go func() { _, _ = io.Copy(io.Discard, r) }() // what it still has to say
			return p, nil
		}
		said = append(said, lines.Text())
	}
	p.stop()
	return nil, fmt.Errorf("%s did not say within %v where it listens; it said %q", name, startTime, strings.Join(said, "\n"))
}

// withoutSettings leaves out the environment's settings of chatdouble: what is measured is the
// program as it is.
func withoutSettings(environ []string) []string {
	return slices.DeleteFunc(environ, func(variable string) bool { return strings.HasPrefix(variable, "CHATDOUBLE_") })
}

// stop ends the process. It holds nothing that a gentle end would save.
func (p *process) stop() {
	_ = p.cmd.Process.Kill()
	_ = p.cmd.Wait()
	_ = p.output.Close()
}

// cpuTime is the CPU time that the process has used, as far as the system tells (Linux).
func (p *process) cpuTime() (time.Duration, bool) {
	const tick = time.Second / 100 // the unit in /proc (proc_pid_stat(5), USER_HZ)
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", p.cmd.Process.Pid))
	if err != nil {
		return 0, false
	}
	// The second field is the name in parentheses, which may hold anything. Behind it, utime and
	// stime are the 12th and 13th.
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	if len(fields) < 13 {
		return 0, false
	}
	user, err1 := strconv.Atoi(string(fields[11]))
	system, err2 := strconv.Atoi(string(fields[12]))
	return time.Duration(user+system) * tick, err1 == nil && err2 == nil
}

// memory is what the process has in memory, in bytes, as far as the system tells (Linux).
func (p *process) memory() (int, bool) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, false
	}
	_, rest, _ := bytes.Cut(status, []byte("\nVmRSS:"))
	line, _, _ := bytes.Cut(rest, []byte("kB"))
	kilobytes, err := strconv.Atoi(string(bytes.TrimSpace(line)))
	return kilobytes << 10, err == nil
}
