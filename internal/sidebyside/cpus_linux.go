package main

import (
	"fmt"
	"math/bits"
	"os"
	"strconv"
	"syscall"
	"unsafe"
)

// mask is the system's set of CPUs: one bit each.
type mask [1024 / 64]uint64

// allowedCPUs are the CPUs that the calling thread may run on.
func allowedCPUs() (cpus, error) {
	var m mask
	_, _, errno := syscall.RawSyscall(syscall.SYS_SCHED_GETAFFINITY, 0, unsafe.Sizeof(m), uintptr(unsafe.Pointer(&m)))
	if errno != 0 {
		return nil, fmt.Errorf("asking for the CPUs of this process: %w", errno)
	}
	var all cpus
	for i, word := range m {
		for ; word != 0; word &= word - 1 {
			all = append(all, 64*i+bits.TrailingZeros64(word))
		}
	}
	return all, nil
}

// pinThread lets the calling thread run on these CPUs only.
func pinThread(on cpus) error { return pin(0, on) }

// pinProcess lets all threads of this process run on these CPUs only. Threads that come later run
// where the thread runs that makes them.
func pinProcess(on cpus) error {
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return fmt.Errorf("listing the threads of this process: %w", err)
	}
	for _, thread := range threads {
		id, err := strconv.Atoi(thread.Name())
		if err != nil {
			return fmt.Errorf("listing the threads of this process: %w", err)
		}
		if err := pin(id, on); err != nil {
			return err
		}
	}
	return nil
}

func pin(thread int, on cpus) error {
	var m mask
	for _, cpu := range on {
		m[cpu/64] |= 1 << (cpu % 64)
	}
	_, _, errno := syscall.RawSyscall(syscall.SYS_SCHED_SETAFFINITY, uintptr(thread), unsafe.Sizeof(m), uintptr(unsafe.Pointer(&m)))
	if errno != 0 {
		return fmt.Errorf("pinning a thread to the CPUs %v: %w", on, errno)
	}
	return nil
}
