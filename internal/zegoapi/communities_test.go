package zegoapi_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Page "Query community list".
func TestGoldenCommunities(t *testing.T) {
	t.Parallel()
	const members = "users: [{userId: ann}], communities: [{communityId: CommunityA, communityName: CommunityNameA}, {communityId: CommunityB, communityName: CommunityNameB}, c, d]"
	f := openSample(t, members, chatdouble.WithLimits(false))
	f.As("ann").CreateCommunity("e", "E")
	f.goldens(t, []sampled{{"QueryAppCommunityList/sample", `{"Limit":2,"Next":0}`}, {"QueryAppCommunityList/sample", "Limit=2&Next=0"}})
	openSample(t, "users: [{userId: ann}]", chatdouble.WithLimits(false)).goldens(t, []sampled{{"QueryAppCommunityList/empty", "Limit=0"}})
	if r := f.call(t, "GET", "QueryAppCommunityList", "", `{"Limit":2,"Next":1}`); !strings.Contains(r.Body, `"TotalCount":5,"Next":2,"CommunityIdList":[{"CommunityId":"c","CommunityName":""},{"CommunityId":"d","CommunityName":""}]`) {
		t.Errorf("by the body of a GET: %s", r.Body)
	}
	if r := f.fetch(t, "QueryAppCommunityList", "Limit=99999&Next=9223372036854775807"); !strings.Contains(r.Body, `"TotalCount":5,"Next":0,"CommunityIdList":[]`) {
		t.Errorf("behind the end: %s", r.Body)
	}
	if status, answer := f.act(t, `{"act":"createCommunity","user":"ann","community":"c"}`); status == 200 || !strings.Contains(answer, "exists already") {
		t.Errorf("a community made twice: %d %s", status, answer)
	}
	state := f.State()
	if f.SetState(state); !strings.Contains(state, "communityName: E") || f.State() != state {
		t.Errorf("put back the state is\n%s\nwas\n%s", f.State(), state)
	}
	if f.MergeState("communities: [{communityId: c, communityName: C}]"); !strings.Contains(f.State(), "communityName: C}") {
		t.Errorf("merged it is %s", f.State())
	}
	if status, answer := f.patch(t, "communities: [x, x]"); status == 200 || !strings.Contains(answer, "listed twice") {
		t.Errorf("listed twice: %d %s", status, answer)
	}
}

// The pages of the list, while communities are made: none comes twice, and none is left out.
func TestCommunitiesPageByPage(t *testing.T) {
	t.Parallel()
	chance := rand.New(rand.NewPCG(12, 2))
	f := batchFront(t, "ann")
	made := 0
	for limit := 1; limit < 8; limit++ {
		var got []string
		for next := int64(0); ; {
			for range chance.IntN(3) {
				f.As("ann").CreateCommunity(fmt.Sprint("c", made), "")
				made++
			}
			r := f.fetch(t, "QueryAppCommunityList", fmt.Sprintf("Limit=%d&Next=%d", limit, next))
			for _, c := range r.CommunityIDList {
				got = append(got, c.CommunityID)
			}
			if next++; r.Next != next || r.TotalCount != made {
				if r.Next != 0 || r.TotalCount != made || len(got) != made {
					t.Fatalf("Limit %d: Next %d, TotalCount %d, given %v of %d", limit, r.Next, r.TotalCount, got, made)
				}
				break
			}
		}
		for i, id := range got {
			if id != fmt.Sprint("c", i) {
				t.Fatalf("Limit %d: row %d is %s", limit, i, id)
			}
		}
	}
}

// Page "Push messages to all users": once a second, and so often in 24 hours; nothing of it is left.
func TestPushToAll(t *testing.T) {
	t.Parallel()
	f := openSample(t, "users: [{userId: ann}], limits: {pushesPerDay: 3}", chatdouble.WithFrozenTime(noonOfSample))
	push := func() reply {
		return f.do(t, "SendMessageToAllUsers", `{"FromUserId":"ann","MessageType":1,"MessageBody":{"Message":"hello"}}`)
	}
	state := f.State()
	push().want(t, 0)
	push().refused(t, 660500003, "pushesPerSecond") // which counts all the same
	f.Clock().Advance(time.Second)
	push().want(t, 0)
	f.Clock().Advance(time.Second)
	push().refused(t, 660500003, "pushesPerDay")
	f.Clock().Advance(24*time.Hour - 2*time.Second)
	push().want(t, 0)
	if f.State() != state {
		t.Errorf("the state has changed to %s", f.State())
	}
	f.do(t, "SendMessageToAllUsers", fmt.Sprintf(`{"FromUserId":"ann","MessageType":1,"MessageBody":{"Message":%q}}`, strings.Repeat("x", 2049))).refused(t, 660500003)
	f.Clock().Advance(time.Second)
	f.do(t, "SendMessageToAllUsers", fmt.Sprintf(`{"FromUserId":"ann","MessageType":1,"MessageBody":{"Message":%q}}`, strings.Repeat("x", 2049))).refused(t, 660400001)
	f.Clock().Advance(time.Second)
	f.do(t, "SendMessageToAllUsers", fmt.Sprintf(`{"FromUserId":"ann","MessageType":1,"MessageBody":{"Message":%q}}`, strings.Repeat("x", 2048))).refused(t, 660500003, "pushesPerDay")
}
