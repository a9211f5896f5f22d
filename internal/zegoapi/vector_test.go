package zegoapi_test

import (
	"strings"
	"testing"
	"time"
)

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
