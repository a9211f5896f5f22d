package main

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"time"
)

// asCommand makes the test binary be the command that exec runs: its arguments say what it does, one
// after the other.
const asCommand = "TEST_AS_CHATDOUBLE_COMMAND"

// ofCommand is the environment in which it is that. GOCOVERDIR is where it leaves what it has covered, under
// go test -cover; without, it complains on stderr.
func ofCommand() []string { return []string{asCommand + "=1", "GOCOVERDIR=" + os.Getenv("GOCOVERDIR")} }

func runAsCommand() {
	for _, step := range os.Args[1:] {
		name, value, _ := strings.Cut(step, "=")
		if steps[name] == nil {
			fmt.Fprintf(os.Stderr, "there is no step %q\n", step)
			os.Exit(2)
		}
		if err := steps[name](value); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", step, err)
			os.Exit(99)
		}
	}
	os.Exit(0)
}

var steps = map[string]func(value string) error{
	// print shows a variable of the environment.
	"print": func(name string) error {
		value, ok := os.LookupEnv(name)
		if !ok {
			value = "not set"
		}
		fmt.Printf("%s: %s\n", name, value)
		return nil
	},
	"copy": func(string) error {
		_, err := io.Copy(os.Stdout, os.Stdin)
		return err
	},
	"complain": func(text string) error {
		fmt.Fprintln(os.Stderr, text)
		return nil
	},
	"get": func(path string) error { return show(http.DefaultClient, http.MethodGet, os.ExpandEnv(path)) },
	"ask": func(path string) error { // a signed call
		signed := call(nil, "", "sign", "--app-id", os.Getenv("ZIM_APP_ID"), "--server-secret", os.Getenv("ZIM_SERVER_SECRET"), os.Getenv("ZIM_BASE_URL")+path)
		if signed.code != exitDone {
			return fmt.Errorf("sign: %s", signed.stderr)
		}
		return show(http.DefaultClient, http.MethodGet, strings.TrimSpace(signed.out))
	},
	"post":  func(path string) error { return show(http.DefaultClient, http.MethodPost, os.ExpandEnv(path)) },
	"trust": trust,
	// launch starts the program with a line of arguments, as a launcher does, says which process that is, and waits for it.
	"launch": func(line string) error { return launch(program(strings.Fields(line)...)) },
	// relaunch has one more launcher in between, as npx has.
	"relaunch": func(line string) error {
		between := exec.Command(os.Args[0], "launch="+line)
		between.Env = os.Environ()
		return launch(between)
	},
	"exit": func(code string) error {
		var n int
		_, err := fmt.Sscan(code, &n)
		if err == nil {
			os.Exit(n)
		}
		return err
	},
	"die": func(string) error {
		own, err := os.FindProcess(os.Getpid())
		if err != nil {
			return err
		}
		_ = own.Signal(os.Kill)
		select {}
	},
	// wait says that it waits, and which signal ended that.
	"wait": func(string) error {
		signals := make(chan os.Signal, 1)
		signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
		fmt.Println("waiting")
		select {
		case got := <-signals:
			fmt.Println("got", got)
			return nil
		case <-time.After(20 * time.Second): // only when exec is broken
			return errors.New("no signal came")
		}
	},
}

func launch(cmd *exec.Cmd) error {
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	if err := cmd.Start(); err != nil {
		return err
	}
	fmt.Println("launched", cmd.Process.Pid)
	return cmd.Wait()
}

// show makes a call and prints its answer, one line.
func show(client *http.Client, method, url string) error {
	request, err := http.NewRequest(method, url, nil)
	if err != nil {
		return err
	}
	request.Header.Set("apikey", os.Getenv("COMETCHAT_API_KEY"))
	request.Header.Set("Authorization", "Bearer "+os.Getenv("CHATDOUBLE_ADMIN_TOKEN"))
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	fmt.Printf("%d %s\n", response.StatusCode, strings.ReplaceAll(string(body), "\n", " "))
	return err
}

// trust makes a call with TLS that trusts the CA which exec names, and no other.
func trust(path string) error {
	pem, err := os.ReadFile(os.Getenv("CHATDOUBLE_CA_FILE"))
	if err != nil {
		return err
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(pem)
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}}}
	return show(client, http.MethodGet, os.Getenv("CHATDOUBLE_TLS_URL")+path)
}
