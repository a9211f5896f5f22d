package zegoapi_test

import (
	"net/http"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/vendortest"
)

// Groups of a size that people have: 1,000 of 500 members, made from the seed; a state of them put back; a page of one.
func BenchmarkGroups(b *testing.B) {
	const yaml = "zim: [{appId: 77, serverSecret: secret, generate: {users: 1000, groups: {count: 1000, members: 500}}}]"
	b.Run("generate", func(b *testing.B) {
		for b.Loop() {
			openFixture(b, yaml, "77", "secret", chatdouble.WithLimits(false))
		}
	})
	f := openFixture(b, yaml, "77", "secret", chatdouble.WithLimits(false))
	b.Run("state", func(b *testing.B) {
		for b.Loop() {
			state := vendortest.Ask(f.server, vendortest.Request{Target: "/__admin/apps/zim:77/state"})
			put := vendortest.Request{
				Method: http.MethodPut, Target: "/__admin/apps/zim:77/state", Body: state.Body,
				Header: map[string]string{"Content-Type": "application/json"},
			}
			if r := vendortest.Ask(f.server, put); r.Status != http.StatusOK && r.Status != http.StatusNoContent {
				b.Fatalf("HTTP %d, %.300s", r.Status, r.Body)
			}
		}
	})
	for name, body := range map[string]string{
		"page of 100, first": `{"GroupId":"group-0500","Limit":100}`,
		"page of 100, last":  `{"GroupId":"group-0500","Limit":100,"Next":4}`,
	} {
		b.Run(name, func(b *testing.B) {
			q := vendortest.Request{Method: http.MethodPost, Target: "/?" + f.signedFor("QueryGroupMemberList"), Body: body}
			for b.Loop() {
				vendortest.Ask(f.server, q)
			}
		})
	}
}
