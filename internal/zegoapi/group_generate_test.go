package zegoapi_test

import (
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// How many groups are invented may stand alone, or beside how many members each has.
func TestInventedGroupsByNumber(t *testing.T) {
	t.Parallel()
	for groups, want := range map[string]string{"3": `"TotalCount":3,`, "{count: 2, members: 4}": `"TotalCount":2,`} {
		f := openFixture(t, "\nzim:\n  - {appId: 12345, serverSecret: secret, generate: {users: 12, groups: "+groups+"}}\n", "12345", "secret",
			chatdouble.WithLimits(false), chatdouble.WithFrozenTime(noonOfSample))
		if r := f.fetch(t, "QueryAppGroupList"); !strings.Contains(r.Body, want) {
			t.Errorf("groups: %s gives %s, want %s", groups, r.Body, want)
		}
	}
	f := openFixture(t, "\nzim:\n  - {appId: 12345, serverSecret: secret}\n", "12345", "secret")
	if status, answer := f.patch(t, `{"generate":{"users":3,"groups":"many"}}`); status < 400 || !strings.Contains(answer, "a number or {count, members}") {
		t.Errorf("a text in its place = %d %s", status, answer)
	}
}
