package main

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/bounds"
	"github.com/chatdouble/mockserver/internal/clock"
)

// settings are what the flags and the environment say.
type settings struct {
	addr          string
	fixtures      []string // paths; none: see fixturesYAML
	fixturesYAML  string
	watch         bool
	seed          *int64 // nil: the fixture's
	limits        bool
	faults        string    // JSON; empty: none
	time          time.Time // zero: now
	freeze        bool
	journalSize   int
	maxBody       int64 // bytes
	bounds        bounds.Limits
	logFormat     string
	logLevel      slog.Level
	admin         bool
	adminAddr     string // empty: the main address
	adminToken    string
	adminHosts    []string
	tlsAddr       string // empty: no TLS
	tlsHosts      hosts
	tlsCADir      string // empty: a CA that ends with the process
	tlsCert       string // a path; empty: certificates of the own CA
	tlsKey        string // a path
	callbackHosts []string
	appID         string // of sign; empty: the URL's or the first app
	serverSecret  string // of sign; empty: the fixture's

	exitWithParent  bool
	wait            time.Duration // of healthcheck; zero: ask once
	failOnUnmatched bool          // of exec
	codes           bool          // of operations

	from map[string]string // how a setting was given, by its name: "--addr", "CHATDOUBLE_ADDR"
}

// setting is a row of the reference. The help, the command line and the environment follow it.
type setting struct {
	name      string   // the flag without its dashes
	envOnly   bool     // it has no flag
	arg       string   // what stands for the value in the help
	alone     bool     // the flag without a value means on
	list      bool     // the flag may be repeated, the variable holds a comma-separated list
	secret    bool     // a message must not quote the value
	elsewhere []string // what other programs call such a flag
	only      string   // the command that has this flag; empty: serve and exec
	beside    []string // the commands that read it, too
	def       string   // the value when none is given
	unset     string   // without def: what the help says of that
	meaning   string
	accepts   string // ends the sentence "it must be"
	set       func(s *settings, value string) bool
}

const acceptsOnOff = "on or off; true and false, 1 and 0 mean the same"

// reference is all settings in the order of the help.
var reference = slices.Concat(served, bounded, reached)

// served is what is served, and how.
var served = []setting{
	{
		name: "addr", arg: "HOST:PORT", def: "127.0.0.1:8080", accepts: acceptsAddr,
		beside:    []string{"healthcheck"},
		elsewhere: []string{"port", "p", "host", "listen", "bind", "address"},
		meaning:   "where to listen; :8080 is every interface, port 0 a free port, which is printed",
		set:       func(s *settings, v string) bool { s.addr = v; return isAddress(v) },
	},
	{
		name: "fixtures", arg: "PATH", list: true, unset: "built in", accepts: "a file, a folder, or - for stdin",
		beside:    []string{"fixtures check", "sign"},
		elsewhere: []string{"f", "file", "config", "c", "data"},
		meaning:   "what to start with: a file, a folder's *.yaml and *.yml, or - for stdin; repeatable, in the variable separated by commas",
		set:       func(s *settings, v string) bool { s.fixtures = append(s.fixtures, v); return v != "" },
	},
	{
		name: "fixtures-yaml", envOnly: true, unset: "none", accepts: "YAML",
		beside:  []string{"fixtures check", "sign"},
		meaning: "a fixture itself; it comes after CHATDOUBLE_FIXTURES, and --fixtures puts both aside",
		set:     func(s *settings, v string) bool { s.fixturesYAML = v; return true },
	},
	{
		name: "watch", alone: true, def: "off", accepts: acceptsOnOff,
		meaning: "begin anew with the fixtures whenever they change, without a restart",
		set:     func(s *settings, v string) bool { return setOnOff(&s.watch, v) },
	},
	{
		name: "seed", arg: "NUMBER", unset: "the fixture's, else 1", accepts: "a whole number of 64 bits",
		beside:  []string{"fixtures check"},
		meaning: "all invented people, ids and choices follow from it",
		set:     func(s *settings, v string) bool { return setSeed(&s.seed, v) },
	},
	{
		name: "limits", arg: "on|off", def: "on", accepts: acceptsOnOff,
		meaning: "whether calls above a rate limit are refused",
		set:     func(s *settings, v string) bool { return setOnOff(&s.limits, v) },
	},
	{
		name: "faults", arg: "JSON", unset: "none", accepts: "a fault rule in JSON, or a list of them",
		meaning: "what goes wrong from the start, in all apps: fault rules as POST /__admin/faults takes them, one or a list",
		set:     func(s *settings, v string) bool { s.faults = v; return json.Valid([]byte(v)) },
	},
	{
		name: "time", arg: "TIME", unset: "now", accepts: fmt.Sprintf("a time of the years %d to %d as in RFC 3339, such as 2024-01-01T00:00:00Z", clock.MinYear, clock.MaxYear),
		beside:  []string{"sign"},
		meaning: "the time at the start, as in RFC 3339; for sign, the time of the signature",
		set:     func(s *settings, v string) bool { return setTime(&s.time, v) },
	},
	{
		name: "freeze", alone: true, def: "off", accepts: acceptsOnOff,
		meaning: "hold the clock still",
		set:     func(s *settings, v string) bool { return setOnOff(&s.freeze, v) },
	},
	{
		name: "journal-size", arg: "NUMBER", def: "1000", accepts: "a whole number from 1 to 1000000",
		meaning: "how many requests are remembered for each app",
		set:     func(s *settings, v string) bool { return setNumber(&s.journalSize, v, 1, 1_000_000) },
	},
	{
		name: "max-body", arg: "SIZE", def: "1MiB", accepts: acceptsSize,
		meaning: "larger request bodies are refused: bytes, or a size like 512KiB",
		set:     func(s *settings, v string) bool { return setSize(&s.maxBody, v) },
	},
}

