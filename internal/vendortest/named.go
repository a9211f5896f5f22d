package vendortest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

// NamedOnce fails when a name of an operation stands as a text at two places of the package in a folder, tests apart:
// what is true of an operation stands in its declaration, and a table elsewhere that holds its name can be forgotten.
func NamedOnce(t *testing.T, folder string, operations []string) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	files := token.NewFileSet()
	places := make(map[string][]token.Position)
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if text, ok := n.(*ast.BasicLit); ok && text.Kind == token.STRING {
				if value, err := strconv.Unquote(text.Value); err == nil {
					places[value] = append(places[value], files.Position(text.Pos()))
				}
			}
			return true
		})
	}
	for _, name := range operations {
		if len(places[name]) != 1 {
			t.Errorf("%s stands at %v, want one place, its declaration", name, places[name])
		}
	}
}
