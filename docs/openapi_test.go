package docs

import (
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/chatdouble/mockserver/internal/admin"
	"github.com/chatdouble/mockserver/internal/cometchatapi"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

// What the declarations say to a program is kept: whoever changes a bound, a code or a member sees it here.
func TestOpenAPIDocumentsAreCurrent(t *testing.T) {
	t.Parallel()
	for _, c := range []*gateway.Catalogue{&cometchatapi.Catalogue, &zegoapi.Catalogue} {
		document, err := json.MarshalIndent(admin.VendorDocument(c, "0.0.0"), "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		document = append(document, '\n')
		path := "openapi/" + c.Vendor + ".json"
		if *update {
			if err := os.WriteFile(path, document, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		have, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(have, document) {
			t.Errorf("docs/%s does not say what the declarations say; read what has changed, and renew it with: go test ./docs -update", path)
		}
	}
}
