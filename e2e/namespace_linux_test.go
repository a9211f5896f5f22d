package e2e

import (
	"fmt"
	"net"
	"os"
	"strings"
	"syscall"
	"testing"
	"unsafe"
)

// mustBeAlone fails the test unless it is in a name space in which it can change nothing of the machine's:
// there only one user is known.
func mustBeAlone(t *testing.T) {
	t.Helper()
	users, err := os.ReadFile("/proc/self/uid_map")
	if fields := strings.Fields(string(users)); err != nil || len(fields) != 3 || fields[2] != "1" {
		t.Fatalf("this is no name space of the test's own: %q, %v", users, err)
	}
}

// ownNames brings the loopback interface up, has names looked up in a file alone, and returns that file.
func ownNames(t *testing.T) (hosts string) {
	t.Helper()
	mustBeAlone(t)
	if err := loopbackUp(); err != nil {
		skip(t, "the loopback interface cannot be brought up: "+err.Error())
	}
	folder := t.TempDir()
	hosts = write(t, folder, "hosts", "")
	for target, source := range map[string]string{
		"/etc/hosts":         hosts,
		"/etc/resolv.conf":   write(t, folder, "resolv.conf", ""),
		"/etc/nsswitch.conf": write(t, folder, "nsswitch.conf", "hosts: files\npasswd: files\ngroup: files\n"),
	} {
		if err := os.Chmod(source, 0o644); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Stat(target); err != nil {
			continue // what is not there misleads nobody
		}
		if err := syscall.Mount(source, target, "", syscall.MS_BIND, ""); err != nil {
			skip(t, fmt.Sprintf("a file cannot be put over %s: %v", target, err))
		}
	}
	return hosts
}

// loopbackUp is "ip link set lo up", which not every machine has.
func loopbackUp() error {
	socket, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_DGRAM, 0)
	if err != nil {
		return err
	}
	defer syscall.Close(socket)
	var request struct {
		name  [syscall.IFNAMSIZ]byte
		flags uint16
		_     [22]byte
	}
	copy(request.name[:], "lo")
	request.flags = syscall.IFF_UP | syscall.IFF_RUNNING
	if _, _, errno := syscall.Syscall(syscall.SYS_IOCTL, uintptr(socket), syscall.SIOCSIFFLAGS, uintptr(unsafe.Pointer(&request))); errno != 0 {
		return errno
	}
	if l, err := net.Listen("tcp", "127.0.0.1:443"); err != nil {
		return err
	} else {
		return l.Close()
	}
}
