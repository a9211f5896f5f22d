package zegoapi_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Page "QueryUserOnlineState" and the vendor's samples: a list in a query has four
// forms, which may be mixed.
func TestArraysInTheQuery(t *testing.T) {
	t.Parallel()
	f := batchFront(t, "owner", "a", "b", "c")
	for raw, want := range map[string]string{
		"UserIds[]=a&UserIds[]=b":                               "a 0 b 0",
		"UserIds%5B%5D=a&UserIds%5b%5d=b":                       "a 0 b 0",
		"UserIds=a&UserIds=b":                                   "a 0 b 0",
		"UserIds=b":                                             "b 0",
		"UserIds[0]=a&UserIds[1]=b":                             "a 0 b 0",
		"UserIds[1]=b&UserIds[0]=a":                             "b 0 a 0", // as they came
		"UserIds[07]=c&UserIds=a&X=1&UserIds[]=b":               "c 0 a 0 b 0",
		"UserIds%5B0%5D=a&UserIds%5B99999999999999999999%5D=b":  "a 0 b 0",
		"UserIds[]=a&UserIds[x]=b&UserIds[=c&UserIds]=c":        "a 0",
		"UserIds[]=a&userids[]=b&UserIdsx=b&UserIds[]x=b":       "a 0",
		"UserIds[-1]=b&UserIds[][]=b&UserIds[ ]=b&UserIds[0]=a": "a 0",
	} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			r := f.call(t, method, "CheckUsersIsInBlacklist", "FromUserId=owner"+"&"+raw, "")
			if got := strings.Join(r.answers(), " "); r.Code != 0 || got != want {
				t.Errorf("%s %s: Code %d (%s), %q, want %q", method, raw, r.Code, r.Reason(), got, want)
			}
		}
	}
	for _, raw := range []string{"", "UserIds[x]=a", "userids=a", "UserIds[=a", "UserIds[0=a"} {
		f.fetch(t, "CheckUsersIsInBlacklist", "FromUserId=owner", raw).want(t, 660000002)
	}
	// An empty value is an element, and a JSON text is just a bad id.
	f.fetch(t, "CheckUsersIsInBlacklist", "FromUserId=owner", "UserIds=&UserIds[]=a").want(t, 0, ":660000002")
	f.fetch(t, "CheckUsersIsInBlacklist", "FromUserId=owner", `UserIds=["a"]`).want(t, 660000002, `["a"]:660000002`)
}

// Assumed: the query wins, member names count in any case, null is missing.
func TestArraysInTheBody(t *testing.T) {
	t.Parallel()
	f := batchFront(t, "owner", "a", "b")
	for body, want := range map[string]string{
		`{"FromUserId":"owner","UserIds":["a","b"]}`:                "a 0 b 0",
		`{"fromuserid":"owner","USERIDS":["b"]}`:                    "b 0",
		`{"FromUserId":"owner","UserIds":["a"],"UserIds":["b"]}`:    "b 0",
		`{"FromUserId":"owner","UserIds":["\u0061"],"More":[1,{}]}`: "a 0",
		` { "FromUserId" : "owner" , "UserIds" : [ "a" , "b" ] } `:  "a 0 b 0",
	} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			r := f.call(t, method, "CheckUsersIsInBlacklist", "", body)
			if got := strings.Join(r.answers(), " "); r.Code != 0 || got != want {
				t.Errorf("%s %s: Code %d (%s), %q, want %q", method, body, r.Code, r.Reason(), got, want)
			}
		}
	}
	for _, raw := range []string{"UserIds=b", "UserIds[]=b", "UserIds[3]=b"} {
		r := f.call(t, "POST", "CheckUsersIsInBlacklist", raw, `{"FromUserId":"owner","UserIds":["a"]}`)
		if got := r.answers(); len(got) != 1 || got[0] != "b 0" {
			t.Errorf("%s and a body: %q, want that of the query", raw, got)
		}
	}
	for _, body := range []string{
		`{"FromUserId":"owner","UserIds":null}`, `{"FromUserId":"owner","UserIds":"a"}`, `{"FromUserId":"owner","UserIds":5}`,
		`{"FromUserId":"owner","UserIds":{"0":"a"}}`, `{"FromUserId":"owner","UserIds":[null]}`, `{"FromUserId":"owner","UserIds":["a",5]}`,
		`{"FromUserId":"owner","UserIds":[["a"]]}`, `{"FromUserId":"owner","UserIds":[{"UserId":"a"}]}`, `{"FromUserId":"owner","UserIds":["a",true]}`,
		`{"FromUserId":"owner","UserIds":["a"]`, `{"FromUserId":"owner","UserIds":["a"],}`, `["a"]`, `hello`, `{"FromUserId":["owner"],"UserIds":["a"]}`,
	} {
		f.do(t, "CheckUsersIsInBlacklist", body).want(t, 660000002)
	}
}

