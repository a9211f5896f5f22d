package server_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/sigverify"
)

// zimServer is a server with one ZIM app, 7, whose variants are given.
func zimServer(t *testing.T, variants string) *chatdouble.Server {
	t.Helper()
	return chatdouble.Start(t, chatdouble.WithFixtureYAML("f.yaml",
		"zim: [{appId: 7, serverSecret: secret-of-seven, users: [{userId: ann, status: Online}, {userId: ben}], variants: "+variants+"}]"))
}

// zimCall makes a signed call of app 7 and returns status, header and body.
func zimCall(t *testing.T, srv *chatdouble.Server, method, query, body string) (*http.Response, string) {
	t.Helper()
	now := strconv.FormatInt(srv.Now().Unix(), 10)
	target := srv.URL + "/?" + query + "&AppId=7&SignatureNonce=n&Timestamp=" + now + "&SignatureVersion=2.0&Signature=" + sigverify.Sign("7", "n", "secret-of-seven", now)
	request, err := http.NewRequest(method, target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response, string(text)
}

// emptyLists are calls whose answers have lists without an entry, and the names of these lists.
var emptyLists = []struct{ query, body, lists string }{
	{"Action=QueryUserOnlineState&UserId[]=nobody", "", "Result"},
	{"Action=QueryUserOnlineState&UserId[]=ann", "", "ErrorList"},
	{"Action=QueryUserInfos&UserIds[]=nobody", "", "Result"},
	{"Action=QueryBlacklist&FromUserId=ann", "", "Blacklist"},
	{"Action=QueryFriendList&FromUserId=ann", "", "FriendInfos"},
	{"Action=AddUsersToBlacklist", `{"FromUserId":"ann","UserIds":["ben"]}`, "ErrList"},
	{"Action=AddUsersToBlacklist", `{"FromUserId":"ann","UserIds":[]}`, "ErrList"}, // refused as a whole
	{"Action=CheckUsersIsInBlacklist", `{"FromUserId":"ann","UserIds":["nobody"]}`, "Succ"},
	{"Action=CheckFriendsRelation", `{"FromUserId":"ann","UserIds":["nobody"],"CheckType":0}`, "Successes"},
	{"Action=SendPeerMessage", `{"FromUserId":"ann","ToUserId":["nobody"],"MessageType":1,"Priority":1,"MessageBody":{"Message":"hi"}}`, "SuccList AuditInfos"},
	{"Action=UpdateFriendAttributes", `{"FromUserId":"ann","UserIds":["nobody"]}`, "FailKey"},
}

// TestEmptyList: each list of failures or results that has no entry is as the app has chosen, and nothing else
// of the answer changes.
func TestEmptyList(t *testing.T) {
	t.Parallel()
	servers := map[string]*chatdouble.Server{}
	for _, variant := range []string{"array", "null", "omit"} { // null is the word, without quotes too
		servers[variant] = zimServer(t, "{emptyList: "+variant+"}")
	}
	for _, tt := range emptyLists {
		method := http.MethodGet
		if tt.body != "" {
			method = http.MethodPost
		}
		_, text := zimCall(t, servers["array"], method, tt.query, tt.body)
		for variant, empty := range map[string]string{"null": ":null", "omit": ""} {
			want := text
			for name := range strings.FieldsSeq(tt.lists) {
				list := `"` + name + `":[]`
				if !strings.Contains(text, list) {
					t.Errorf("%s %s: %s has no empty %s", tt.query, tt.body, text, name)
				}
				if empty == "" {
					want = strings.Replace(want, ","+list, "", 1)
				} else {
					want = strings.Replace(want, list, `"`+name+`"`+empty, 1)
				}
			}
			if _, got := zimCall(t, servers[variant], method, tt.query, tt.body); got != want {
				t.Errorf("%s %s with emptyList %s\n got %s\nwant %s", tt.query, tt.body, variant, got, want)
			}
		}
	}
}

func TestOnlineStatus(t *testing.T) {
	t.Parallel()
	for variants, want := range map[string]string{"{}": "Online", "{onlineStatus: documented}": "Online", "{onlineStatus: lower}": "online"} {
		_, text := zimCall(t, zimServer(t, variants), http.MethodGet, "Action=QueryUserOnlineState&UserId[]=ann", "")
		if !strings.Contains(text, `"Status":"`+want+`"`) {
			t.Errorf("variants %s: %s, want the status %s", variants, text, want)
		}
	}
}

// TestServiceOff is a project for which ZIM was not switched on in the console.
func TestServiceOff(t *testing.T) {
	t.Parallel()
	response, text := zimCall(t, zimServer(t, "{service: off}"), http.MethodGet, "Action=QueryBlacklist&FromUserId=ann", "")
	if want := `{"Code":100000016,"Message":"app is not configured with a online environment","RequestId":"`; !strings.HasPrefix(text, want) || response.StatusCode != http.StatusOK {
		t.Errorf("%s %s, want %s", response.Status, text, want)
	}
	if reason := response.Header.Get("X-Chatdouble-Reason"); !strings.Contains(reason, "variants: {service: off}") {
		t.Errorf("the reason is %q, which does not say what to change", reason)
	}
}

func TestCORS(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		variants, origin string
		preflight        int
	}{{"{}", "", http.StatusMethodNotAllowed}, {"{cors: on}", "*", http.StatusNoContent}} {
		srv := zimServer(t, tt.variants)
		response, _ := zimCall(t, srv, http.MethodOptions, "Action=QueryBlacklist", "")
		if response.StatusCode != tt.preflight || response.Header.Get("Access-Control-Allow-Origin") != tt.origin {
			t.Errorf("variants %s: OPTIONS is answered %s %v", tt.variants, response.Status, response.Header)
		}
		for _, query := range []string{"Action=QueryBlacklist&FromUserId=ann", "Action=QueryBlacklist"} {
			if response, _ = zimCall(t, srv, http.MethodGet, query, ""); response.Header.Get("Access-Control-Allow-Origin") != tt.origin {
				t.Errorf("variants %s: %s is answered with %v", tt.variants, query, response.Header)
			}
		}
	}
}

