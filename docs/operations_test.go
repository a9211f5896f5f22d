// Package docs holds the documentation and the tests that keep it true.
package docs

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strconv"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/cometchatapi"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

var update = flag.Bool("update", false, "write operations.md from the tables instead of comparing it")

const intro = `# What is emulated, and how each behaviour is known

This page is made from the tables in the code; a test compares the two. Renew it with
` + "`go test ./docs -update`" + `. ` + "`GET /__admin/operations`" + ` gives the same as JSON.

| word | meaning |
|---|---|
| recorded | seen in a published recording of the real service, or asserted by a public test suite that runs against it |
| documented | stated by the vendor: in its pages, its OpenAPI files or its SDK |
| assumed | neither. The vendor may do something else; this is the default that this server chose |

What is not listed is not emulated. It is answered as the vendor answers the unknown, and the
journal says so.

Of CometChat's operations each parameter that the vendor has, in the query or in the body, is ` + "`applied`" + `,
` + "`not emulated`" + ` (it changes nothing here, and at the vendor it does), or rightly of ` + "`no effect`" + ` (the vendor ignores
it too, or it is about what cannot be here). One that is not emulated, and one that the operation does not
have, is named beside the answer, in ` + "`X-Chatdouble-Reason`" + ` and in the journal, also when the call went well.
`

