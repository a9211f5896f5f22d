package depstest

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// habit is something that only few files may do.
type habit struct {
	name string
	says string // why not
	has  func(importPath, name string) bool
	in   map[string]string // who may, a file or a folder with a slash behind it, and why
}

// Time comes from internal/clock, so that a test can set it and a frozen clock is frozen for all.
var readsTheClock = habit{
	name: "wall clock",
	says: "take the time from the call or from a clock.Clock",
	has: func(importPath, name string) bool {
		return importPath == "time" && slices.Contains([]string{
			"Now", "Since", "Until", "After", "AfterFunc", "Sleep", "Tick", "NewTicker", "NewTimer",
		}, name)
	},
	in: map[string]string{
		"internal/clock/":      "it is the clock",
		"internal/sidebyside/": "it measures real time, from outside",
		"internal/leak/":       "goroutines take real time to end, and it is for tests only",
		"e2e/zim-clients/":     "a backend has no clock but its machine's",
		"cmd/mockserver/main.go": "the ticker of --watch: how often a file is looked at has nothing to do with the server's time; " +
			"main hands it to run, so that a test hands over another",
	},
}

// What looks random comes from the seed.
var drawsGlobally = habit{
	name: "global random source",
	says: "make a generator from the seed",
	has: func(importPath, name string) bool {
		switch importPath {
		case "math/rand", "math/rand/v2":
			return !slices.Contains([]string{
				"New", "NewSource", "NewPCG", "NewChaCha8", "NewZipf", "Rand", "Source", "Source64", "PCG", "ChaCha8", "Zipf",
			}, name)
		case "crypto/rand":
			return true
		}
		return false
	},
	in: map[string]string{
		"internal/certs/":        "keys must not follow from the seed, which is no secret",
		"cmd/mockserver/sign.go": "the nonce of a signature that the program makes as a client would",
		"e2e/zim-clients/":       "and that of such a client",
	},
}

// The logger is passed in.
var prints = habit{
	name: "printing",
	says: "return an error, or write to the logger or the writer that is passed in",
	has: func(importPath, name string) bool {
		switch importPath {
		case "fmt":
			return name == "Print" || name == "Printf" || name == "Println"
		case "os":
			return name == "Stdout" || name == "Stderr"
		case "log":
			return true
		case "log/slog":
			// Without a logger of one's own they write to the process's.
			return slices.Contains([]string{
				"Debug", "DebugContext", "Info", "InfoContext", "Warn", "WarnContext", "Error", "ErrorContext",
				"Log", "LogAttrs", "Default", "SetDefault", "With",
			}, name)
		case "": // builtin
			return name == "print" || name == "println"
		}
		return false
	},
	in: map[string]string{
		"cmd/":                        "a program prints",
		"internal/sidebyside/main.go": "a program prints",
		"scripts/pack-wheel/main.go":  "a program prints",
		"e2e/zim-signing/":            "a program prints",
		"e2e/tls/":                    "a program prints",
		"e2e/zim-clients/":            "a program prints",
		"e2e/zim-callbacks/":          "a program prints",
	},
}

// uses finds where a file has a habit: one line for each place.
func uses(file string, source []byte, habits []habit, used map[string]bool) ([]string, error) {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, file, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	var wrong []string
	found := func(pos token.Pos, importPath, name string) {
		for _, h := range habits {
			if !h.has(importPath, name) {
				continue
			}
			if place, ok := h.allows(file); ok {
				used[h.name+" "+place] = true
				continue
			}
			wrong = append(wrong, fmt.Sprintf("%s uses %s (%s): %s", fset.Position(pos), strings.TrimPrefix(importPath+"."+name, "."), h.name, h.says))
		}
	}
	imports := make(map[string]string) // by the name that the file uses
	for _, spec := range f.Imports {
		importPath := strings.Trim(spec.Path.Value, "`\"")
		name := path.Base(importPath)
		if len(name) > 1 && name[0] == 'v' && strings.Trim(name[1:], "0123456789") == "" {
			name = path.Base(path.Dir(importPath)) // math/rand/v2 is rand
		}
		if spec.Name != nil {
			name = spec.Name.Name
		}
		if name == "." {
			wrong = append(wrong, fmt.Sprintf("%s imports %s with a dot, which hides what it uses", fset.Position(spec.Pos()), importPath))
		}
		imports[name] = importPath
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok && imports[x.Name] != "" {
				found(n.Pos(), imports[x.Name], n.Sel.Name)
			}
		case *ast.CallExpr:
			if fn, ok := n.Fun.(*ast.Ident); ok {
				found(n.Pos(), "", fn.Name)
			}
		}
		return true
	})
	return wrong, nil
}