// TestVariantsAreOneList: the fixture takes each value that the admin API lists, and no other; what is chosen
// stands in the state, and a state that chooses otherwise holds until the reset.
func TestVariantsAreOneList(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, chatdouble.WithFixtureYAML("f.yaml", "zim: [{appId: 7, serverSecret: secret-of-seven}]\ncometchat: [{appId: a}]"))
	var listed struct {
		Variants []struct {
			Vendor, Name, Default string
			Values                []struct{ Value, Evidence, Provenance string }
		}
	}
	response, err := http.Get(srv.URL + "/__admin/variants")
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	if err := json.NewDecoder(response.Body).Decode(&listed); err != nil || len(listed.Variants) < 4 {
		t.Fatalf("%d variants, %v", len(listed.Variants), err)
	}
	apps := map[string]*chatdouble.App{"zim": srv.App(t, "zim:7"), "cometchat": srv.App(t, "cometchat:a")}
	before := map[string]string{"zim": apps["zim"].State(), "cometchat": apps["cometchat"].State()}
	files := map[string]string{"zim": "zim:\n  - appId: 7\n    serverSecret: s\n    ", "cometchat": "cometchat:\n  - appId: a\n    region: us\n    "}
	names := map[string]int{}
	for _, v := range listed.Variants {
		app := apps[v.Vendor]
		names[v.Vendor]++
		if v.Default != v.Values[0].Value {
			t.Errorf("the default of %s is %s, and the first value %s", v.Name, v.Default, v.Values[0].Value)
		}
		for _, value := range v.Values {
			if value.Evidence == "" || value.Provenance == "" {
				t.Errorf("%s: %s has no evidence", v.Name, value.Value)
			}
			app.MergeState(fmt.Sprintf(`{"variants": {%q: %q}}`, v.Name, value.Value))
			if state := app.State(); !strings.Contains(state, "variants: {") || !strings.Contains(strings.ReplaceAll(state, `"`, ""), v.Name+": "+value.Value) {
				t.Errorf("%s: %s does not stand in the state:\n%s", v.Name, value.Value, state)
			}
		}
		_, err := chatdouble.New(chatdouble.WithFixtureYAML("f.yaml", files[v.Vendor]+"variants: {"+v.Name+": nonsense}"))
		if err == nil || !strings.HasPrefix(err.Error(), "f.yaml:4: "+v.Name) {
			t.Errorf("%s: nonsense is refused with %v", v.Name, err)
		}
	}
	for vendor, file := range files {
		_, err := chatdouble.New(chatdouble.WithFixtureYAML("f.yaml", file+"variants: {nonsense: on}"))
		if err == nil || strings.Count(err.Error(), ", ") != names[vendor]-1 {
			t.Errorf("a variant that is none is refused with %v, which names other variants than the %d of %s", err, names[vendor], vendor)
		}
		apps[vendor].Reset()
		if after := apps[vendor].State(); after != before[vendor] {
			t.Errorf("after the reset the state is\n%s\nwant\n%s", after, before[vendor])
		}
	}
}
