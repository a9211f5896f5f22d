package main

import (
	"slices"
	"strings"
)

// line is the command line, taken apart but not yet understood.
type line struct {
	words   []string            // the command and its arguments
	flags   map[string][]string // values by flag
	help    bool
	version bool
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
		var err error
		if args, err = l.flag(arg, args); err != nil {
			return nil, err
		}
	}
	return l, nil
}

// flag takes in a flag, with its value, and returns the arguments that are left.
func (l *line) flag(arg string, args []string) (left []string, err error) {
	typed, value, hasValue := strings.Cut(arg, "=")
	name := strings.TrimPrefix(strings.TrimPrefix(typed, "-"), "-")
	switch name {
	case "help", "h":
		l.help = true
		return args, nil
	case "version", "v":
		l.version = true
		return args, nil
	}
	s := findSetting(name)
	switch {
	case s == nil:
		return nil, noFlag(typed, name)
	case hasValue:
	case s.alone && (len(args) == 0 || !isOnOff(args[0])):
		if value = "on"; len(l.words) == 0 && len(args) > 0 && !strings.HasPrefix(args[0], "-") && !isCommand(args[0]) {
			value = args[0] // no value, and no command either: the setting says what it must be
			args = args[1:]
		}
	case len(args) == 0:
		return nil, wrong("--%s has no value; it must be %s", name, s.accepts)
	default:
		value, args = args[0], args[1:]
	}
	l.flags[name] = append(l.flags[name], value)
	return args, nil
}

// noFlag refuses a flag and names the one that does what other programs have it for.
func noFlag(typed, name string) error {
	for i := range reference {
		if s := &reference[i]; slices.Contains(s.elsewhere, name) {
			return wrong("there is no flag %q; %q does that, and --help lists them all", typed, s.usage())
		}
	}
	return wrong("there is no flag %q; %s", typed, meant("--"+name, flagNames()))
}