// fuzzActions are the actions that the fuzzer calls.
var fuzzActions = []string{
	"AddUsersToBlacklist", "RemoveUsersFromBlacklist", "CheckUsersIsInBlacklist", "AddFriends", "SendFriendApplication", "DeleteFriends",
	"DeleteAllFriends", "QueryFriendList", "CheckFriendsRelation", "UpdateFriendsAlias", "UpdateFriendAttributes",
}

// Whatever arrays and objects stand in a query and in a body, the answer is an envelope of the
// action's shape, and a call that is refused leaves everything as it was.
func FuzzArrays(f *testing.F) {
	app := handler(f)
	people := []string{"alice", "a", "b", "c"}
	for _, body := range badBodies {
		if len(body) < 1000 {
			f.Add(uint8(len(body)), "UserIds[]=a", []byte(body))
		}
	}
	for i := range fuzzActions {
		for _, query := range []string{
			"", "FromUserId=alice", "FromUserId=alice&UserIds[]=a&UserIds[]=b", "FromUserId=alice&UserIds=c&DeleteType=0&CheckType=0",
			"FromUserId=alice&UserIds[0]=a&UserIds%5B1%5D=%00&DeleteType=1", "UserIds[&UserIds]&UserIds[]&[]=&UserIds[[0]]=a",
		} {
			f.Add(uint8(i), query, []byte(nil))
		}
		for _, body := range []string{
			`{"FromUserId":"alice","UserIds":["a","b","a","\u0000","ghost"],"DeleteType":0,"CheckType":1}`,
			`{"FromUserId":"alice","FriendInfos":[{"UserId":"a","Wording":"w","FriendAlias":"é","FriendTime":0,"Attributes":[{"Key":"k1","value":"v"}]},{"UserId":"b"}]}`,
			`{"FromUserId":"alice","FriendInfos":[{"userid":"a","FriendTime":99999999999999999999,"CreateTime":"1","UpdateTime":1}]}`,
			`{"FromUserId":"alice","UserIds":[{"UserId":"a","FriendAlias":"\ud800"},{"UserId":"b","FriendAlias":null}]}`,
			`{"FromUserId":"alice","UserId":"a","Attributes":[{"Key":"k0","Value":""},{"Key":"k0","Value":"x"},{"Key":"k9","Value":"x"}],"Action":"0"}`,
			`{"FromUserId":"alice","UserIds":[[[[["a"]]]]]}`, `{"UserIds":[1,2],"FriendInfos":[1],"Attributes":[[]]}`, `{"FromUserId":"alice","FriendInfos":[{}]}`,
		} {
			f.Add(uint8(i), "", []byte(body))
			f.Add(uint8(i), "DeleteType=0", []byte(body))
		}
	}
	state := func(t *testing.T) string {
		var all strings.Builder
		for _, id := range people {
			for _, action := range []string{"QueryBlacklist", "QueryFriendList"} {
				all.Write(app.fetch(t, action, "FromUserId="+id).steadyBody())
			}
		}
		return all.String()
	}
	var before string // the inputs come one by one
	f.Fuzz(func(t *testing.T, which uint8, raw string, body []byte) {
		action := fuzzActions[int(which)%len(fuzzActions)]
		for _, method := range []string{http.MethodPost, http.MethodGet} {
			if before == "" {
				before = state(t)
			}
			r := app.call(t, method, action, raw, string(body))
			after := state(t)
			if r.Code == 100000015 {
				t.Fatalf("%s %s /?%s with %.300q: %s", method, action, raw, body, r.Reason())
			}
			if r.Code != 0 && after != before {
				t.Fatalf("%s %s /?%s with %.300q: Code %d, and the state is another", method, action, raw, body, r.Code)
			}
			if len(r.failures()) > 20 {
				t.Fatalf("%s: %d failures", action, len(r.failures()))
			}
			before = after
		}
	})
}

// An answer in which everything failed says why and stands in the journal with its Code. The reason
// has no word of the client's in it, who may have put a secret where an id belongs.
func TestReasonOfAllFailed(t *testing.T) {
	t.Parallel()
	f := batchFront(t, "owner", "a")
	f.Block("owner", "a")
	r := f.do(t, "AddUsersToBlacklist", `{"FromUserId":"owner","UserIds":["a","`+f.secret+`","x/","y/"]}`)
	r.want(t, 660800041, "a:660800037", f.secret+":660700015", "x/:660000002", "y/:660000002")
	if strings.Contains(r.Reason(), f.secret) || !strings.Contains(r.Reason(), "2 with 660000002") || !strings.Contains(r.Reason(), "660800037") {
		t.Errorf("the reason is %q", r.Reason())
	}
	entries := f.Requests(chatdouble.Operation("AddUsersToBlacklist"))
	if len(entries) != 1 || entries[0].Code != "660800041" || entries[0].User != "owner" {
		t.Errorf("the journal has %v", entries)
	}
}
