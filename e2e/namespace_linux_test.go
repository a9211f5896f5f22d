package e2e

import (
	"net"
	"os"
	"syscall"
	"testing"
	"unsafe"
)

// ownNames brings the loopback interface up, has names looked up in a file alone, and returns that file.
func ownNames(t *testing.T) (hosts string) {
	t.Helper()
	if err := loopbackUp(); err != nil {
		t.Fatalf("bringing the loopback interface up: %v", err)
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
		if err := syscall.Mount(source, target, "", syscall.MS_BIND, ""); err != nil {
			t.Fatalf("putting a file over %s: %v", target, err)
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
