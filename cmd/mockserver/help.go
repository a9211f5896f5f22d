package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"text/tabwriter"
)

// writeHelp writes the reference of commands and settings.
func writeHelp(out io.Writer) error {
	var text bytes.Buffer
	text.WriteString("chatdouble answers as CometChat's REST API v3 and as ZEGOCLOUD's ZIM Server API, from state it holds.\n\n")
	text.WriteString("Usage: chatdouble [COMMAND] [FLAG]...\n\nCommands:\n")
	table := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	for _, c := range commands() {
		fmt.Fprintf(table, "  %s %s\t%s\n", c.name, c.args, c.meaning)
	}
	_ = table.Flush() // a buffer takes everything

	text.WriteString("\nSettings. A flag wins over its variable, a variable over the default; an empty variable is not set.\n")
	table = tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	fmt.Fprint(table, "  FLAG\tVARIABLE\tDEFAULT\tMEANING\n")
	for i := range reference {
		s := &reference[i]
		fmt.Fprintf(table, "  %s\t%s\t%s\t%s\n", s.usage(), s.variable(), cmp.Or(s.def, s.unset), s.meaning)
	}
	fmt.Fprint(table, "  \tPORT\t\twithout an address from --addr or CHATDOUBLE_ADDR: listen on 127.0.0.1:PORT\n")
	_ = table.Flush()

	text.WriteString("\nWhat a command of exec finds in its environment. PORT is left to it.\n")
	table = tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	for _, h := range handing {
		fmt.Fprintf(table, "  %s\t%s\n", h.names, h.meaning)
	}
	_ = table.Flush()

	text.WriteString("\nExit codes: 0 done, 1 failed, 2 called wrongly. SIGTERM and SIGINT let calls that have begun be\nanswered, then exit 0; a second one stops at once. exec hands both on to its command and has the\ncommand's exit code, 128 and the signal's number when a signal ended it, 127 when there is no such\ncommand, 126 when it cannot be run.\n")
	_, err := out.Write(text.Bytes())
	return err
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
