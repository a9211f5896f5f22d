package cometchatapi_test

import (
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// JavaScript SDK 4.2.0: exactly three values. Assumed: absent means blockedByMe here; others are a 400.
func TestDirectionValues(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(crowd, ""))
	refusal := badRequest(`"direction":["The selected direction is invalid."]`)
	for query, want := range map[string]string{
		"":                                      "full bare mutual text",
		"direction=":                            "full bare mutual text",
		"direction=%20both%20":                  "full bare another mutual text",
		"direction=both&direction=hasBlockedMe": "another mutual",
		"direction=Both":                        refusal,
		"direction=blockedbyme":                 refusal,
		"direction=both,hasBlockedMe":           refusal,
		"direction=%00":                         refusal,
		"direction=%ff":                         refusal,
		"Direction=nonsense":                    "full bare mutual text",
	} {
		r := get(srv, "/v3/users/me/blockedusers?"+query)
		got := r.Body
		if r.Status == 200 {
			got = readPage(t, r.Body).uids()
		}
		if got != want || r.Status == 200 == (want == refusal) {
			t.Errorf("%s: status %d\n got: %s\nwant: %s", query, r.Status, got, want)
		}
	}
}

// Page "Users": searchKey is the beginning of uid or name (LIKE x%); assumed for this list. The page
// heuristic and the cursor are those of the filtered list.
func TestSearchKey(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, app(`
      - {uid: me, blocks: [anna, ben, hanna, carl, dora, percent]}
      - {uid: anna, name: Zoe, createdAt: 2024-01-01T00:00:01Z}
      - {uid: ben, name: Anna B, createdAt: 2024-01-01T00:00:02Z}
      - {uid: hanna, name: Hanna, createdAt: 2024-01-01T00:00:03Z}
      - {uid: carl, name: ANNABEL, createdAt: 2024-01-01T00:00:04Z}
      - {uid: dora, name: Élodie, createdAt: 2024-01-01T00:00:05Z}
      - {uid: percent, name: "%_*", createdAt: 2024-01-01T00:00:06Z}
      - {uid: anna-other, name: Anna, blocks: [me]}
`, ""))
	const epoch = 1704067200
	for _, tt := range []struct {
		query, uids string
		totalPages  int
		cursor      int64 // seconds after the epoch, 0: none
	}{
		{"searchKey=anna", "anna ben carl", 1, 4},
		{"searchKey=ANNA", "anna ben carl", 1, 4},
		{"searchKey=+anna+", "anna ben carl", 1, 4},
		{"searchKey=Anna%20B", "ben", 1, 2},
		{"searchKey=zoe", "anna", 1, 1},
		{"searchKey=%C3%A9lo", "dora", 1, 5},
		{"searchKey=nobody", "", 1, 0},
		{"searchKey=%25", "percent", 1, 6}, // no wildcard of SQL or another pattern
		{"searchKey=_", "", 1, 0},
		{"searchKey=*", "", 1, 0},
		{"searchKey=%ff", "", 1, 0},
		{"searchKey=", "anna ben hanna carl dora percent", 1, 6},
		{"searchKey=%20", "anna ben hanna carl dora percent", 1, 6},
		{"searchKey=anna&perPage=2", "anna ben", 2, 4},
		{"searchKey=anna&perPage=2&page=2", "carl", 2, 4},
		{"searchKey=anna&perPage=3", "anna ben carl", 2, 4},
		{"searchKey=anna&perPage=3&page=2", "", 2, 0},
		{"searchKey=anna&page=9223372036854775807", "", 9223372036854775807, 0},
		{"searchKey=anna&direction=hasBlockedMe", "anna-other", 1, 7},
	} {
		r := get(srv, "/v3/users/me/blockedusers?"+tt.query)
		p := readPage(t, r.Body)
		cursor := int64(0)
		if p.Meta.Cursor != nil {
			cursor = p.Meta.Cursor.UpdatedAt - epoch
		}
		if p.uids() != tt.uids || p.Meta.Pagination.TotalPages != tt.totalPages || cursor != tt.cursor || p.Meta.Pagination.Count != len(p.Data) {
			t.Errorf("%s: %q, total_pages %d, cursor %d; want %q, %d, %d", tt.query,
				p.uids(), p.Meta.Pagination.TotalPages, cursor, tt.uids, tt.totalPages, tt.cursor)
		}
	}
}
