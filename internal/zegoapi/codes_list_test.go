package zegoapi_test

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// codeCase is a call of an action and what it is answered with. The app has owner, who has blocked
// a, has blocked b once, and has the friend f; g has owner as a friend, but not the other way round.
type codeCase struct {
	name     string
	action   string
	body     string // or, for a GET action, the query
	code     int
	failures []string // "id:SubCode"
}

// batchOf is the body of a batch of so many ids.
func batchOf(count int) string {
	ids := make([]string, count)
	for i := range ids {
		ids[i] = fmt.Sprintf("%q", "p"+strconv.Itoa(i))
	}
	return `{"FromUserId":"owner","UserIds":[` + strings.Join(ids, ",") + `]}`
}

// infos is the body of an action that makes friends, with an item for each given text.
func infos(items ...string) string {
	return `{"FromUserId":"owner","FriendInfos":[` + strings.Join(items, ",") + `]}`
}

func manyInfos(count int) string {
	items := make([]string, count)
	for i := range items {
		items[i] = fmt.Sprintf(`{"UserId":"p%d"}`, i)
	}
	return infos(items...)
}

var codeCases = []codeCase{
	{"no FromUserId", "QueryBlacklist", "Limit=1", 660000002, nil},
	{"stranger", "QueryBlacklist", "FromUserId=ghost", 660500002, nil},

	{"no UserIds", "AddUsersToBlacklist", `{"FromUserId":"owner"}`, 660000002, nil},
	{"a bad id among good ones", "AddUsersToBlacklist", `{"FromUserId":"owner","UserIds":["b","b/d"]}`, 0, []string{"b/d:660000002"}},
	{"stranger", "AddUsersToBlacklist", `{"FromUserId":"ghost","UserIds":["b"]}`, 660500002, nil},
	{"target is a stranger", "AddUsersToBlacklist", `{"FromUserId":"owner","UserIds":["ghost","b"]}`, 0, []string{"ghost:660700015"}},
	{"blocked already", "AddUsersToBlacklist", `{"FromUserId":"owner","UserIds":["a","b"]}`, 0, []string{"a:660800037"}},
	{"self", "AddUsersToBlacklist", `{"FromUserId":"owner","UserIds":["b","owner"]}`, 660800038, nil},
	{"21 ids", "AddUsersToBlacklist", batchOf(21), 660800039, nil},
	{"over the end of the list", "AddUsersToBlacklist", batchOf(20), 0, []string{"p18:660800040", "p19:660800040"}},
	{"nobody", "AddUsersToBlacklist", `{"FromUserId":"owner","UserIds":["a","ghost"]}`, 660800041, []string{"a:660800037", "ghost:660700015"}},

	{"UserIds is a text", "RemoveUsersFromBlacklist", `{"FromUserId":"owner","UserIds":"a"}`, 660000002, nil},
	{"a bad id among good ones", "RemoveUsersFromBlacklist", `{"FromUserId":"owner","UserIds":["a",""]}`, 0, []string{":660000002"}},
	{"stranger", "RemoveUsersFromBlacklist", `{"FromUserId":"ghost","UserIds":["b"]}`, 660500002, nil},
	{"self", "RemoveUsersFromBlacklist", `{"FromUserId":"owner","UserIds":["owner"]}`, 660800038, nil},
	{"21 ids", "RemoveUsersFromBlacklist", batchOf(21), 660800039, nil},
	{"removed before", "RemoveUsersFromBlacklist", `{"FromUserId":"owner","UserIds":["a","b"]}`, 0, []string{"b:660800043"}},
	{"never blocked", "RemoveUsersFromBlacklist", `{"FromUserId":"owner","UserIds":["a","f","ghost"]}`, 0, []string{"f:660800044", "ghost:660800044"}},
	{"nobody", "RemoveUsersFromBlacklist", `{"FromUserId":"owner","UserIds":["b","f"]}`, 660800042, []string{"b:660800043", "f:660800044"}},

	{"empty UserIds", "CheckUsersIsInBlacklist", `{"FromUserId":"owner","UserIds":[]}`, 660000002, nil},
	{"a bad id among good ones", "CheckUsersIsInBlacklist", `{"FromUserId":"owner","UserIds":["a","ä"]}`, 0, []string{"ä:660000002"}},
	{"stranger", "CheckUsersIsInBlacklist", `{"FromUserId":"ghost","UserIds":["b"]}`, 660500002, nil},
	{"target is a stranger", "CheckUsersIsInBlacklist", `{"FromUserId":"owner","UserIds":["ghost","a"]}`, 0, []string{"ghost:660700015"}},
	{"nobody", "CheckUsersIsInBlacklist", `{"FromUserId":"owner","UserIds":["ghost","a/"]}`, 660700015, []string{"ghost:660700015", "a/:660000002"}},
	{"21 ids", "CheckUsersIsInBlacklist", batchOf(21), 660800039, nil},

	{"no DeleteType", "DeleteFriends", `{"FromUserId":"owner","UserIds":["f"]}`, 660000002, nil},
	{"DeleteType 2", "DeleteFriends", `{"FromUserId":"owner","UserIds":["f"],"DeleteType":2}`, 660000002, nil},
	{"a bad id among good ones", "DeleteFriends", `{"FromUserId":"owner","UserIds":["f","b/d"],"DeleteType":1}`, 0, []string{"b/d:660000002"}},
	{"stranger", "DeleteFriends", `{"FromUserId":"ghost","UserIds":["f"],"DeleteType":1}`, 660500002, nil},
	{"21 ids", "DeleteFriends", strings.Replace(batchOf(21), "{", `{"DeleteType":0,`, 1), 660800019, nil},
	{"the same twice", "DeleteFriends", `{"FromUserId":"owner","UserIds":["f","f"],"DeleteType":0}`, 0, []string{"f:660800022"}},
	{"self", "DeleteFriends", `{"FromUserId":"owner","UserIds":["f","owner"],"DeleteType":0}`, 660800033, nil},
	{"no friend", "DeleteFriends", `{"FromUserId":"owner","UserIds":["f","a","ghost"],"DeleteType":"0"}`, 0, []string{"a:660800034", "ghost:660800034"}},
	{"nobody", "DeleteFriends", `{"FromUserId":"owner","UserIds":["g","g"],"DeleteType":0}`, 660800034, []string{"g:660800034", "g:660800022"}},

	{"no DeleteType", "DeleteAllFriends", "FromUserId=owner", 660000002, nil},
	{"empty DeleteType", "DeleteAllFriends", "FromUserId=owner&DeleteType=", 660000002, nil},
	{"DeleteType -1", "DeleteAllFriends", "FromUserId=owner&DeleteType=-1", 660000002, nil},
	{"stranger", "DeleteAllFriends", "FromUserId=ghost&DeleteType=1", 660500002, nil},

	{"Limit -1", "QueryFriendList", "FromUserId=owner&Limit=-1", 660000002, nil},
	{"Next 1.5", "QueryFriendList", "FromUserId=owner&Next=1.5", 660000002, nil},
	{"no FromUserId", "QueryFriendList", "", 660000002, nil},
	{"stranger", "QueryFriendList", "FromUserId=ghost", 660500002, nil},

	{"no CheckType", "CheckFriendsRelation", `{"FromUserId":"owner","UserIds":["f"]}`, 660000002, nil},
	{"CheckType true", "CheckFriendsRelation", `{"FromUserId":"owner","UserIds":["f"],"CheckType":true}`, 660000002, nil},
	{"a bad id among good ones", "CheckFriendsRelation", `{"FromUserId":"owner","UserIds":["f","b/d"],"CheckType":0}`, 0, []string{"b/d:660000002"}},
	{"target is a stranger", "CheckFriendsRelation", `{"FromUserId":"owner","UserIds":["f","ghost"],"CheckType":1}`, 0, []string{"ghost:660700015"}},
	{"nobody", "CheckFriendsRelation", `{"FromUserId":"owner","UserIds":["ghost"],"CheckType":0}`, 660700015, []string{"ghost:660700015"}},
	{"stranger", "CheckFriendsRelation", `{"FromUserId":"ghost","UserIds":["f"],"CheckType":0}`, 660500002, nil},
	{"21 ids", "CheckFriendsRelation", strings.Replace(batchOf(21), "{", `{"CheckType":0,`, 1), 660800019, nil},

	{"UserIds of texts", "UpdateFriendsAlias", `{"FromUserId":"owner","UserIds":["f"]}`, 660000002, nil},
	{"item without a UserId", "UpdateFriendsAlias", `{"FromUserId":"owner","UserIds":[{"FriendAlias":"x"}]}`, 660000002, nil},
	{"FriendAlias is a number", "UpdateFriendsAlias", `{"FromUserId":"owner","UserIds":[{"UserId":"f","FriendAlias":5}]}`, 660000002, nil},
	{"a bad id among good ones", "UpdateFriendsAlias", `{"FromUserId":"owner","UserIds":[{"UserId":"f","FriendAlias":"x"},{"UserId":"b/d"}]}`, 0, []string{"b/d:660000002"}},
	{"stranger", "UpdateFriendsAlias", `{"FromUserId":"ghost","UserIds":[{"UserId":"f"}]}`, 660500002, nil},
	{"21 items", "UpdateFriendsAlias", `{"FromUserId":"owner","UserIds":[` + strings.TrimSuffix(strings.Repeat(`{"UserId":"f"},`, 21), ",") + `]}`, 660800019, nil},
	{"long alias", "UpdateFriendsAlias", `{"FromUserId":"owner","UserIds":[{"UserId":"f","FriendAlias":"` + strings.Repeat("x", 257) + `"}]}`, 660800021, []string{"f:660800021"}},
	{"no friend", "UpdateFriendsAlias", `{"FromUserId":"owner","UserIds":[{"UserId":"g","FriendAlias":"x"},{"UserId":"f"}]}`, 0, []string{"g:660800034"}},

	{"no Attributes", "UpdateFriendAttributes", `{"FromUserId":"owner","UserId":"f"}`, 660000002, nil},
	{"6 Attributes", "UpdateFriendAttributes", `{"FromUserId":"owner","UserId":"f","Attributes":[` + strings.Repeat(`{"Key":"k0","Value":""},`, 5) + `{"Key":"k0","Value":""}]}`, 660000002, nil},
	{"no Value", "UpdateFriendAttributes", `{"FromUserId":"owner","UserId":"f","Attributes":[{"Key":"k0"}]}`, 660000002, nil},
	{"Action 1", "UpdateFriendAttributes", `{"FromUserId":"owner","UserId":"f","Attributes":[{"Key":"k0","Value":"v"}],"Action":1}`, 660000002, nil},
	{"no UserId", "UpdateFriendAttributes", `{"FromUserId":"owner","Attributes":[{"Key":"k0","Value":"v"}]}`, 660000002, nil},
	{"stranger", "UpdateFriendAttributes", `{"FromUserId":"ghost","UserId":"f","Attributes":[{"Key":"k0","Value":"v"}]}`, 660500002, nil},
	{"no friend", "UpdateFriendAttributes", `{"FromUserId":"owner","UserId":"g","Attributes":[{"Key":"k0","Value":"v"}]}`, 660800034, nil},
	{"Key k5", "UpdateFriendAttributes", `{"FromUserId":"owner","UserId":"f","Attributes":[{"Key":"k5","Value":"v"},{"Key":"k4","Value":"v"}]}`, 0, []string{"k5:660800023"}},
	{"no good Key", "UpdateFriendAttributes", `{"FromUserId":"owner","UserId":"f","Attributes":[{"Key":"K0","Value":"v"},{"Key":"","Value":"v"}]}`, 660800023, []string{"K0:660800023", ":660800023"}},
	{"1025 bytes", "UpdateFriendAttributes", `{"FromUserId":"owner","UserId":"f","Attributes":[{"Key":"k1","Value":"` + strings.Repeat("v", 1023) + `"}]}`, 660800024, nil},
	{"1025 bytes with the old ones", "UpdateFriendAttributes", `{"FromUserId":"owner","UserId":"f","Attributes":[{"Key":"k1","Value":"` + strings.Repeat("v", 1016) + `"}]}`, 660800024, []string{"k1:660800024"}},
	{"Key twice", "UpdateFriendAttributes", `{"FromUserId":"owner","UserId":"f","Attributes":[{"Key":"k1","Value":"v"},{"Key":"k1","Value":"w"}]}`, 0, []string{"k1:660800032"}},
}

