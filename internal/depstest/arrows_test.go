// Package depstest fails when an arrow of the house turns round: it looks at who imports whom, who
// reads the wall clock, who draws from the global random source and who prints.
package depstest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/chatdouble/mockserver"

// mayKnow says whom of this module each package may import. Arrows point one way and may skip a
// step; who is not in the list may not be there.
var mayKnow = map[string][]string{
	// One small idea each.
	"internal/clock": {}, "internal/ratelimit": {}, "internal/secrets": {},
	"internal/sigverify": {}, "internal/jsontext": {}, "internal/golden": {}, "internal/leak": {},
	"internal/buildinfo": {}, "internal/nearest": {}, "internal/certs": {},
	"internal/metrics": {}, "internal/oncelog": {}, "internal/ui": {}, "internal/bounds": {},
	"fixtures": {},

	"internal/shape":   {"internal/nearest", "internal/clock"},                                                        // for the member that was meant; the years that there may be
	"internal/wire":    {"internal/jsontext"},                                                                         // the vendors' escaping
	"internal/journal": {"internal/secrets"},                                                                          // what it shows is masked
	"internal/listen":  {"internal/clock", "internal/oncelog"},                                                        // deadlines are real time
	"internal/faults":  {"internal/nearest", "internal/shape"},                                                        // for the word that was meant; a rule is read and written by its tags
	"internal/webhook": {"internal/clock"},                                                                            // pauses between tries are on the app's
	"internal/store":   {},                                                                                            // nobody: no vendor, no HTTP, no JSON
	"internal/fixture": {"internal/store", "internal/nearest", "internal/shape", "internal/clock", "internal/faults"}, // the years that there may be; a fault rule is one of theirs

	// No vendor.
	"internal/gateway": {
		"internal/store", "internal/clock", "internal/faults", "internal/ratelimit", "internal/journal", "internal/webhook",
		"internal/metrics", "internal/listen", "internal/oncelog", "internal/bounds", "internal/secrets",
		"internal/nearest", // the parameter that was meant
		"internal/shape",   // what an operation is asked with, and answers
	},
	// A program that packs.
	"scripts/pack-wheel": {},

	// For tests alone.
	"internal/vendortest": { // which vendor, the tests know
		"chatdouble",                         // a whole server
		"internal/gateway", "internal/shape", // the declarations that the walk goes along
		"internal/journal", // the stages
		"internal/golden",  // answers are held against their schemas
	},

	"internal/admin": {
		"internal/gateway", "internal/store", "internal/clock", "internal/faults", "internal/journal",
		"internal/buildinfo", "internal/nearest", "internal/metrics", "internal/oncelog", "internal/bounds", "internal/secrets",
		"internal/ui",     // the page stands below the API's prefix, behind its guard
		"internal/listen", // for bodies that are too large
		"internal/shape",  // bodies, queries and the document follow tags
	},

	// Not each other.
	"internal/cometchatapi": {
		"internal/fixture", // its section of one
		"internal/gateway", "internal/store", "internal/clock", "internal/journal",
		"internal/jsontext", "internal/nearest", "internal/wire",
		"internal/shape", // what an operation is asked with, and what it answers
	},
	"internal/zegoapi": {
		"internal/fixture", // its section of one
		"internal/gateway", "internal/store", "internal/clock", "internal/journal",
		"internal/jsontext", "internal/sigverify", "internal/nearest", "internal/wire",
		"internal/shape", // what an operation is asked with, and what it answers
	},

	// Where everything meets.
	"internal/server": {
		"internal/admin", "internal/cometchatapi", "internal/zegoapi", "internal/gateway", "internal/store", "internal/fixture",
		"internal/clock", "internal/faults", "internal/ratelimit", "internal/journal", "internal/webhook", "fixtures",
		"internal/oncelog", "internal/ui", "internal/bounds", "internal/secrets",
		"internal/shape", // what is wrong with a member of a fixture or a rule
	},
	// No vendor, no gateway: it is a client of the admin API.
	"chatdouble": {
		"internal/server",
		"internal/admin",   // the words of the API that it asks
		"internal/faults",  // a fault rule as that API takes it
		"internal/fixture", // reads the files that an option names
		"internal/bounds",  // which an option sets
		"internal/listen",  // for the ports of a test
	},
	"cmd/mockserver": {
		"internal/server", "internal/fixture", "internal/store", "internal/clock", "internal/listen", "internal/sigverify", "internal/nearest",
		"internal/buildinfo", "internal/certs", "internal/oncelog", "fixtures",
		"internal/admin",   // how the server describes apps and requests
		"internal/bounds",  // whose table the settings follow
		"internal/webhook", // which addresses may be called
	},

	// A tool for measuring: it stands beside the program and looks at it from outside.
	"internal/sidebyside":      {"internal/sidebyside/load"},
	"internal/sidebyside/load": {"internal/sigverify"},

	// A client of the vendor's, which must not know how we sign.
	"e2e/zim-signing": {},
	"e2e/tls":         {}, // nor who we are

	// Programs as others write them, beside the vendor's pages alone.
	"e2e/zim-clients":   {},
	"e2e/zim-callbacks": {},
}

