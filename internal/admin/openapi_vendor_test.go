package admin_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
)

// Each vendor has a document of its own, with every operation under its own name, and there is no other.
func TestVendorDocuments(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	for _, vendor := range []string{"cometchat", "zim"} {
		list := call(srv, http.MethodGet, "/__admin/operations?short=true&vendor="+vendor).Body.Bytes()
		w := call(srv, http.MethodGet, "/__admin/openapi/"+vendor+".json")
		var operations struct{ Names []string }
		var document struct {
			OpenAPI string
			Paths   map[string]map[string]struct {
				OperationID string
				Responses   map[string]json.RawMessage
			}
		}
		if err := json.Unmarshal(list, &operations); err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(w.Body.Bytes(), &document); err != nil || w.Code != http.StatusOK || document.OpenAPI != "3.1.0" {
			t.Fatalf("%s: status %d, %v: %s", vendor, w.Code, err, w.Body)
		}
		found := make(map[string]bool)
		for _, item := range document.Paths {
			for _, op := range item {
				found[op.OperationID] = op.Responses["200"] != nil && op.Responses["default"] != nil
			}
		}
		for _, name := range operations.Names {
			if !found[name] {
				t.Errorf("%s: %s is missing, or has no answer and no refusal", vendor, name)
			}
		}
	}
	for _, path := range []string{"/openapi/zim", "/openapi/slack.json"} {
		if w := call(srv, http.MethodGet, "/__admin"+path); w.Code != http.StatusNotFound || !strings.Contains(w.Body.String(), "cometchat.json and zim.json") {
			t.Errorf("%s: status %d: %s", path, w.Code, w.Body)
		}
	}
}