func init() {
	long := strings.Repeat("x", 257)
	for _, action := range []string{"AddFriends", "SendFriendApplication"} {
		when := map[string]string{"AddFriends": "FriendTime", "SendFriendApplication": "UpdateTime"}[action]
		codeCases = append(codeCases, []codeCase{
			{"no FriendInfos", action, `{"FromUserId":"owner"}`, 660000002, nil},
			{"item without a UserId", action, infos(`{"UserId":"a"}`, `{"Wording":"hi"}`), 660000002, nil},
			{"Wording is an object", action, infos(`{"UserId":"a","Wording":{}}`), 660000002, nil},
			{"time below 0", action, infos(`{"UserId":"a","` + when + `":-1}`), 660000002, nil},
			{"a bad id among good ones", action, infos(`{"UserId":"a"}`, `{"UserId":"b/d"}`), 0, []string{"b/d:660000002"}},
			{"stranger", action, `{"FromUserId":"ghost","FriendInfos":[{"UserId":"a"}]}`, 660500002, nil},
			{"target is a stranger", action, infos(`{"UserId":"a"}`, `{"UserId":"ghost"}`), 0, []string{"ghost:660700015"}},
			{"21 items", action, manyInfos(21), 660800019, nil},
			{"self", action, infos(`{"UserId":"a"}`, `{"UserId":"owner"}`), 660800020, nil},
			{"long Wording", action, infos(`{"UserId":"a"}`, `{"UserId":"b","Wording":"`+long+`"}`), 0, []string{"b:660800021"}},
			{"long FriendAlias", action, infos(`{"UserId":"b","FriendAlias":"` + long + `"}`), 660800021, []string{"b:660800021"}},
			{"the same twice", action, infos(`{"UserId":"a"}`, `{"UserId":"a"}`), 0, []string{"a:660800022"}},
			{"Key k5", action, infos(`{"UserId":"a"}`, `{"UserId":"b","Attributes":[{"Key":"k5","Value":"v"}]}`), 0, []string{"b:660800023"}},
			{"1025 bytes", action, infos(`{"UserId":"a"}`, `{"UserId":"b","Attributes":[{"Key":"k0","Value":"`+strings.Repeat("v", 1023)+`"}]}`), 0, []string{"b:660800024"}},
			{"nobody registered", action, infos(`{"UserId":"ghost"}`, `{"UserId":"ghost2"}`), 660800025, []string{"ghost:660700015", "ghost2:660700015"}},
			{"nobody registered, one comes twice", action, infos(`{"UserId":"ghost"}`, `{"UserId":"ghost"}`), 660800025, []string{"ghost:660700015", "ghost:660800022"}},
			{"all failed, one is registered", action, infos(`{"UserId":"f"}`, `{"UserId":"ghost"}`), 660800027, []string{"f:660800027", "ghost:660700015"}},
			{"attribute without a Value", action, infos(`{"UserId":"a"}`, `{"UserId":"b","Attributes":[{"Key":"k0"}]}`), 0, []string{"b:660800026"}},
			{"6 attributes", action, infos(`{"UserId":"b","Attributes":[` + strings.Repeat(`{"Key":"k0","Value":""},`, 5) + `{"Key":"k0","Value":""}]}`), 660800026, []string{"b:660800026"}},
			{"Attributes is an object", action, infos(`{"UserId":"b","Attributes":{}}`), 660800026, []string{"b:660800026"}},
			{"friend already", action, infos(`{"UserId":"a"}`, `{"UserId":"f"}`), 0, []string{"f:660800027"}},
			{"Key twice", action, infos(`{"UserId":"b","Attributes":[{"Key":"k0","Value":"v"},{"Key":"k0","Value":"v"}]}`), 660800032, []string{"b:660800032"}},
			{"tomorrow", action, infos(`{"UserId":"a"}`, `{"UserId":"b","`+when+`":4102444800000}`), 0, []string{"b:660800046"}},
		}...)
	}
	codeCases = append(codeCases, []codeCase{
		{"one friend too many", "AddFriends", infos(`{"UserId":"a"}`, `{"UserId":"b"}`), 0, []string{"b:660800028"}},
		{"one friend too many", "SendFriendApplication", infos(`{"UserId":"g"}`, `{"UserId":"b"}`), 0, []string{"b:660800028"}},
	}...)
}

