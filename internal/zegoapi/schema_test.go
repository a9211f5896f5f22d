package zegoapi_test

import (
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"github.com/chatdouble/mockserver/internal/golden"
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

var schemas sync.Map // by action

func schemaOf(action string) (*golden.Schema, error) {
	if s, ok := schemas.Load(action); ok {
		return s.(*golden.Schema), nil
	}
	data, err := os.ReadFile(filepath.Join("testdata", "schemas", action+".json"))
	if err != nil {
		return nil, err
	}
	s, err := golden.ReadSchema(data)
	if err != nil {
		return nil, fmt.Errorf("schema of %s: %w", action, err)
	}
	schemas.Store(action, s)
	return s, nil
}

// checkSchema ends the test when an answer does not fit the schema of its action.
func checkSchema(t testing.TB, action string, body []byte) {
	t.Helper()
	s, err := schemaOf(action)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Check(body); err != nil {
		t.Fatalf("the answer does not fit testdata/schemas/%s.json: %v\n%s", action, err, body)
	}
}

// Every action has its schema, and no other has: additional members are refused everywhere.
func TestEveryActionHasASchema(t *testing.T) {
	t.Parallel()
	want := make(map[string]bool)
	for _, op := range zegoapi.Operations() {
		want[op.Name+".json"] = true
		s, err := schemaOf(op.Name)
		if err != nil {
			t.Error(err)
			continue
		}
		if loose := s.Loose(op.Name); loose != "" {
			t.Errorf("%s allows additional members", loose)
		}
	}
	files, err := os.ReadDir(filepath.Join("testdata", "schemas"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		if !want[file.Name()] {
			t.Errorf("testdata/schemas/%s belongs to no action", file.Name())
		}
	}
}
