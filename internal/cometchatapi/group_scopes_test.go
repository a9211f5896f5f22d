package cometchatapi_test

import (
	"strings"
	"testing"
)

// scopeWorld is a group with its owner and two of each scope: one who acts, and one whom it is about.
const scopeWorld = `
      - {uid: owner}
      - {uid: admin}
      - {uid: moderator}
      - {uid: participant}
      - {uid: admin2}
      - {uid: moderator2}
      - {uid: participant2}
      - {uid: banned}
      - {uid: outside}
      - {uid: other}
    groups:
      - guid: g
        owner: owner
        members:
          - {uid: admin, scope: admin}
          - {uid: moderator, scope: moderator}
          - participant
          - {uid: admin2, scope: admin}
          - {uid: moderator2, scope: moderator}
          - participant2
        banned: [banned]
`

// The table of the page "Group Members", with what suites that run against the live API assert, cell by cell: who acts,
// what is done, and the code that refuses it.
func TestGroupScopes(t *testing.T) {
	t.Parallel()
	const (
		joined, noAdmin, noModerator = "ERR_GROUP_NOT_JOINED", "ERR_GROUP_NO_ADMIN_SCOPE", "ERR_GROUP_NO_MODERATOR_SCOPE"
		clearance, scope, self       = "ERR_GROUP_NO_CLEARANCE", "ERR_GROUP_NO_SCOPE_CLEARANCE", "ERR_GROUP_NO_SELF_ACTION"
		same, demote, banned         = "ERR_SAME_SCOPE", "ERR_GROUP_OWNER_DEMOTE_FORBIDDEN", "ERR_BANNED_GROUPMEMBER"
		notMember                    = "ERR_NOT_A_MEMBER"
	)
	actors := []string{"", "owner", "admin", "moderator", "participant", "outside", "banned"}
	members, bans := "/v3/groups/g/members/", "/v3/groups/g/bannedusers/"
	rows := []struct {
		call string
		want [7]string // the code for each who acts
	}{
		{"GET /v3/groups/g", [7]string{5: "", 6: banned}},
		{"GET /v3/groups/g/members", [7]string{5: joined, 6: banned}},
		{"GET /v3/groups/g/bannedusers", [7]string{5: joined, 6: banned}},
		{`PUT /v3/groups/g {"name":"n"}`, [7]string{4: noModerator, 5: joined, 6: banned}},
		{"DELETE /v3/groups/g", [7]string{3: noAdmin, 4: noAdmin, 5: joined, 6: banned}},
		{`POST /v3/groups/g/members {"participants":["other"]}`, [7]string{3: noAdmin, 4: noAdmin, 5: joined, 6: banned}},
		{`POST /v3/groups/g/members {"participants":["outside"]}`, [7]string{3: noAdmin, 4: noAdmin, 5: joined, 6: banned}},

		{"DELETE " + members + "participant2", [7]string{4: noModerator, 5: joined, 6: banned}},
		{"DELETE " + members + "moderator2", [7]string{3: clearance, 4: clearance, 5: joined, 6: banned}},
		{"DELETE " + members + "admin2", [7]string{3: clearance, 4: clearance, 5: joined, 6: banned}},
		{"DELETE " + members + "owner", [7]string{clearance, self, clearance, clearance, clearance, joined, banned}},
		{"DELETE " + members + "outside", [7]string{notMember, notMember, notMember, notMember, notMember, joined, banned}},
		{"DELETE " + members + "banned", [7]string{banned, banned, banned, banned, banned, joined, banned}},

		{"POST " + bans + "participant2", [7]string{4: noModerator, 5: joined, 6: banned}},
		{"POST " + bans + "moderator2", [7]string{3: clearance, 4: clearance, 5: joined, 6: banned}},
		{"POST " + bans + "admin2", [7]string{3: clearance, 4: clearance, 5: joined, 6: banned}},
		{"POST " + bans + "owner", [7]string{clearance, self, clearance, clearance, clearance, joined, banned}},
		{"DELETE " + bans + "banned", [7]string{4: noModerator, 5: joined, 6: banned}},

		{"PUT " + members + `participant2 {"scope":"moderator"}`, [7]string{4: scope, 5: joined, 6: banned}},
		{"PUT " + members + `participant2 {"scope":"admin"}`, [7]string{3: scope, 4: scope, 5: joined, 6: banned}},
		{"PUT " + members + `participant2 {"scope":"participant"}`, [7]string{same, same, same, same, scope, joined, banned}},
		{"PUT " + members + `participant2`, [7]string{same, same, same, same, scope, joined, banned}},
		{"PUT " + members + `moderator2 {"scope":"admin"}`, [7]string{3: scope, 4: scope, 5: joined, 6: banned}},
		{"PUT " + members + `moderator2 {"scope":"participant"}`, [7]string{3: scope, 4: scope, 5: joined, 6: banned}},
		{"PUT " + members + `admin2 {"scope":"moderator"}`, [7]string{2: scope, 3: scope, 4: scope, 5: joined, 6: banned}},
		{"PUT " + members + `admin2 {"scope":"participant"}`, [7]string{2: scope, 3: scope, 4: scope, 5: joined, 6: banned}},
		{"PUT " + members + `admin2 {"scope":"admin"}`, [7]string{same, same, same, scope, scope, joined, banned}},
		{"PUT " + members + `owner {"scope":"participant"}`, [7]string{demote, self, demote, demote, demote, joined, banned}},
		{"PUT " + members + `moderator {"scope":"participant"}`, [7]string{3: self, 4: scope, 5: joined, 6: banned}},
		{"PUT " + members + `participant {"scope":"admin"}`, [7]string{3: scope, 4: self, 5: joined, 6: banned}},
	}
	w := newWorld(t, scopeWorld)
	app := w.srv.App(t, "cometchat:app")
	app.Snapshot("all")
	for _, row := range rows {
		for i, actor := range actors {
			app.Restore("all")
			method, rest, _ := strings.Cut(row.call, " ")
			target, body, _ := strings.Cut(rest, " ")
			status, answer := w.ask(method, target, body, "onBehalfOf", actor)
			code := ""
			if status != 200 {
				code, _ = codeOf(status, []byte(answer))
			}
			if code != row.want[i] {
				t.Errorf("%s by %q: %d %s, want %q", row.call, actor, status, answer, row.want[i])
			}
			if state := app.State(); code != "" && strings.Contains(state, "sender:") {
				t.Errorf("%s by %q was refused and changed the state", row.call, actor)
			}
		}
	}
}
