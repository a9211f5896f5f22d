package depstest

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/cometchatapi"
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

// The name of an operation stands in its declaration and nowhere else in the product: what is kept by a name can be
// forgotten. That of an operation of end users is made from another.
func TestOperationsAreNamedOnce(t *testing.T) {
	t.Parallel()
	declared := make(map[string]int) // how many vendors have an operation of the name
	for _, op := range slices.Concat(cometchatapi.Operations(), cometchatapi.NotEmulated(), zegoapi.Operations(), zegoapi.NotEmulated()) {
		if op.Page == "" {
			t.Errorf("%s has no page", op.Name)
		}
		if !strings.HasSuffix(op.Name, "AsMe") {
			declared[op.Name]++
		}
	}
	places := make(map[string][]string)
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git" || d.Name() == "testdata"):
			return filepath.SkipDir
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		return texts(path, func(text string, at token.Position) {
			if declared[text] > 0 {
				places[text] = append(places[text], at.String())
			}
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, count := range declared {
		if len(places[name]) != count {
			t.Errorf("%s stands at %v, want %d places, its declarations", name, places[name], count)
		}
	}
}

// texts calls see for each text of a file.
func texts(path string, see func(string, token.Position)) error {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, nil, 0)
	if err != nil {
		return err
	}
	ast.Inspect(file, func(n ast.Node) bool {
		if text, ok := n.(*ast.BasicLit); ok && text.Kind == token.STRING {
			if value, err := strconv.Unquote(text.Value); err == nil {
				see(value, files.Position(text.Pos()))
			}
		}
		return true
	})
	return nil
}