// Every operation and every fact of the tables is in the page, and nothing else.
func TestOperationsPageIsCurrent(t *testing.T) {
	var page bytes.Buffer
	page.WriteString(intro)
	sections := map[string]int{}
	writeGlance(&page, sections, "CometChat REST API v3", cometchatapi.Operations(), cometchatapi.NotEmulated())
	writeGlance(&page, sections, "ZEGOCLOUD ZIM Server API", zegoapi.Operations(), zegoapi.NotEmulated())
	writeVendor(&page, "CometChat REST API v3", "/v3", cometchatapi.Operations(), cometchatapi.CommonFacts, cometchatapi.DefaultQuotas())
	writeNotEmulated(&page, "/v3", cometchatapi.NotEmulated())
	writeVendor(&page, "ZEGOCLOUD ZIM Server API", "", zegoapi.Operations(), zegoapi.CommonFacts, zegoapi.DefaultQuotas())
	writeNotEmulated(&page, "", zegoapi.NotEmulated())
	writeVariants(&page, "zim", zegoapi.Variants())
	if *update {
		if err := os.WriteFile("operations.md", page.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	have, err := os.ReadFile("operations.md")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(have, page.Bytes()) {
		t.Error("docs/operations.md does not say what the tables say; renew it with: go test ./docs -update")
	}
}

// writeGlance lists all that a vendor has, an operation a line. sections counts the names of sections so far: of equal
// ones the later have a number behind them in links.
func writeGlance(page *bytes.Buffer, sections map[string]int, title string, emulated, known []gateway.Op) {
	fmt.Fprintf(page, "\n## %s at a glance\n\n| operation | state | best known by | behaviours that are assumed |\n|---|---|---|---|\n", title)
	for _, op := range emulated {
		count := map[gateway.Provenance]int{}
		for _, fact := range op.Facts {
			count[fact.Provenance]++
		}
		section := strings.ToLower(op.Name)
		if n := sections[section]; n > 0 {
			section += "-" + strconv.Itoa(n)
		}
		sections[strings.ToLower(op.Name)]++
		fmt.Fprintf(page, "| [%s](#%s) | emulated | %s | %d of %d |\n", op.Name, section, bestKnown(count), count[gateway.Assumed], len(op.Facts))
	}
	for _, op := range known {
		fmt.Fprintf(page, "| %s | known, not emulated | | |\n", op.Name)
	}
}

// bestKnown is the strongest evidence that an operation has.
func bestKnown(count map[gateway.Provenance]int) gateway.Provenance {
	for _, p := range []gateway.Provenance{gateway.Recorded, gateway.Documented} {
		if count[p] > 0 {
			return p
		}
	}
	return gateway.Assumed
}

func writeVendor(page *bytes.Buffer, title, prefix string, ops []gateway.Op, common []gateway.Fact, quotas map[string]int) {
	fmt.Fprintf(page, "\n## %s\n", title)
	for _, op := range ops {
		fmt.Fprintf(page, "\n### %s\n\n`%s` with `%s`", op.Name, requestOf(&op, prefix), op.Credential)
		for _, limit := range op.Limits {
			fmt.Fprintf(page, ", limit `%s`: %d calls in %.0f s", limit.Quota, quotas[limit.Quota], limit.Window.Seconds())
		}
		if op.Page != "" {
			fmt.Fprintf(page, ", page `%s`", op.Page)
		}
		if op.Recording != "" {
			fmt.Fprintf(page, ", recorded in `%s`", op.Recording)
		}
		page.WriteString("\n")
		writeFacts(page, op.Facts)
		writeParameters(page, op.Parameters)
	}
	fmt.Fprintf(page, "\n### All operations of this vendor\n")
	writeFacts(page, common)
}

// requestOf is how an operation is called.
func requestOf(op *gateway.Op, prefix string) string {
	if prefix == "" {
		return op.Method + " " + op.Path + "?Action=" + op.Name
	}
	return op.Method + " " + prefix + op.Path
}

// writeNotEmulated lists what a vendor has and this server has not.
func writeNotEmulated(page *bytes.Buffer, prefix string, ops []gateway.Op) {
	page.WriteString("\n### Known, not emulated\n\nThe vendor has these too. They are answered as the vendor answers the unknown, and the reason says that they are known.\n\n" +
		"| operation | call | page |\n|---|---|---|\n")
	for _, op := range ops {
		fmt.Fprintf(page, "| %s | `%s` | `%s` |\n", op.Name, requestOf(&op, prefix), op.Page)
	}
}

// writeVariants lists what an app can choose; each section of a vendor is a member of its fixture.
func writeVariants(page *bytes.Buffer, vendor string, all []gateway.Variant) {
	page.WriteString("\n## Variants\n\nWhere the evidence conflicts, or a setting of the project in the vendor's console decides, an app of the fixture section `" +
		vendor + "` chooses by\n`variants: {name: value}`. The first value is the default. `GET /__admin/variants` gives the same as JSON.\n\n" +
		"| variant | decides | value | how the vendor is known to do so | known how |\n|---|---|---|---|---|\n")
	for _, v := range all {
		for _, value := range v.Values {
			fmt.Fprintf(page, "| `%s` | %s | `%s` | %s | %s |\n", v.Name, v.Changes, value.Value, value.Evidence, value.Provenance)
		}
	}
}

// writeParameters lists the parameters by what becomes of them.
func writeParameters(page *bytes.Buffer, all []gateway.Parameter) {
	for _, use := range []gateway.Use{gateway.Applied, gateway.NoEffect, gateway.NotEmulated} {
		var names []string
		for _, p := range all {
			if p.Use == use {
				names = append(names, "`"+p.Name+"`")
			}
		}
		if len(names) > 0 {
			fmt.Fprintf(page, "\nParameters, %s: %s.\n", use, strings.Join(names, ", "))
		}
	}
}

func writeFacts(page *bytes.Buffer, facts []gateway.Fact) {
	page.WriteString("\n| behaviour | known how |\n|---|---|\n")
	for _, fact := range facts {
		known := string(fact.Provenance)
		if fact.Source != "" {
			known += ": " + fact.Source
		}
		fmt.Fprintf(page, "| %s | %s |\n", fact.Behaviour, known)
	}
}

// A fact without one of the three words, or an operation without facts, would be a claim without
// evidence.
func TestEveryOperationSaysHowItIsKnown(t *testing.T) {
	check := func(where string, facts []gateway.Fact) {
		if len(facts) == 0 {
			t.Errorf("%s: no facts", where)
		}
		for i, fact := range facts {
			switch fact.Provenance {
			case gateway.Recorded, gateway.Documented, gateway.Assumed:
			default:
				t.Errorf("%s, fact %d: provenance %s", where, i, strconv.Quote(string(fact.Provenance)))
			}
			if fact.Behaviour == "" {
				t.Errorf("%s, fact %d: no behaviour", where, i)
			}
		}
	}
	check("cometchat", cometchatapi.CommonFacts)
	check("zim", zegoapi.CommonFacts)
	for _, vendor := range [][]gateway.Op{cometchatapi.Operations(), zegoapi.Operations()} {
		seen := make(map[string]bool)
		for _, op := range vendor {
			if seen[op.Name] || op.Credential == "" {
				t.Errorf("%s: the name is taken, or it has no credential", op.Name)
			}
			seen[op.Name] = true
			check(op.Name, op.Facts)
			if len(op.Limits) == 0 {
				t.Errorf("%s: no limit", op.Name)
			}
		}
	}
}