// preparations are what else the cases of a name need.
var preparations = map[string]func(testing.TB, *front){
	"over the end of the list": func(_ testing.TB, f *front) {
		for i := range 981 { // with a: 982 of 1000
			f.Block("owner", "p"+strconv.Itoa(1099-i))
		}
	},
	"one friend too many": func(t testing.TB, f *front) {
		for i := 1100; i < 2998; i++ {
			f.AddUsers(chatdouble.User{ID: "p" + strconv.Itoa(i)})
		}
		for from := 0; from < 2998; from += 300 { // with f: 2999 of 3000
			fillFriends(t, f, "owner", from, min(from+300, 2998))
			f.Clock().Advance(time.Second)
		}
	},
}

// prepared is an app as the cases need it.
func prepared(t testing.TB, server *chatdouble.Server) *front {
	t.Helper()
	f := another(t, server)
	f.Clock().Freeze(time.Unix(1_700_000_000, 0))
	people := []chatdouble.User{{ID: "owner"}, {ID: "a"}, {ID: "b"}, {ID: "f"}, {ID: "g"}}
	for i := range 1100 {
		people = append(people, chatdouble.User{ID: "p" + strconv.Itoa(i)})
	}
	f.AddUsers(people...)
	f.Block("owner", "a")
	f.Block("owner", "b")
	f.Unblock("owner", "b")
	f.do(t, "AddFriends", `{"FromUserId":"owner","FriendInfos":[{"UserId":"f","Attributes":[{"Key":"k0","Value":"12345"}]},{"UserId":"g"}]}`).want(t, 0)
	f.do(t, "DeleteFriends", `{"FromUserId":"owner","UserIds":["g"],"DeleteType":1}`).want(t, 0)
	return f
}

