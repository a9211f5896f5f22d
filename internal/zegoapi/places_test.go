package zegoapi_test

import (
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Page "QueryBlacklist": business parameters come from the query, and where one is absent there from a
// JSON object in the body; GET and POST alike; names in a body in any case.
func TestPlacesOfParameters(t *testing.T) {
	t.Parallel()
	f := crowd(t, 5)
	f.AddUsers(chatdouble.User{ID: "empty"})
	first := f.list(t, "FromUserId=owner", "Limit=2").Next
	if first == 0 {
		t.Fatal("no Next to use")
	}
	for _, tt := range []struct {
		name, query, body string
		rows              int
	}{
		{"query", "FromUserId=owner&Limit=2", "", 2},
		{"body", "", `{"FromUserId":"owner","Limit":2}`, 2},
		{"body with a text for a number", "", `{"FromUserId":"owner","Limit":"2","Next":"0"}`, 2},
		{"some here, some there", "FromUserId=owner", `{"Limit":2}`, 2},
		{"some there, some here", "Limit=2", `{"FromUserId":"owner"}`, 2},
		{"query wins", "FromUserId=owner&Limit=2", `{"FromUserId":"empty","Limit":4}`, 2},
		{"query wins over a wrong type", "FromUserId=owner&Limit=2", `{"FromUserId":5,"Limit":[]}`, 2},
		{"empty in the query is there", "FromUserId=owner&Limit=", `{"Limit":2}`, 5},
		{"lower case in the body", "", `{"fromuserid":"owner","limit":2}`, 2},
		{"upper case in the body", "", `{"FROMUSERID":"owner","LIMIT":2}`, 2},
		{"mixed case in the body", "", `{"fromUserID":"owner","lImIt":2}`, 2},
		{"escaped name in the body", "", `{"FromUser\u0049d":"owner","Limi\u0074":2}`, 2},
		{"null is absent", "", `{"FromUserId":"owner","Limit":null,"Next":null}`, 5},
		{"unknown members and parameters", "Foo=1&FromUserId=owner&=&&x", `{"Bar":{"Limit":1},"Baz":[1,{}],"Limit":2}`, 2},
		{"white space around", "", " \r\n\t{ \"FromUserId\" : \"owner\" , \"Limit\" : 2 } \n", 2},
		{"blank body", "FromUserId=owner&Limit=2", " \r\n\t ", 2},
		{"empty object", "FromUserId=owner&Limit=2", "{}", 2},
		{"repeated in the query: the first", "FromUserId=owner&FromUserId=empty&Limit=2&Limit=abc", "", 2},
		{"repeated in the body: the last", "", `{"FromUserId":"empty","FromUserId":"owner","Limit":"x","limit":2}`, 2},
		{"deep but not too deep", "", `{"FromUserId":"owner","Limit":2,"x":` + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + `}`, 2},
	} {
		t.Run(tt.name, func(t *testing.T) {
			for _, method := range []string{"GET", "POST"} {
				if tt.name == "blank body" && method == "GET" {
					continue
				}
				a := f.ask(t, method, f.signed(tt.query), tt.body)
				if a.Code != 0 || len(a.Blacklist) != tt.rows || a.TotalCount != 5 {
					t.Errorf("%s: Code %d (%s), %d of %d rows, want %d of 5", method, a.Code, a.Reason(), len(a.Blacklist), a.TotalCount, tt.rows)
				}
			}
		})
	}
}

// Assumed: other or missing content types are not refused; the body is read as JSON.
func TestContentTypeDoesNotMatter(t *testing.T) {
	t.Parallel()
	f := crowd(t, 5)
	for _, kind := range []string{"", "application/json;charset=utf-8", "text/plain", "application/x-www-form-urlencoded", "nonsense"} {
		header := "Content-Type: " + kind + "\r\n"
		if kind == "" {
			header = ""
		}
		body := `{"FromUserId":"owner","Limit":3}`
		a := f.wire(t, "POST", "POST /?"+f.signed()+" HTTP/1.1\r\nHost: x\r\n"+header+"Content-Length: 32\r\n\r\n"+body)
		if a.Code != 0 || len(a.Blacklist) != 3 {
			t.Errorf("Content-Type %q: Code %d (%s), %d rows", kind, a.Code, a.Reason(), len(a.Blacklist))
		}
	}
}

// Page "AddUsersToBlacklist": 1000 in a list, or what the app's limits say. Assumed: a full list is
// refused as a whole, whoever is asked for.
func TestBlacklistFull(t *testing.T) {
	t.Parallel()
	f := openSample(t, "users: [{userId: owner}], generate: {users: 999, blacklist: {of: owner, count: 998}}")
	total := f.list(t, "FromUserId=owner").TotalCount
	f.AddUsers(chatdouble.User{ID: "x"}, chatdouble.User{ID: "y"}, chatdouble.User{ID: "z"})
	f.do(t, "AddUsersToBlacklist", `{"FromUserId":"owner","UserIds":["x","y","z"]}`).want(t, 0, "z:660800040")
	if got := f.list(t, "FromUserId=owner").TotalCount; total != 998 || got != 1000 {
		t.Errorf("TotalCount %d and then %d, want 998 and 1000", total, got)
	}
	f.do(t, "AddUsersToBlacklist", `{"FromUserId":"owner","UserIds":["x"]}`).want(t, 660800040)
}

// The vendor's own samples mix the cases of members.
func TestUserMembersInAnyCase(t *testing.T) {
	t.Parallel()
	f := unlimited(t)
	f.do(t, "UserRegister", `{"USERINFO":[{"userid":"aaa","username":"A","UsErAvAtAr":"a"},{"\u0055serId":"bbb","UserName":null}]}`).is(t, 0, "")
	f.do(t, "ModifyUserInfo", `{"userInfo":[{"userId":"bbb","EXTRA":"x"}]}`).is(t, 0, "")
	r := f.do(t, "QueryUserInfos", `{"userids":["aaa","bbb"]}`)
	if got, want := r.results("UserName", "UserAvatar", "Extra"), "aaa:A:a: bbb:::x"; got != want {
		t.Errorf("users %q, want %q", got, want)
	}
}
