package main

import (
	"cmp"
	"fmt"
	"log/slog"
	"strings"
	"text/tabwriter"

	"github.com/chatdouble/mockserver/internal/server"
)

// operations prints what is emulated, or with --codes what can be answered.
func (w *world) operations(s *settings, _ *slog.Logger, _ []string) error {
	table := tabwriter.NewWriter(w.stdout, 0, 0, 2, ' ', 0)
	if s.codes {
		for _, c := range server.Codes() {
			by := cmp.Or(strings.Join(c.Operations, " "), "(a fault alone)")
			fmt.Fprintf(table, "%s\t%s\t%d\t%s\t%s\n", c.Vendor, c.Code, c.Status, c.Message, by)
		}
		return table.Flush()
	}
	for _, op := range server.Operations() {
		fmt.Fprintf(table, "%s\t%s\t%s %s\n", op.Vendor, op.Name, op.Method, op.Path)
	}
	return table.Flush()
}
