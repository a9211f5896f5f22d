package main

import (
	"cmp"
	"fmt"
	"os"
	"strings"
	"testing"
)

// TestReadmeHasTheSettings keeps the table of the README to the reference: the same rows, in the
// same order, with the same words.
func TestReadmeHasTheSettings(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	want := "| flag | environment | default | meaning |\n|---|---|---|---|\n"
	for i := range reference {
		s := &reference[i]
		flag := ""
		if usage := s.usage(); usage != "" {
			flag = "`" + strings.ReplaceAll(usage, "|", `\|`) + "`"
		}
		want += fmt.Sprintf("| %s | `%s` | %s | %s |\n", flag, s.variable(), cmp.Or(s.def, s.unset), s.meaning)
	}
	_, got, _ := strings.Cut(string(page), "## Settings\n")
	_, got, _ = strings.Cut(got, "\n| flag")
	got, _, _ = strings.Cut("| flag"+got, "\n\n")
	if got += "\n"; got != want {
		t.Errorf("the table of the README is\n%s\nit must be\n%s", got, want)
	}
	for _, c := range commands() {
		if !strings.Contains(string(page), "`"+c.name+"`") && c.name != "serve" && c.name != "help" {
			t.Errorf("the README does not name the command %s", c.name)
		}
	}
}
