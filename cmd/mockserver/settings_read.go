package main

import (
	"cmp"
	"strings"
)

// readSettings takes each setting from the flags, else from the environment, else its default.
func readSettings(flags map[string][]string, environ []string) (*settings, error) {
	s := &settings{from: make(map[string]string)}
	env := variables(environ)
	for i := range reference {
		row := &reference[i]
		from, values := "--"+row.name, flags[row.name]
		if value := env[row.variable()]; values == nil && value != "" {
			from, values = row.variable(), []string{value}
			if row.list {
				values = splitList(value)
			}
		}
		if values == nil {
			if row.def != "" {
				row.set(s, row.def)
			}
			continue
		}
		s.from[row.name] = from
		for _, value := range values {
			if row.set(s, value) {
				continue
			}
			if row.secret {
				return nil, wrong("%s is not good; it must be %s", from, row.accepts)
			}
			return nil, wrong("%s is %q; it must be %s", from, value, row.accepts)
		}
	}
	return s, s.complete(env["PORT"])
}

// complete does what concerns more than one setting.
func (s *settings) complete(port string) error {
	if port != "" && !s.given("addr") {
		if !isPort(port) {
			return wrong("PORT is %q; it must be a number from 0 to 65535", port)
		}
		// Loopback, as without PORT: who wants to be reached from outside says so by an address.
		s.addr, s.from["addr"] = "127.0.0.1:"+port, "PORT"
	}
	if s.from["fixtures"] == "--fixtures" {
		s.fixturesYAML = "" // a flag wins over the environment
	}
	if s.adminAddr != "" && !s.admin {
		return wrong("%s is %q, but %s is off; leave out one of them", s.source("admin-addr"), s.adminAddr, s.source("admin"))
	}
	for _, name := range []string{"admin-token", "admin-hosts"} {
		if s.from[name] == "--"+name && !s.admin { // a variable may be there for somebody else
			return wrong("--%s is given, but %s is off; leave out one of them", name, s.source("admin"))
		}
	}
	if s.adminAddr == s.addr && !strings.HasSuffix(s.addr, ":0") {
		return wrong("%s is %q, the same as %s; leave it out to serve both there", s.source("admin-addr"), s.adminAddr, s.source("addr"))
	}
	if err := s.checkTLS(); err != nil {
		return err
	}
	return s.checkFiles()
}

// checkFiles refuses what the fixtures' places do not allow.
func (s *settings) checkFiles() error {
	files, stdin := 0, 0
	for _, path := range s.fixtures {
		if path == stdinPath {
			stdin++
		} else {
			files++
		}
	}
	if stdin > 1 {
		return wrong("%s names - more than once; stdin can be read only once", s.source("fixtures"))
	}
	if s.watch && files == 0 {
		return wrong("%s is on, but there is no file to watch; name a file or a folder with --fixtures", s.source("watch"))
	}
	return nil
}

// given tells whether a flag or the environment has the setting.
func (s *settings) given(name string) bool { return s.from[name] != "" }

// source names a setting as it was given.
func (s *settings) source(name string) string { return cmp.Or(s.from[name], "--"+name) }
