package cometchatapi_test

import (
	"fmt"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/golden"
)

// crowd is somebody with every member, somebody with none, a pair that blocks each other, somebody who
// has blocked "me" without an answer, and somebody whose metadata is a text.
var crowd = fmt.Sprintf(`
      - uid: me
        blocks:
          - {uid: full, at: %s}
          - {uid: bare, at: %s}
          - {uid: mutual, at: %s}
          - {uid: text, at: %s}
      - uid: full
        name: 'Zoë "Z" O\''Neil / 日本 😀'
        link: https://example.com/u/full?a=1&b=2
        avatar: https://cdn.example.com/a/b.png
        metadata:
          "@private": {email: z@example.com}
          path: a/b
          città: Forlì/Cesena
          emoji: 😀
          nested: {list: [1, 2.5, true, false, null, x/y, []], empty: {}}
          b: 1
          a: 2
        status: available
        statusMessage: Am Schreibtisch / für heute
        role: mod-1
        tags: [never-in-this-list]
        createdAt: %s
        updatedAt: %s
        lastActiveAt: %s
      - {uid: bare, createdAt: %s}
      - {uid: mutual, createdAt: %s, blocks: [{uid: me, at: %s}]}
      - {uid: another, createdAt: %s, updatedAt: %s, blocks: [{uid: me, at: %s}]}
      - {uid: text, createdAt: %s, metadata: a text / only}
    roles: [{role: mod-1}]
`,
	at(1700001000), at(1700001001), at(1700001003), at(1700001004),
	at(1700000100), at(1700000200), at(1700000300),
	at(1700000101),
	at(1700000102), at(1700000900),
	at(1700000103), at(1700000250), at(1700001002),
	at(1700000104))

// Recorded: members, their order, escapes. Android SDK's tests: a pair that blocks each other is one
// row. Assumed: its blockedAt is the own block's; rows are in the order of blockedAt; the cursor is the
// newest updatedAt or createdAt of the filtered list.
func TestItemMembers(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(crowd, ""))
	for _, tt := range []struct{ query, file string }{
		{"", "blocked-by-me"},
		{"?direction=blockedByMe", "blocked-by-me"},
		{"?direction=hasBlockedMe", "has-blocked-me"},
		{"?direction=both", "both"},
	} {
		t.Run("direction"+tt.query, func(t *testing.T) {
			r := get(srv, "/v3/users/me/blockedusers"+tt.query)
			if r.Status != 200 {
				t.Errorf("status %d", r.Status)
			}
			golden.Bytes(t, "ListBlockedUsers/"+tt.file+".json", []byte(r.Body))
		})
	}
}
