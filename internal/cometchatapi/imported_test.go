package cometchatapi_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/internal/vendortest"
)

// wrapperCodes are the codes for a body of an import without its object.
var wrapperCodes = map[string]string{
	"users": "ERR_IMPORT_INVALID_USER_FORMAT", "groups": "ERR_IMPORT_INVALID_GROUP_FORMAT",
	"members": "ERR_IMPORT_INVALID_MEMBER_FORMAT", "messages": "ERR_IMPORT_INVALID_MESSAGE_FORMAT",
}

// importedID stands for the memberId that fits the entry.
const importedID = "fits"

// entryIDs are the members that name the entries of an import.
var entryIDs = map[string]string{
	"users": "uid", "groups": "guid", "members": "memberId", "messages": "muid", "mentionedUserDetails": "uid",
}

// detailsOf are the members that details repeat: of the entry, and in the details.
var detailsOf = map[string][2]string{
	"groupOwnerDetails": {"owner", "uid"}, "ownerDetails": {"owner", "uid"}, "groupDetails": {"guid", "guid"}, "userDetails": {"uid", "uid"},
	"senderUserDetails": {"sender", "uid"}, "receiverUserDetails": {"receiver", "uid"}, "receiverGroupDetails": {"receiver", "guid"},
}

// byID turns lists of entries into what the vendor wants: objects by id. A list of anything else stays one.
func byID(in vendortest.Args) {
	for list, member := range entryIDs {
		if entries, ok := in[list].([]any); ok {
			in[list] = entriesBy(member, entries)
		}
	}
}

func entriesBy(member string, entries []any) any {
	all := make(vendortest.Args)
	for i, one := range entries {
		entry, ok := one.(vendortest.Args)
		if !ok {
			return entries
		}
		if own := fmt.Sprint("p", i); i > 0 && member == "memberId" {
			entry["uid"] = own
		} else if i > 0 {
			entry[member] = own
		}
		fit(entry)
		key, _ := entry[member].(string)
		if key == "" {
			key = "p"
		}
		all[key] = one
	}
	return all
}

// fit lets what the examples say twice be the same.
func fit(entry vendortest.Args) {
	byID(entry)
	example := func(v any) bool { return v == "newcomer" || v == "fresh" || v == "carol" }
	follow := func(to, from vendortest.Args, toName, fromName string) {
		if said, ok := from[fromName].(string); ok && !example(said) && example(to[toName]) {
			to[toName] = said
		}
	}
	for name, repeated := range detailsOf {
		if details, ok := entry[name].(vendortest.Args); ok {
			follow(entry, details, repeated[0], repeated[1])
		}
	}
	for name, repeated := range detailsOf {
		if details, ok := entry[name].(vendortest.Args); ok && example(details[repeated[1]]) {
			details[repeated[1]] = entry[repeated[0]]
		}
	}
	if entry["memberId"] == importedID {
		entry["memberId"] = fmt.Sprintf("%v_member_%v", entry["guid"], entry["uid"])
	}
}

// What is imported stands in the state, and makes it again: a group whose owner is not in it, too.
func TestImportsComeBack(t *testing.T) {
	t.Parallel()
	const state = "/__admin/apps/cometchat:app/state"
	w := newWorld(t, "\n      - {uid: ann}\n      - {uid: ben}\n")
	for _, call := range [][2]string{
		{"groups", `{"groups":{"g":{"guid":"g","name":"G","type":"private","owner":"ann","createdAt":1673421419,"tags":["t"]},"h":{"guid":"h","name":"H","type":"public","owner":"ben"}}}`},
		{"members", `{"members":{"g_member_ben":{"memberId":"g_member_ben","guid":"g","uid":"ben","joinedAt":1673421420},"h_member_ben":{"memberId":"h_member_ben","guid":"h","uid":"ben"},"h_member_ann":{"memberId":"h_member_ann","guid":"h","uid":"ann","isBanned":true}}}`},
		{"messages", `{"messages":{"1":{"muid":"1","sender":"ann","receiverType":"group","receiver":"g","data":{"text":"x"},"sentAt":1673421421},"2":{"muid":"2","sender":"ann","receiverType":"user","receiver":"ben","data":{"text":"y"},"sentAt":1673421422,"deliveredAt":1673421423,"readAt":1673421424},"3":{"muid":"3","sender":"ann","receiverType":"user","receiver":"ben","data":{"text":"z"},"sentAt":1673421422}}}`},
	} {
		if got := w.must("POST", "/v3/data_import/"+call[0], call[1]); strings.Contains(got, `"success":false`) {
			t.Fatalf("%s: %s", call[0], got)
		}
	}
	was := w.must("GET", state, "")
	if strings.Count(was, `"ownerOutside": true`) != 1 {
		t.Errorf("the owner of g, and no other, is outside of the group: %s", was)
	}
	put := newWorld(t, "\n")
	put.must("PUT", state, was)
	if again := put.must("GET", state, ""); again != was {
		t.Errorf("the state came back as\n%s\nwas\n%s", again, was)
	}
	if got := put.must("GET", "/v3/messages/2", ""); !strings.Contains(got, `"deliveredAt":1673421423,"readAt":1673421424`) {
		t.Errorf("the message was read: %s", got)
	}
	if got := put.must("GET", "/v3/users/ann/conversation", "", "onBehalfOf", "ben"); !strings.Contains(got, `"unreadMessageCount":"1"`) {
		t.Errorf("one message of two was read: %s", got)
	}
	put.must("PATCH", state, `{"groups":[{"guid":"g","name":"Another"}]}`)
	if again := put.must("GET", state, ""); again != strings.Replace(was, `"name": "G"`, `"name": "Another"`, 1) {
		t.Errorf("another name changed more:\n%s\nwas\n%s", again, was)
	}
	if status, body := put.ask("PATCH", state, `{"groups":[{"guid":"i","owner":"ann","ownerOutside":true,"members":["ann"]}]}`); status != 400 || !strings.Contains(body, "ownerOutside") {
		t.Errorf("an owner outside who is a member: %d %s", status, body)
	}
	put.must("POST", "/v3/groups/g/members", `{"participants":["ann"]}`)
	if got := put.must("GET", "/v3/groups/g/members", ""); !strings.Contains(got, `"scope":"admin"`) {
		t.Errorf("the owner came in, and is no admin: %s", got)
	}
}
