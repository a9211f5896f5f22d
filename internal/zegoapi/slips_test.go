package zegoapi_test

import (
	"crypto/md5"
	"encoding/base64"
	"encoding/hex"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// DESIGN, "Beside every answer": X-Chatdouble-Reason names the usual slip that a signature was made
// with. The signatures are made here by hand; the page "Accessing Server APIs" has the right way.
func TestSlipsAreNamed(t *testing.T) {
	t.Parallel()
	server := chatdouble.Start(t, chatdouble.WithLimits(false))
	f, neighbour := another(t, server), another(t, server)
	f.AddUsers(chatdouble.User{ID: "alice"})
	f.Clock().Freeze(time.Unix(1_700_000_000, 0))
	const nonce, now = "4fd24687296dd9f3", "1700000000"
	rawNonce, _ := hex.DecodeString(nonce)
	sum := func(text string) string {
		digest := md5.Sum([]byte(text))
		return hex.EncodeToString(digest[:])
	}
	right := sum(f.appID + nonce + f.secret + now)
	digest, _ := hex.DecodeString(right)

	for _, tt := range []struct{ name, signature, words string }{
		{"upper case", strings.ToUpper(right), "upper-case hex"},
		{"wrong order", sum(f.appID + nonce + now + f.secret), "wrong order"},
		{"secret first", sum(f.secret + f.appID + nonce + now), "wrong order"},
		{"hash over milliseconds", sum(f.appID + nonce + f.secret + now + "123"), "milliseconds"},
		{"raw bytes of the nonce", sum(f.appID + string(rawNonce) + f.secret + now), "raw bytes of SignatureNonce"},
		{"secret of another app", sum(f.appID + nonce + neighbour.secret + now), "app " + neighbour.appID},
		{"signed for another app", sum(neighbour.appID + nonce + neighbour.secret + now), "app " + neighbour.appID},
		{"base64", base64.StdEncoding.EncodeToString(digest), "base64"},
		{"joined with &", sum(f.appID + "&" + nonce + "&" + f.secret + "&" + now), `"&"`},
		{"no secret", sum(f.appID + nonce + now), "leaves out ServerSecret"},
		{"secret not set", sum(f.appID + nonce + "undefined" + now), "undefined"},
		{"cut off", right[:16], "cut off"},
		{"an unknown secret", sum(f.appID + nonce + "who knows" + now), "another secret was hashed (AppSign is none)"},
		{"a nonce made twice", sum(f.appID + "another" + f.secret + now), "nonce or time was made twice"},
		{"all parameters, sorted", sum("Action=QueryBlacklist&AppId=" + f.appID + "&FromUserId=alice&SignatureNonce=" + nonce + "&SignatureVersion=2.0&Timestamp=" + now + f.secret), "all parameters in the order of their names"},
		{"not hex", "zzz", "not hex"},
		{"sample of the page", "Pc5WB8gokVn0xfeu/ZV+iNM1dgI=", "Signature does not match"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			c := f.right()
			c.signature = tt.signature
			a := f.ask(t, "GET", c.with("FromUserId=alice"), "")
			a.refused(t, 100000005, tt.words)
			if strings.Contains(a.Reason(), right) {
				t.Errorf("the reason tells the right signature: %s", a.Reason())
			}
		})
	}
}

// The signature that the page "Accessing Server APIs" publishes, from end to end.
func TestPublishedSignature(t *testing.T) {
	t.Parallel()
	f := openSample(t, `users: [{userId: alice, blacklist: [bob]}, {userId: bob, userName: Bob}]`)
	const query = "Action=QueryBlacklist&AppId=12345&SignatureNonce=4fd24687296dd9f3&Timestamp=1615186943" +
		"&SignatureVersion=2.0&Signature=43e5cfcca828314675f91b001390566a&FromUserId=alice&Limit=100&Next=0"

	f.Clock().Freeze(time.Unix(1_615_186_943, 0))
	a := f.ask(t, "GET", query, "")
	if a.Code != 0 || len(a.Blacklist) != 1 || a.Blacklist[0].UserName != "Bob" {
		t.Errorf("the published signature: %d %s, rows %v", a.Code, a.Reason(), a.Blacklist)
	}
	f.Clock().Advance(601 * time.Second)
	f.ask(t, "GET", query, "").refused(t, 100000004)
	f.Clock().Freeze(time.Unix(1_615_186_943, 0))
	for i := range 32 { // every digit counts
		wrong := []byte("43e5cfcca828314675f91b001390566a")
		wrong[i] ^= 1
		f.Clock().Advance(time.Second / 4)
		f.ask(t, "GET", strings.Replace(query, "43e5cfcca828314675f91b001390566a", string(wrong), 1), "").refused(t, 100000005)
	}
}