// neverHas says what must not be in a package at all, not even by way of others.
var neverHas = map[string][]string{
	"internal/store":     {"net/http", "encoding/json", "net/url"},
	"internal/sigverify": {"net/http", "encoding/json", "log/slog"},
	"chatdouble":         {"testing"}, // it would bring its flags into every program
	"internal/server":    {"testing"},
	"cmd/mockserver":     {"testing", module + "/internal/golden", module + "/internal/leak"},
}

// onlyIn says which packages may import a library. Others go through them.
var onlyIn = map[string][]string{
	"github.com/go-chi/chi/v5":             {"internal/cometchatapi"},
	"github.com/brianvoe/gofakeit/v6/data": {"internal/fixture"}, // its lists alone, see inventor
	"github.com/tidwall/btree":             {"internal/store"},   // sorted sets that are copied where they are written to
	"gopkg.in/yaml.v3":                     {"internal/shape"},
}

// pkg is what go list says of a package.
type pkg struct {
	ImportPath    string
	Standard      bool
	GoFiles       []string
	Imports, Deps []string
	Error         *struct{ Err string }
}

// ours is the package's path in the module, if it is one of the module's.
func ours(path string) (string, bool) {
	return strings.CutPrefix(path, module+"/")
}

// turned says what is wrong with the imports of packages, a line each.
func turned(packages []pkg, mayKnow, neverHas, onlyIn map[string][]string) (wrong []string) {
	complain := func(format string, args ...any) { wrong = append(wrong, fmt.Sprintf(format, args...)) }
	for _, p := range packages {
		name, ok := ours(p.ImportPath)
		if !ok || len(p.GoFiles) == 0 { // somebody else's, or tests alone
			continue
		}
		known, listed := mayKnow[name]
		if !listed {
			complain("%s is new: say in mayKnow whom it may import", name)
			continue
		}
		for _, path := range p.Imports {
			other, ok := ours(path)
			if ok && !slices.Contains(known, other) {
				complain("%s imports %s, which it must not know", name, other)
			}
			if !ok && strings.Contains(strings.Split(path, "/")[0], ".") && !slices.Contains(onlyIn[path], name) {
				complain("%s imports the library %s, which only %v may import", name, path, onlyIn[path])
			}
		}
		for _, path := range neverHas[name] {
			if slices.Contains(p.Deps, path) {
				complain("%s has %s in it, by way of %s", name, path, through(packages, p, path))
			}
		}
	}
	return wrong
}

// through names the import by which a package gets at another one.
func through(packages []pkg, p pkg, path string) string {
	for _, direct := range p.Imports {
		for _, q := range packages {
			if direct == path || q.ImportPath == direct && slices.Contains(q.Deps, path) {
				return direct
			}
		}
	}
	return "nobody"
}

// list asks go list for all packages of the module and what they are made of.
func list(t *testing.T) (packages []pkg) {
	t.Helper()
	var stderr bytes.Buffer
	cmd := exec.Command("go", "list", "-deps", "-json=ImportPath,Standard,GoFiles,Imports,Deps,Error", "./...")
	cmd.Dir, cmd.Stderr = "../..", &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v: %v\n%s", cmd, err, &stderr)
	}
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		err := d.Decode(&p)
		if err == io.EOF {
			return packages
		}
		if err != nil {
			t.Fatalf("%v: %v", cmd, err)
		}
		if p.Error != nil {
			t.Fatalf("%s: %s", p.ImportPath, p.Error.Err)
		}
		packages = append(packages, p)
	}
}

func TestArrowsPointOneWay(t *testing.T) {
	t.Parallel()
	packages := list(t)
	for _, wrong := range turned(packages, mayKnow, neverHas, onlyIn) {
		t.Error(wrong)
	}
	// The lists speak of packages that are there: a rule for one that has moved guards nothing.
	there := make(map[string]bool)
	for _, p := range packages {
		there[p.ImportPath] = true
		if name, ok := ours(p.ImportPath); ok {
			there[name] = true
		}
	}
	for name, known := range mayKnow {
		for _, name := range append(known, name) {
			if !there[name] {
				t.Errorf("mayKnow speaks of %s, which is not there", name)
			}
		}
	}
	// What nobody uses is allowed by mistake.
	for _, p := range packages {
		name, _ := ours(p.ImportPath)
		for i, other := range mayKnow[name] {
			if !slices.Contains(p.Imports, module+"/"+other) || slices.Contains(mayKnow[name][:i], other) {
				t.Errorf("%s may import %s, and does not, or may twice", name, other)
			}
		}
	}
	for path, users := range onlyIn {
		for _, name := range append(users, path) {
			if !there[name] {
				t.Errorf("onlyIn speaks of %s, which is not there", name)
			}
		}
	}
	for name := range neverHas {
		if !there[name] {
			t.Errorf("neverHas speaks of %s, which is not there", name)
		}
	}
}

