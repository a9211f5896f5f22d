package main

import (
	"fmt"
	"log/slog"
	"slices"
	"strings"
)

// command is one thing that the program can do.
type command struct {
	name        string
	args        string // as the help shows them
	least, most int    // how many arguments it takes
	meaning     string // in the list of all
	about       string // what its own help says beside that
	examples    []string
	elsewhere   []string // what other programs call such a command

	do    func(*world, *settings, *slog.Logger, []string) error
	plain func(*world, []string) error // in the place of do, for a command that no setting changes
}

const anyNumber = 1 << 30

// commands lists them in the order of the help. The first is the default. It is a function because
// the help, which is one of them, lists them too.
func commands() []command {
	return []command{
		{
			name: "serve", meaning: "answer requests; done when no command is given", do: (*world).serve,
			elsewhere: []string{"run", "start", "server", "up"},
			about:     "SIGTERM and SIGINT let calls that have begun be answered, then the exit code is 0; a second one stops at once.",
			examples: []string{
				"chatdouble serve --addr :8080 --fixtures ./fixtures --watch",
				"chatdouble serve --freeze --time 2024-05-01T12:00:00Z",
			},
		},
		{
			name: "healthcheck", meaning: "exit 0 when the server that has these settings is ready, else 1", do: (*world).healthcheck,
			elsewhere: []string{"health", "ping", "ready"},
			about: "It asks the server at --addr, or at --admin-addr, on this machine: once, or with --wait until it is ready. " +
				"When it is not, one line on stderr says why.",
			examples: []string{"chatdouble healthcheck --addr 127.0.0.1:8080", "chatdouble healthcheck --wait 30s"},
		},
		{
			name: "exec", args: "-- COMMAND [ARG]...", least: 1, most: anyNumber, do: (*world).exec,
			meaning: "run COMMAND beside a server on a free port and exit as it does",
			about: "It hands SIGTERM and SIGINT on, and its exit code is the command's: 128 and the signal's number when a signal ended it, " +
				"127 when there is no such command, 126 when it cannot be run.",
			examples: []string{
				"chatdouble exec -- npm test",
				"chatdouble exec --fail-on-unmatched -- go test ./...",
			},
		},
		{
			name: "sign", args: "URL", least: 1, most: 1, meaning: "print the URL of a ZIM call with its signature", do: (*world).sign,
			about: "App, nonce, time and signature are added; what the URL has already stays as it is, but for a signature. " +
				"The signature is good for 10 minutes around its time.",
			examples: []string{`curl "$(chatdouble sign 'http://localhost:8080/?Action=QueryBlacklist&FromUserId=alice')"`},
		},
		{
			name: "ca", meaning: "print the certificate of the CA that clients have to trust", do: (*world).ca,
			elsewhere: []string{"cert", "certs", "certificate", "trust"},
			about:     "With --tls-ca-dir it is read from there, or made. Without, the server at --addr, or at --admin-addr, is asked for its own.",
			examples:  []string{"chatdouble ca --addr 127.0.0.1:8080 > ca.pem"},
		},
		{
			name: "operations", meaning: "print every operation that is emulated, a line each", do: (*world).operations,
			elsewhere: []string{"actions", "endpoints", "routes", "list"},
			about:     "A line has the vendor, the operation's name as fault rules and filters take it, and how it is called.",
			examples:  []string{"chatdouble operations | grep -i block", "chatdouble operations --codes | grep 660"},
		},
		{
			name: "fixtures check", args: "[PATH]...", most: anyNumber, do: (*world).checkFixtures,
			meaning:  "check fixtures without serving them: PATH as for --fixtures, several as one",
			about:    "Each problem is a line with file and line number on stderr, and the exit code is 1 then.",
			examples: []string{"chatdouble fixtures check ./fixtures"},
		},
		{
			name: "fixtures schema", meaning: "print the JSON Schema of fixtures", plain: (*world).schema,
			about:    "An editor that knows JSON Schema completes and checks fixtures with it.",
			examples: []string{"chatdouble fixtures schema > schema.json"},
		},
		{name: "version", meaning: "print the version", plain: (*world).version, about: "--version does the same."},
		{
			name: "help", args: "[COMMAND]", most: anyNumber, meaning: "print this, or the help of a command",
			plain: (*world).writeHelp, about: "--help behind a command does the same.",
		},
	}
}

func (c *command) usage() string { return strings.TrimSpace(c.name + " " + c.args) }

func (c *command) takes() string {
	switch c.most {
	case 0:
		return "no arguments"
	case 1:
		return "one argument, " + c.args
	}
	return c.args
}

func listed(args []string) string {
	if len(args) == 0 {
		return "nothing"
	}
	return strings.Trim(fmt.Sprintf("%q", args), "[]")
}

// commandNamed returns the command that the words begin with.
func commandNamed(words []string) (command, bool) {
	for _, c := range commands() {
		name := strings.Fields(c.name)
		if len(words) >= len(name) && slices.Equal(words[:len(name)], name) {
			return c, true
		}
	}
	return command{}, false
}

// isCommand reports whether a command begins with a word, here or elsewhere.
func isCommand(word string) bool {
	return slices.ContainsFunc(commands(), func(c command) bool {
		return strings.Fields(c.name)[0] == word || slices.Contains(c.elsewhere, word)
	})
}

// findCommand is the same, the default one without words, and an error that names what was meant.
func findCommand(words []string) (command, error) {
	if len(words) == 0 {
		return commands()[0], nil
	}
	if c, ok := commandNamed(words); ok {
		return c, nil
	}
	var names, seconds []string
	for _, c := range commands() {
		first, second, _ := strings.Cut(c.name, " ")
		names = append(names, first)
		if first == words[0] {
			seconds = append(seconds, second)
		}
		if slices.Contains(c.elsewhere, words[0]) {
			return command{}, wrong("there is no command %q; %q does that, and --help lists them all", words[0], c.name)
		}
	}
	if seconds != nil {
		return command{}, wrong("%s is followed by %s", words[0], strings.Join(seconds, " or "))
	}
	return command{}, wrong("there is no command %q; %s", words[0], meant(words[0], names))
}