// Every code of every page has a case, and each case is answered with it.
func TestCodesOfThePages(t *testing.T) {
	t.Parallel()
	server := chatdouble.Start(t)
	has := make(map[string]bool)
	note := func(action string, code int) { has[fmt.Sprint(action, " ", code)] = true }
	send := func(t *testing.T, f *front, c codeCase) reply {
		if strings.HasPrefix(c.body, "{") {
			return f.do(t, c.action, c.body)
		}
		return f.fetch(t, c.action, c.body)
	}
	good := make(map[string]codeCase) // an answered call of each action, to be made to fail
	for _, c := range codeCases {
		t.Run(c.action+"/"+c.name, func(t *testing.T) {
			f := prepared(t, server)
			if prepare := preparations[c.name]; prepare != nil {
				prepare(t, f)
			}
			r := send(t, f, c)
			r.want(t, c.code, c.failures...)
			if code := ""; c.code != 0 {
				code = strconv.Itoa(c.code)
				if got := f.Requests(chatdouble.Code(code)); len(got) != 1 || got[0].Reason == "" {
					t.Errorf("the journal has %v, want one entry with code %s and a reason", got, code)
				}
			}
			for _, failure := range r.failures() {
				note(c.action, failure.SubCode)
			}
			note(c.action, r.Code)
		})
		good[c.action] = c
	}
	for _, action := range listActions() {
		for _, code := range byRule(action) {
			f := prepared(t, server)
			f.Fail(chatdouble.Fault{Operation: action, Code: strconv.Itoa(code), Times: 1})
			send(t, f, good[action]).want(t, code)
			note(action, code)
		}
	}
	for _, action := range listActions() {
		f := prepared(t, server)
		f.Clock().Advance(time.Second)
		for range 20 {
			if r := send(t, f, good[action]); r.Code == 660300005 {
				t.Errorf("%s: above the limit within 20 calls", action)
			}
		}
		send(t, f, good[action]).want(t, 660300005)
		note(action, 660300005)
		f.Clock().Advance(time.Second)
		if r := send(t, f, good[action]); r.Code == 660300005 {
			t.Errorf("%s: the limit holds a second later", action)
		}
	}
	for _, action := range listActions() {
		for _, code := range declared(action) {
			if !has[fmt.Sprint(action, " ", code)] {
				t.Errorf("%s declares %d, and no case has it", action, code)
			}
		}
	}
}

// A code that no action declares is an answer that the vendor does not give.
func TestNoOtherCodes(t *testing.T) {
	t.Parallel()
	for _, c := range codeCases {
		codes := []string{strconv.Itoa(c.code)}
		for _, failure := range c.failures {
			codes = append(codes, failure[strings.LastIndex(failure, ":")+1:])
		}
		for _, code := range codes {
			if n, _ := strconv.Atoi(code); n != 0 && !slices.Contains(declared(c.action), n) {
				t.Errorf("case %q of %s has %s, which it does not declare", c.name, c.action, code)
			}
		}
	}
}
