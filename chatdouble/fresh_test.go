package chatdouble_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// credentials makes apps for a test of that name and returns what a client would be given.
func credentials(t *testing.T, seed int64, name string, apps int) (all []string) {
	t.Helper()
	srv, err := chatdouble.New(chatdouble.WithSeed(seed))
	if err != nil {
		t.Fatal(err)
	}
	s := &spy{name: name}
	t.Cleanup(s.end)
	for range apps {
		chat, zim := srv.CometChat(s), srv.ZIM(s)
		all = append(all, chat.AppID, chat.APIKey, chat.AuthKey, fmt.Sprint(zim.AppID), zim.ServerSecret)
	}
	return all
}

func TestFreshAppsRepeat(t *testing.T) {
	t.Parallel()
	first := credentials(t, 1, "TestA", 2)
	for i, again := range credentials(t, 1, "TestA", 2) {
		if again != first[i] {
			t.Errorf("value %d is %s, with the same seed and test before %s", i, again, first[i])
		}
	}
	// Nothing is like anything else: not within a test, not with another name or seed.
	seen := map[string]string{}
	for name, values := range map[string][]string{
		"first": first, "another test": credentials(t, 1, "TestB", 2), "a test within": credentials(t, 1, "TestA/sub", 2),
		"another seed": credentials(t, 2, "TestA", 2),
	} {
		for i, value := range values {
			if before, ok := seen[value]; ok {
				t.Errorf("value %d of %s, %s, is also one of %s", i, name, value, before)
			}
			seen[value] = name
		}
	}
}

// What a test gets does not depend on the tests beside it.
func TestFreshAppsDoNotDependOnTheOrder(t *testing.T) {
	t.Parallel()
	ids := func(names ...string) map[string]string {
		srv, err := chatdouble.New()
		if err != nil {
			t.Fatal(err)
		}
		got := make(map[string]string)
		for _, name := range names {
			s := &spy{name: name}
			t.Cleanup(s.end)
			got[name] = srv.CometChat(s).AppID
		}
		return got
	}
	one, two := ids("TestA", "TestB", "TestC"), ids("TestC", "TestA", "TestB")
	for name, id := range one {
		if two[name] != id {
			t.Errorf("%s got the app %s, in another order %s", name, id, two[name])
		}
	}
}

func TestCredentialsLookLikeTheVendors(t *testing.T) {
	t.Parallel()
	srv, err := chatdouble.New()
	if err != nil {
		t.Fatal(err)
	}
	for i := range 50 {
		s := &spy{name: fmt.Sprint("Test", i)}
		t.Cleanup(s.end)
		chat, zim := srv.CometChat(s), srv.ZIM(s)
		for what, tt := range map[string]struct {
			value  string
			length int
		}{
			"AppID": {chat.AppID, 16}, "APIKey": {chat.APIKey, 40}, "AuthKey": {chat.AuthKey, 40}, "ServerSecret": {zim.ServerSecret, 32},
		} {
			if len(tt.value) != tt.length {
				t.Errorf("%s = %q, want %d hex digits", what, tt.value, tt.length)
			}
			for _, c := range tt.value {
				if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
					t.Errorf("%s = %q, want %d hex digits", what, tt.value, tt.length)
				}
			}
		}
		if zim.AppID == 0 || zim.AppID == 1234567890 {
			t.Errorf("ZIM's AppID = %d, which is taken", zim.AppID)
		}
	}
}

func TestAppIsGoneAfterItsTest(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t)
	s := &spy{name: t.Name() + "/inner"}
	chat, zim := srv.CometChat(s), srv.ZIM(s)
	a, err := (chatClient{BaseURL: chat.BaseURL, APIKey: chat.APIKey}).blocked("x", "")
	if err != nil || a.Status != http.StatusNotFound {
		t.Fatalf("during its test the app answers %d, %v", a.Status, err)
	}
	s.end()
	if _, err := (chatClient{BaseURL: chat.BaseURL, APIKey: chat.APIKey}).blocked("x", ""); err == nil {
		t.Errorf("%s still answers", chat.BaseURL)
	}
	if got, err := (chatClient{srv.URL + "/v3", chat.APIKey, chat.AppID}).uids("x"); err != nil || got != "AUTH_ERR_INVALID_APPID" {
		t.Errorf("the removed app answers %q, %v", got, err)
	}
	if page, _, err := (zimClient{zim.BaseURL, zim.AppID, zim.ServerSecret}).queryBlacklist("x", 0, 0); err != nil || page.Code != 100000010 {
		t.Errorf("the removed app answers %d, %v", page.Code, err)
	}
	if len(srv.Requests()) != 2 {
		t.Errorf("the server's journal = %v, want the two calls that reached no app", srv.Requests())
	}
}
