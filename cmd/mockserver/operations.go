package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/chatdouble/mockserver/chatdouble"
)

// operations prints what is emulated.
func (w *world) operations([]string) error {
	table := tabwriter.NewWriter(w.stdout, 0, 0, 2, ' ', 0)
	for _, op := range chatdouble.Operations() {
		fmt.Fprintf(table, "%s\t%s\t%s %s\n", op.Vendor, op.Name, op.Method, op.Path)
	}
	return table.Flush()
}
