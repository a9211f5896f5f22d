package main

import (
	"bufio"
	"errors"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/chatdouble/mockserver/internal/leak"
)

// asProgram makes the test binary be the program: the only way to see main, a real signal and a
// real exit code.
const asProgram = "TEST_AS_CHATDOUBLE"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		main()
	}
	if os.Getenv(asCommand) != "" {
		runAsCommand()
	}
	os.Exit(leak.Main(m, os.Stderr))
}

func program(args ...string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], args...)
	cmd.Env = append(os.Environ(), asProgram+"=1")
	return cmd
}

func TestProgram(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no process can send SIGTERM here")
	}
	cmd := program("--addr", "127.0.0.1:0")
	var log strings.Builder
	cmd.Stderr = &log
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	lines, own := bufio.NewReader(out), ""
	for !strings.HasPrefix(own, "try: curl \"$(") {
		if own, err = lines.ReadString('\n'); err != nil {
			t.Fatalf("no line for ZIM: %v, %s", err, log.String())
		}
	}
	if want := `try: curl "$(` + quote(os.Args[0]) + " sign 'http://127.0.0.1:"; !strings.HasPrefix(own, want) {
		t.Errorf("the line is %swant %s...", own, want)
	}
	if err := cmd.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	_, _ = io.Copy(io.Discard, lines)
	if err := cmd.Wait(); err != nil || !strings.HasSuffix(log.String(), "msg=stopped\n") {
		t.Errorf("after SIGTERM: %v, log %s", err, log.String())
	}
}

func TestExitCodes(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		args string
		want int
	}{
		{"version", 0}, {"fixtures check no-such-file.yaml", 1}, {"--limits maybe", 2},
	} {
		err := program(strings.Fields(tt.args)...).Run()
		got := 0
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			got = exit.ExitCode()
		} else if err != nil {
			t.Fatal(err)
		}
		if got != tt.want {
			t.Errorf("chatdouble %s exits with %d, want %d", tt.args, got, tt.want)
		}
	}
}
