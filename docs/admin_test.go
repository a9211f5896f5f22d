package docs

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Every call of the OpenAPI document stands in docs/admin.md with its real answer, and every act in its table.
func TestAdminPage(t *testing.T) {
	calls := runPage(t, "admin.md")
	for _, c := range calls {
		if refused := c.status >= 400; refused != (c.section == "Problems") && strings.HasPrefix(c.path, "/__admin/") {
			t.Errorf("%s %s under %q = %d", c.method, c.path, c.section, c.status)
		}
	}
	srv := chatdouble.Start(t)
	resp, err := http.Get(srv.URL + "/__admin/openapi.json")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	var document struct {
		Paths      map[string]map[string]json.RawMessage
		Components struct {
			Schemas map[string]struct {
				Discriminator struct{ Mapping map[string]string }
			}
		}
	}
	if err := json.Unmarshal(text, &document); err != nil || len(document.Paths) < 20 {
		t.Fatalf("the OpenAPI document has %d paths, %v", len(document.Paths), err)
	}
	page, err := os.ReadFile("admin.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, s := range document.Components.Schemas {
		for act := range s.Discriminator.Mapping {
			if !strings.Contains(string(page), "\n| `"+act+"` |") {
				t.Errorf("docs/admin.md has no row for %s of %s", act, name)
			}
		}
	}
	for path, methods := range document.Paths {
		for method := range methods {
			if !slices.ContainsFunc(calls, func(c ran) bool {
				_, itself := document.Paths[strings.TrimPrefix(c.path, "/__admin")]
				return c.method == strings.ToUpper(method) && fits("/__admin"+path, c.path, itself)
			}) {
				t.Errorf("docs/admin.md does not show %s %s", strings.ToUpper(method), path)
			}
		}
	}
}

// fits reports whether a path is one of a template's. A path that is a template itself fits no other.
func fits(template, path string, itself bool) bool {
	if itself {
		return template == path
	}
	want, have := strings.Split(template, "/"), strings.Split(path, "/")
	if len(want) != len(have) {
		return false
	}
	for i, segment := range want {
		if segment != have[i] && !strings.HasPrefix(segment, "{") {
			return false
		}
	}
	return true
}

func TestRecipesPage(t *testing.T) {
	if calls := runPage(t, "recipes.md"); len(calls) < 12 {
		t.Errorf("docs/recipes.md has %d calls", len(calls))
	}
}
