package depstest

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What a function, and a file, of the product may be at most. They are no aim: one that comes near is most likely two.
const (
	mostFunctionLines = 60
	mostFileLines     = 350
	mostPaths         = 18 // cyclomatic number
)

// Functions and files stay small enough to be read in one look, and what is exported says what it is. A function that
// returns one table of values may be as long as the table.
func TestForm(t *testing.T) {
	t.Parallel()
	err := filepath.WalkDir("../..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == "node_modules" || d.Name() == ".git" || d.Name() == "testdata"):
			return filepath.SkipDir
		case !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go"):
			return nil
		}
		source, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		checkForm(t, path, source)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkForm(t *testing.T, path string, source []byte) {
	t.Helper()
	if lines := bytes.Count(source, []byte("\n")); lines > mostFileLines {
		t.Errorf("%s has %d lines; at most %d are wanted", path, lines, mostFileLines)
	}
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, path, source, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	for _, decl := range file.Decls {
		switch d := decl.(type) {
		case *ast.FuncDecl:
			if d.Body == nil {
				continue
			}
			lines := files.Position(d.End()).Line - files.Position(d.Pos()).Line + 1
			if lines > mostFunctionLines && !isTable(d) {
				t.Errorf("%s: %s has %d lines; at most %d are wanted", path, d.Name.Name, lines, mostFunctionLines)
			}
			if n := paths(d); n > mostPaths {
				t.Errorf("%s: %s has the cyclomatic number %d; at most %d is wanted", path, d.Name.Name, n, mostPaths)
			}
			if d.Doc == nil && d.Name.IsExported() && receiverIsExported(d) && !isStandard(d.Name.Name) {
				t.Errorf("%s: %s is exported and says nothing of itself", path, d.Name.Name)
			}
		case *ast.GenDecl:
			for _, name := range undocumented(d) {
				t.Errorf("%s: %s is exported and says nothing of itself", path, name)
			}
		}
	}
}

// isTable reports whether a function does nothing but return one table; constants may stand before it.
func isTable(d *ast.FuncDecl) bool {
	last := len(d.Body.List) - 1
	for _, statement := range d.Body.List[:max(last, 0)] {
		if _, ok := statement.(*ast.DeclStmt); !ok {
			return false
		}
	}
	if last < 0 {
		return false
	}
	ret, ok := d.Body.List[last].(*ast.ReturnStmt)
	if !ok || len(ret.Results) != 1 {
		return false
	}
	_, ok = ret.Results[0].(*ast.CompositeLit)
	return ok
}

// paths is the cyclomatic number of a function, with the functions in it.
func paths(d *ast.FuncDecl) int {
	n := 1
	ast.Inspect(d, func(node ast.Node) bool {
		switch x := node.(type) {
		case *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt:
			n++
		case *ast.CaseClause:
			if x.List != nil {
				n++
			}
		case *ast.CommClause:
			if x.Comm != nil {
				n++
			}
		case *ast.BinaryExpr:
			if x.Op == token.LAND || x.Op == token.LOR {
				n++
			}
		}
		return true
	})
	return n
}

func receiverIsExported(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	exported := false
	ast.Inspect(d.Recv.List[0].Type, func(node ast.Node) bool {
		if name, ok := node.(*ast.Ident); ok && !exported {
			exported = name.IsExported()
			return false
		}
		return true
	})
	return exported
}

// isStandard reports whether a method says what it is by its name, which an interface of the standard library gives it.
func isStandard(name string) bool {
	switch name {
	case "String", "Error", "Unwrap", "Len", "Less", "Swap", "Push", "Pop", "MarshalJSON", "UnmarshalJSON", "ServeHTTP",
		"Read", "Write", "Close", "Handle", "Enabled", "WithAttrs", "WithGroup", "Accept", "Addr", "Is", "As":
		return true
	}
	return false
}

// undocumented are the exported names of a declaration that neither it nor its group says anything of.
func undocumented(d *ast.GenDecl) (names []string) {
	if d.Doc != nil || d.Tok == token.IMPORT {
		return nil
	}
	for _, spec := range d.Specs {
		switch s := spec.(type) {
		case *ast.TypeSpec:
			if s.Doc == nil && s.Comment == nil && s.Name.IsExported() {
				names = append(names, s.Name.Name)
			}
		case *ast.ValueSpec:
			for _, name := range s.Names {
				if s.Doc == nil && s.Comment == nil && name.IsExported() {
					names = append(names, name.Name)
				}
			}
		}
	}
	return names
}
