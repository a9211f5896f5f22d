package cometchatapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/cometchatapi"
	"github.com/chatdouble/mockserver/internal/gateway"
)

// What the vendor has and this server has not is answered as the vendor answers the unknown, and the reason names it.
func TestKnownToTheVendor(t *testing.T) {
	t.Parallel()
	emulated := map[string]bool{}
	for _, op := range cometchatapi.Operations() {
		emulated[op.Name] = true
		emulated[op.Credential+" "+op.Method+" "+op.Path] = true
	}
	srv := desk(t)
	known := cometchatapi.NotEmulated()
	if all := len(known) + len(cometchatapi.Operations()); all != 169 {
		t.Errorf("%d operations are known; with those that are emulated they are 169", all)
	}
	for _, op := range known {
		if emulated[op.Name] || emulated[op.Credential+" "+op.Method+" "+op.Path] {
			t.Errorf("%s is emulated", op.Name)
		}
		if op.Do != nil || op.Page == "" {
			t.Errorf("%s does something, or stands on no page", op.Name)
		}
		q := request{method: op.Method, target: "/v3" + strings.NewReplacer("{", "", "}", "").Replace(op.Path), host: firstHost}
		if op.Credential == "apikey" {
			q.key = fullKey
		} else {
			q.header = map[string]string{"authToken": aliceToken}
		}
		r := send(srv, q)
		want := "(" + op.Name + ") is known to the vendor, not emulated"
		if r.Status != http.StatusNotFound || !strings.Contains(r.Body, `"ERR_API_NOT_FOUND"`) || !strings.Contains(r.Reason(), want) {
			t.Errorf("%s: %d %s %q, want %q", op.Name, r.Status, r.Body, r.Reason(), want)
		}
	}
}

// What is said to be recorded or documented says where.
func TestEvidenceIsNamed(t *testing.T) {
	t.Parallel()
	check := func(where, recording, page string, facts []gateway.Fact) {
		for _, f := range facts {
			if f.Source == "" && (f.Provenance == gateway.Recorded && recording == "" || f.Provenance == gateway.Documented && page == "") {
				t.Errorf("%s: it is %s nowhere: %s", where, f.Provenance, f.Behaviour)
			}
		}
	}
	check("all operations", "", "", cometchatapi.CommonFacts)
	for _, op := range cometchatapi.Operations() {
		check(op.Name, op.Recording, op.Page, op.Facts)
	}
}
