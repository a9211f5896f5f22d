package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// The shape of the help, in columns: a terminal has 80 or more, and a page of documentation 100.
const (
	helpWidth = 100
	helpTexts = 28 // where the meanings begin
)

// writeHelp writes the help for what the words name: a command, a group of them, or the whole program.
func (w *world) writeHelp(words []string) error {
	name := strings.Join(words, " ")
	if of, ok := commandNamed(words); ok {
		return w.print(w.helpOf(&of))
	}
	var group []string
	for _, c := range commands() {
		if strings.HasPrefix(c.name, name+" ") {
			group = append(group, w.helpOf(&c))
		}
	}
	switch {
	case len(group) > 0:
		return w.print(strings.Join(group, "\n"))
	case len(words) > 0:
		_, err := findCommand(words)
		return err
	}
	return w.print(w.helpOfAll())
}

func (w *world) print(text string) error {
	_, err := w.stdout.Write([]byte(text))
	return err
}

// calledAs is the name by which a person calls this program in a line of their own.
func (w *world) calledAs() string { return cmp.Or(w.program(), "chatdouble") }

func (w *world) helpOfAll() string {
	var h help
	h.paragraph("chatdouble answers as CometChat's REST API v3 and as ZEGOCLOUD's ZIM Server API, from state it holds.")
	h.paragraph("Usage: " + w.calledAs() + " [COMMAND] [FLAG]...")
	h.heading("Commands; each has its own --help")
	for _, c := range commands() {
		h.row(c.usage(), c.meaning)
	}
	h.heading("Settings. Each flag has a twin in the environment, --journal-size for example CHATDOUBLE_JOURNAL_SIZE. " +
		"A flag wins over its variable, a variable over the default; an empty variable is not set")
	for i := range reference {
		h.setting(&reference[i])
	}
	h.row("PORT", "a variable: without an address from --addr or CHATDOUBLE_ADDR, listen on 127.0.0.1:PORT")
	h.heading("Exit codes")
	h.row("0", "done")
	h.row("1", "failed")
	h.row("2", "called wrongly")
	return h.String()
}

// helpOf is the help of one command.
func (w *world) helpOf(c *command) string {
	var h help
	h.paragraph("Usage: " + strings.TrimSpace(w.calledAs()+" "+c.name+" [FLAG]... "+c.args))
	h.paragraph(capital(c.meaning) + ". " + c.about)
	for i, example := range c.examples {
		if i == 0 {
			h.heading("Examples")
		}
		h.line("  " + strings.ReplaceAll(example, "chatdouble ", w.calledAs()+" "))
	}
	first := true
	for i := range reference {
		if s := &reference[i]; s.isOf(c.name) {
			if first {
				h.heading("Settings")
			}
			first = false
			h.setting(s)
		}
	}
	if c.name == "exec" {
		h.heading("What the command finds in its environment. PORT is left to it")
		for _, handed := range handing() {
			h.row(handed[0], handed[1])
		}
	}
	return h.String()
}

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }

// isOf reports whether a command reads the setting.
func (s *setting) isOf(command string) bool {
	return s.only == command || s.only == "" && (command == "serve" || command == "exec" || slices.Contains(s.beside, command))
}

// help is a help text in the making.
type help struct{ strings.Builder }

func (h *help) line(text string) { h.WriteString(text + "\n") }

// gap leaves a line empty where there is something above it.
func (h *help) gap() {
	if h.Len() > 0 {
		h.line("")
	}
}

func (h *help) paragraph(text string) {
	h.gap()
	for _, line := range wrap(text, helpWidth) {
		h.line(line)
	}
}

func (h *help) heading(text string) { h.paragraph(text + ":") }

// row writes a name and what it means, beside each other where there is room.
func (h *help) row(name, meaning string) {
	label := "  " + name
	if len(label) > helpTexts-2 {
		h.line(label)
		label = ""
	}
	for _, line := range wrap(meaning, helpWidth-helpTexts) {
		h.line(fmt.Sprintf("%-*s%s", helpTexts, label, line))
		label = ""
	}
}

func (h *help) setting(s *setting) {
	name := s.usage()
	if s.envOnly {
		name = s.variable()
	}
	h.row(name, fmt.Sprintf("%s (default: %s)", s.meaning, cmp.Or(s.def, s.unset)))
}

// wrap breaks a text at its spaces into lines of at most so many columns; a longer word has a line alone.
func wrap(text string, width int) (lines []string) {
	line := ""
	for word := range strings.FieldsSeq(text) {
		if line != "" && len(line)+1+len(word) > width {
			lines = append(lines, line)
			line = ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	return append(lines, line)
}

// usage is the flag as it is written.
func (s *setting) usage() string {
	switch {
	case s.envOnly:
		return ""
	case s.alone:
		return "--" + s.name
	}
	return "--" + s.name + " " + s.arg
}