// bounded is how much the server holds.
var bounded = boundSettings()

func boundSettings() (rows []setting) {
	for i := range bounds.Table {
		b := &bounds.Table[i]
		row := setting{
			name: b.Name, meaning: b.Meaning, arg: "NUMBER", def: strconv.FormatInt(b.Default, 10), accepts: acceptsCount,
			set: func(s *settings, v string) bool { return setCount(b.Of(&s.bounds), v) },
		}
		if b.Bytes {
			row.arg, row.def, row.accepts = "SIZE", strconv.FormatInt(b.Default>>20, 10)+"MiB", acceptsSize
			row.set = func(s *settings, v string) bool { return setSize(b.Of(&s.bounds), v) }
		}
		rows = append(rows, row)
	}
	return rows
}

// reached is who sees it and who may come, and what single commands take.
var reached = []setting{
	{
		name: "log-format", arg: "text|json", def: "text", accepts: "text or json",
		meaning: "of the log on stderr",
		set:     func(s *settings, v string) bool { return setWord(&s.logFormat, v, "text", "json") },
	},
	{
		name: "log-level", arg: "LEVEL", def: "info", accepts: "debug, info, warn or error",
		elsewhere: []string{"verbose", "debug", "quiet", "q"},
		meaning:   "debug, info, warn or error; debug has a line for each request",
		set:       func(s *settings, v string) bool { return setLevel(&s.logLevel, v) },
	},
	{
		name: "admin", arg: "on|off", def: "on", accepts: acceptsOnOff,
		beside:  []string{"healthcheck"},
		meaning: "the server's own API under /__admin",
		set:     func(s *settings, v string) bool { return setOnOff(&s.admin, v) },
	},
	{
		name: "admin-addr", arg: "HOST:PORT", unset: "as --addr", accepts: acceptsAddr,
		beside:  []string{"healthcheck"},
		meaning: "serve that API here and not at --addr",
		set:     func(s *settings, v string) bool { s.adminAddr = v; return isAddress(v) },
	},
	{
		name: "admin-token", arg: "TOKEN", unset: "none", secret: true, accepts: "one or more ASCII letters, digits and signs without a space",
		meaning: "ask callers of that API for Authorization: Bearer TOKEN; livez and readyz stay open",
		set:     func(s *settings, v string) bool { s.adminToken = v; return isVisible(v) },
	},
	{
		name: "admin-hosts", arg: "HOST", list: true, unset: "none", accepts: "a host name or address without scheme and port",
		meaning: "further names by which a browser may reach that API, and hosts whose pages may use it; repeatable, in the variable separated by commas",
		set: func(s *settings, v string) bool {
			s.adminHosts = append(s.adminHosts, v)
			return isHost(v) && !strings.Contains(v, "*")
		},
	},
	{
		name: "tls-addr", arg: "HOST:PORT", unset: "none", accepts: acceptsAddr,
		meaning: "listen here too, with TLS; what answers is the same as at --addr",
		set:     func(s *settings, v string) bool { s.tlsAddr = v; return isAddress(v) },
	},
	{
		name: "tls-hosts", arg: "HOST", list: true, unset: "none", accepts: "a host name without scheme and port, *.NAME, or an address",
		meaning: "hosts that the CA signs for beside localhost, the vendors' own, chatdouble and this machine's name; repeatable, in the variable separated by commas",
		set:     func(s *settings, v string) bool { return s.tlsHosts.add(v) },
	},
	{
		name: "tls-ca-dir", arg: "FOLDER", unset: "none", accepts: "a folder",
		meaning: "keep the server's CA here, as ca.pem and ca-key.pem; without it every start has another one",
		set:     func(s *settings, v string) bool { s.tlsCADir = v; return v != "" },
	},
	{
		name: "tls-cert", arg: "PATH", unset: "signed by that CA", accepts: "a file",
		meaning: "a certificate of your own in PEM, with those between it and its CA behind it",
		set:     func(s *settings, v string) bool { s.tlsCert = v; return v != "" },
	},
	{
		name: "tls-key", arg: "PATH", unset: "none", accepts: "a file",
		meaning: "its key in PEM",
		set:     func(s *settings, v string) bool { s.tlsKey = v; return v != "" },
	},
	{
		name: "callback-hosts", arg: "HOST", list: true, unset: "this machine", accepts: "a host name or address without scheme and port, or * for every host",
		meaning: "hosts that webhooks and callbacks may go to beside this machine; repeatable, in the variable separated by commas",
		set:     func(s *settings, v string) bool { s.callbackHosts = append(s.callbackHosts, v); return isHost(v) },
	},
	{
		name: "exit-with-parent", alone: true, def: "off", accepts: acceptsOnOff,
		meaning: "stop when the process that started this one is gone, or when stdin, where it is a pipe, ends: for launchers; exec leaves stdin to the command",
		set:     func(s *settings, v string) bool { return setOnOff(&s.exitWithParent, v) },
	},
	{
		name: "fail-on-unmatched", alone: true, only: "exec", def: "off", accepts: acceptsOnOff,
		meaning: "exec: exit 1, and list them, when requests matched no operation",
		set:     func(s *settings, v string) bool { return setOnOff(&s.failOnUnmatched, v) },
	},
	{
		name: "wait", arg: "DURATION", only: "healthcheck", unset: "none", accepts: acceptsDuration,
		elsewhere: []string{"timeout"},
		meaning:   "healthcheck: ask again until the server is ready, for so long at most, such as 30s",
		set:       func(s *settings, v string) bool { return setDuration(&s.wait, v) },
	},
	{
		name: "codes", alone: true, only: "operations", def: "off", accepts: acceptsOnOff,
		meaning: "operations: print the error codes instead, each with the operations that answer with it",
		set:     func(s *settings, v string) bool { return setOnOff(&s.codes, v) },
	},
	{
		name: "app-id", arg: "ID", only: "sign", unset: "the URL's, else the first", accepts: "a number from 0 to 4294967295, as the fixture has it",
		meaning: "sign: the ZIM app that signs",
		set:     func(s *settings, v string) bool { s.appID = v; return isAppID(v) },
	},
	{
		name: "server-secret", arg: "SECRET", only: "sign", unset: "the fixture's", secret: true, accepts: "one or more characters",
		meaning: "sign: its server secret",
		set:     func(s *settings, v string) bool { s.serverSecret = v; return v != "" },
	},
}

// variable is the setting's name in the environment.
func (s *setting) variable() string {
	return variablePrefix + strings.ToUpper(strings.ReplaceAll(s.name, "-", "_"))
}

// findSetting returns the setting with that flag, nil when there is none.
func findSetting(flag string) *setting {
	for i := range reference {
		if s := &reference[i]; s.name == flag && !s.envOnly {
			return s
		}
	}
	return nil
}

func flagNames() []string {
	var names []string
	for _, s := range reference {
		if !s.envOnly {
			names = append(names, "--"+s.name)
		}
	}
	return names
}