// allows reports whether a file may have the habit, and which entry says so.
func (h habit) allows(file string) (place string, ok bool) {
	for place := range h.in {
		if file == place || strings.HasSuffix(place, "/") && strings.HasPrefix(file, place) {
			return place, true
		}
	}
	return "", false
}

func TestHabits(t *testing.T) {
	t.Parallel()
	habits := []habit{readsTheClock, drawsGlobally, prints}
	used := make(map[string]bool)
	files := 0
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		file, _ := filepath.Rel(root, name)
		file = filepath.ToSlash(file)
		if entry.IsDir() {
			if base := path.Base(file); base == "testdata" || base[0] == '.' && base != "." && base != ".." {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		source, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		files++
		wrong, err := uses(file, source, habits, used)
		for _, w := range wrong {
			t.Error(w)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 50 {
		t.Errorf("%d files were looked at; the module has more", files)
	}
	for _, h := range habits {
		for place, why := range h.in {
			if !used[h.name+" "+place] {
				t.Errorf("%s may use the %s (%s) and does not: take it off the list", place, h.name, why)
			}
		}
	}
}

func TestUsesSeesWhatIsWrong(t *testing.T) {
	t.Parallel()
	habits := []habit{readsTheClock, drawsGlobally, prints}
	for _, tt := range []struct {
		name, file, source string
		want               []string
	}{
		{"nothing", "a/a.go", `package a; import ("time"; "fmt"); var d time.Duration; var s = fmt.Sprint(time.Unix(1, 0))`, nil},
		{"the clock", "a/a.go", `package a; import "time"; var t = time.Now()`, []string{"a/a.go:1:35 uses time.Now (wall clock)"}},
		{"the clock, not called", "a/a.go", `package a; import "time"; var now = time.Now`, []string{"time.Now (wall clock)"}},
		{"the clock under another name", "a/a.go", `package a; import t "time"; func f() { t.Sleep(1); <-t.After(1) }`, []string{"time.Sleep", "time.After"}},
		{"the clock's own package", "internal/clock/clock.go", `package clock; import "time"; var t = time.Now()`, nil},
		{"a package that is named alike", "internal/clockwork/a.go", `package a; import "time"; var t = time.Since(x)`, []string{"time.Since"}},
		{"the ticker of --watch", "cmd/mockserver/main.go", `package main; import "time"; var t = time.NewTicker(1)`, nil},
		{"a ticker beside it", "cmd/mockserver/watch.go", `package main; import "time"; var t = time.NewTicker(1)`, []string{"time.NewTicker"}},
		{"a field of that name", "a/a.go", `package a; import "time"; var t = x.time.Now; var u time.Time`, nil},
		{"a method of that name", "a/a.go", `package a; func f(c Clock) { c.Now(); c.After(1) }`, nil},
		{"a generator", "a/a.go", `package a; import "math/rand"; var r = rand.New(rand.NewSource(1)); var n = r.Intn(3)`, nil},
		{"the global source", "a/a.go", `package a; import "math/rand"; var n = rand.Intn(3)`, []string{"math/rand.Intn (global random source)"}},
		{"the global source, version 2", "a/a.go", `package a; import "math/rand/v2"; var n = rand.IntN(3)`, []string{"math/rand/v2.IntN"}},
		{"true chance", "a/a.go", `package a; import "crypto/rand"; var n = rand.Reader`, []string{"crypto/rand.Reader"}},
		{"printing", "a/a.go", `package a; import ("fmt"; "os"); func f() { fmt.Println(); fmt.Fprintln(os.Stderr) }`, []string{"fmt.Println (printing)", "os.Stderr (printing)"}},
		{"printing without an import", "a/a.go", `package a; func f() { println() }`, []string{"uses println (printing)"}},
		{"the process's logger", "a/a.go", `package a; import ("log"; "log/slog"); func f() { log.Printf("x"); slog.Info("x") }`, []string{"log.Printf", "log/slog.Info"}},
		{"a logger that was passed in", "a/a.go", `package a; import "log/slog"; func f(l *slog.Logger) { l.Info("x", slog.String("a", "b")) }`, nil},
		{"a program prints", "cmd/x/main.go", `package main; import "fmt"; func main() { fmt.Println() }`, nil},
		{"a dot", "a/a.go", `package a; import . "time"; var t = Now()`, []string{"imports time with a dot"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			wrong, err := uses(tt.file, []byte(tt.source), habits, map[string]bool{})
			if err != nil {
				t.Fatal(err)
			}
			if len(wrong) != len(tt.want) {
				t.Fatalf("got %q, want %q", wrong, tt.want)
			}
			for i, want := range tt.want {
				if !strings.Contains(wrong[i], want) {
					t.Errorf("complaint %d = %q, want %q in it", i, wrong[i], want)
				}
			}
		})
	}
	if _, err := uses("a.go", []byte("no Go"), habits, nil); err == nil {
		t.Error("a file that is no Go is passed over in silence")
	}
}
