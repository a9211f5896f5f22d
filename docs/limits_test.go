package docs

import (
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/bounds"
	"github.com/chatdouble/mockserver/internal/listen"
)

// The commands of the page are run, and its table has each bound as the server has it.
func TestLimitsPage(t *testing.T) {
	text, err := os.ReadFile("limits.md")
	if err != nil {
		t.Fatal(err)
	}
	const head = "| setting | default | what it bounds | memory of each | above it |\n|---|---|---|---|---|\n"
	before, rest, ok := strings.Cut(string(text), head)
	have, behind, _ := strings.Cut(rest, "\n\n")
	if !ok {
		t.Fatalf("docs/limits.md has no table that begins with\n%s", head)
	}
	if want := strings.TrimSuffix(boundRows(), "\n"); *update {
		if err := os.WriteFile("limits.md", []byte(before+head+want+"\n\n"+behind), 0o644); err != nil {
			t.Fatal(err)
		}
	} else if have != want {
		t.Errorf("the table of docs/limits.md is\n%s\nit must be\n%s\nRenew the page with: go test ./docs -update", have, want)
	}
	if calls := runPage(t, "limits.md"); len(calls) < 2 {
		t.Errorf("docs/limits.md has %d calls", len(calls))
	}
	s := listen.Server(http.NotFoundHandler(), slog.New(slog.DiscardHandler))
	for _, want := range []string{
		fmt.Sprintf("| the headers of a request | %v |", s.ReadHeaderTimeout), fmt.Sprintf("| the whole request | %v |", s.ReadTimeout),
		fmt.Sprintf("| request and reply | %v |", s.WriteTimeout), fmt.Sprintf("| a connection between two requests | %v |", s.IdleTimeout),
	} {
		if !strings.Contains(string(text), "\n"+want+"\n") {
			t.Errorf("docs/limits.md does not say %s", want)
		}
	}
}

func boundRows() (rows string) {
	for i := range bounds.Table {
		b := &bounds.Table[i]
		def, each, above := strconv.FormatInt(b.Default, 10), memory(b.Each), "the oldest goes"
		if b.Bytes {
			def, each = strconv.FormatInt(b.Default>>20, 10)+"MiB", ""
		}
		if b.Status != 0 {
			above = strconv.Itoa(b.Status) + ", 413"
		}
		rows += fmt.Sprintf("| `--%s` | %s | %s | %s | %s |\n", b.Name, def, b.Meaning, each, above)
	}
	return rows
}

func memory(bytes int64) string {
	if bytes < 1000 {
		return fmt.Sprintf("%d bytes", bytes)
	}
	return strings.Replace(fmt.Sprintf("%.1f kB", float64(bytes)/1000), ".0 kB", " kB", 1)
}
