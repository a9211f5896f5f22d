package zegoapi_test

import (
	"testing"
)

// The body's Action is not the query's: the query names the action, and a second one there is not
// looked at.
func TestActionInTheBody(t *testing.T) {
	t.Parallel()
	f := batchFront(t, "owner", "a")
	f.do(t, "AddFriends", infos(`{"UserId":"a"}`)).want(t, 0)
	for action, code := range map[string]int{`0`: 0, `"0"`: 0, `""`: 0, `null`: 0, `1`: 660000002, `-1`: 660000002, `"x"`: 660000002, `[0]`: 660000002, `0.0`: 660000002} {
		f.do(t, "UpdateFriendAttributes", `{"FromUserId":"owner","UserId":"a","Attributes":[{"Key":"k1","Value":"v"}],"action":`+action+`}`).want(t, code)
	}
	f.call(t, "POST", "UpdateFriendAttributes", "Action=5", `{"FromUserId":"owner","UserId":"a","Attributes":[{"Key":"k1","Value":"v"}]}`).want(t, 0)
}