// The list itself has no way back to where one came from.
func TestListHasNoCircle(t *testing.T) {
	t.Parallel()
	if circle := findCircle(mayKnow); circle != nil {
		t.Errorf("mayKnow goes round: %v", circle)
	}
	for _, tt := range []struct {
		list map[string][]string
		want bool
	}{
		{map[string][]string{"a": {"b"}, "b": {"c"}, "c": {}}, false},
		{map[string][]string{"a": {"b", "c"}, "b": {"c"}, "c": {}}, false},
		{map[string][]string{"a": {"b"}, "b": {"c"}, "c": {"a"}}, true},
		{map[string][]string{"a": {"a"}}, true},
	} {
		if circle := findCircle(tt.list); (circle != nil) != tt.want {
			t.Errorf("findCircle(%v) = %v, want one: %v", tt.list, circle, tt.want)
		}
	}
}

// findCircle returns a way that ends where it began, if there is one.
func findCircle(list map[string][]string) []string {
	done := make(map[string]bool)
	var walk func(way []string, name string) []string
	walk = func(way []string, name string) []string {
		if slices.Contains(way, name) {
			return append(way, name)
		}
		if done[name] {
			return nil
		}
		for _, next := range list[name] {
			if circle := walk(append(slices.Clone(way), name), next); circle != nil {
				return circle
			}
		}
		done[name] = true
		return nil
	}
	for _, name := range slices.Sorted(maps.Keys(list)) {
		if circle := walk(nil, name); circle != nil {
			return circle
		}
	}
	return nil
}

// A small house in which everything is wrong that can be.
func TestTurnedSeesWhatIsWrong(t *testing.T) {
	t.Parallel()
	in := func(names ...string) (paths []string) {
		for _, name := range names {
			paths = append(paths, module+"/"+name)
		}
		return paths
	}
	files := []string{"a.go"}
	know := map[string][]string{"store": {}, "gateway": {"store"}, "vendor": {"gateway", "store"}}
	never := map[string][]string{"store": {"net/http"}}
	only := map[string][]string{"example.com/lib": {"vendor"}}
	good := []pkg{
		{ImportPath: "net/http", Standard: true, GoFiles: files},
		{ImportPath: "example.com/lib", GoFiles: files, Imports: []string{"net/http"}, Deps: []string{"net/http"}},
		{ImportPath: module + "/store", GoFiles: files, Imports: []string{"sync"}, Deps: []string{"sync"}},
		{ImportPath: module + "/gateway", GoFiles: files, Imports: append(in("store"), "net/http"), Deps: append(in("store"), "net/http")},
		{ImportPath: module + "/vendor", GoFiles: files, Imports: append(in("gateway", "store"), "example.com/lib")},
		{ImportPath: module + "/onlytests"},
	}
	if wrong := turned(good, know, never, only); len(wrong) != 0 {
		t.Errorf("a house in order: %q", wrong)
	}
	for _, tt := range []struct {
		name, want string
		change     pkg
	}{
		{
			"an arrow that has turned round", "store imports gateway, which it must not know",
			pkg{ImportPath: module + "/store", GoFiles: files, Imports: in("gateway")},
		},
		{
			"a gateway that knows a vendor", "gateway imports vendor, which it must not know",
			pkg{ImportPath: module + "/gateway", GoFiles: files, Imports: in("store", "vendor")},
		},
		{
			"HTTP in the store", "store has net/http in it, by way of example.com/odd",
			pkg{ImportPath: module + "/store", GoFiles: files, Imports: []string{"sync"}, Deps: []string{"sync", "net/http"}},
		},
		{
			"a library in the wrong place", "gateway imports the library example.com/lib, which only [vendor] may import",
			pkg{ImportPath: module + "/gateway", GoFiles: files, Imports: []string{"example.com/lib"}},
		},
		{
			"a library that nobody spoke of", "vendor imports the library example.com/new, which only [] may import",
			pkg{ImportPath: module + "/vendor", GoFiles: files, Imports: []string{"example.com/new"}},
		},
		{
			"a package that nobody spoke of", "helpers is new: say in mayKnow whom it may import",
			pkg{ImportPath: module + "/helpers", GoFiles: files},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			house := slices.DeleteFunc(slices.Clone(good), func(p pkg) bool { return p.ImportPath == tt.change.ImportPath })
			if tt.name == "HTTP in the store" {
				tt.change.Imports = []string{"example.com/odd"}
				house = append(house, pkg{ImportPath: "example.com/odd", GoFiles: files, Deps: []string{"net/http"}})
				only := maps.Clone(only)
				only["example.com/odd"] = []string{"store"}
				if got := turned(append(house, tt.change), know, never, only); !slices.Equal(got, []string{tt.want}) {
					t.Errorf("got %q, want %q", got, tt.want)
				}
				return
			}
			if got := turned(append(house, tt.change), know, never, only); !slices.Equal(got, []string{tt.want}) {
				t.Errorf("got %q, want %q", got, tt.want)
			}
		})
	}
}
