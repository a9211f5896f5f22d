package main

import (
	"slices"
	"strings"
)

// line is the command line, taken apart but not yet understood.
type line struct {
	words []string            // the command and its arguments
	flags map[string][]string // values by flag
	help  bool
}

// parseLine takes the command line apart. The package flag is not used: it wants every flag before
// the first word, and its messages name neither what a flag accepts nor the flag that was meant.
func parseLine(args []string) (*line, error) {
	l := &line{flags: make(map[string][]string)}
	for len(args) > 0 {
		arg := args[0]
		args = args[1:]
		if arg == "--" {
			l.words = append(l.words, args...)
			break
		}
		if arg == "-" || !strings.HasPrefix(arg, "-") {
			l.words = append(l.words, arg)
			if len(l.words) == 2 && l.words[0] == "exec" {
				l.words = append(l.words, args...) // flags from here on are those of the command
				break
			}
			continue
		}
		name, value, hasValue := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(arg, "-"), "-"), "=")
		if name == "help" || name == "h" {
			l.help = true
			continue
		}
		s := findSetting(name)
		switch {
		case s == nil:
			return nil, wrong("there is no flag %q; %s", "--"+name, meant("--"+name, flagNames()))
		case hasValue:
		case s.alone && (len(args) == 0 || !slices.Contains([]string{"on", "off"}, args[0])):
			value = "on"
		case len(args) == 0:
			return nil, wrong("--%s has no value; it must be %s", name, s.accepts)
		default:
			value, args = args[0], args[1:]
		}
		l.flags[name] = append(l.flags[name], value)
	}
	return l, nil
}
