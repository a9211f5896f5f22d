package zegoapi_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Assumed: walks of any Limit while conversations of few moments move to the end, are deleted and begin. Each that was
// there all the time and has not moved comes exactly once, in its order; none comes twice without having moved between.
func TestWalkOfConversationsThatMove(t *testing.T) {
	t.Parallel()
	const size = 40
	f := talking(t, "")
	var people []chatdouble.User
	for i := range 2 * size {
		people = append(people, chatdouble.User{ID: fmt.Sprintf("p%02d", i)})
	}
	f.AddUsers(people...)
	chance := rand.New(rand.NewPCG(13, 14))
	for round := range 25 {
		owner := fmt.Sprint("owner", round)
		f.AddUsers(chatdouble.User{ID: owner})
		for i := range size {
			if chance.IntN(10) == 0 {
				f.Clock().Advance(time.Millisecond)
			}
			f.write(t, fmt.Sprintf("p%02d", i), owner)
		}
		all, _ := f.conversations(t, owner, 500, 0)
		f.walkConversations(t, chance, owner, strings.Fields(all))
	}
}

func (f *front) walkConversations(t *testing.T, chance *rand.Rand, owner string, all []string) {
	t.Helper()
	limit, touched, moves := 1+chance.IntN(6), map[string]bool{}, map[string]int{}
	var given []string
	next := int64(0)
	for call := 0; ; call++ {
		ids, page := f.conversations(t, owner, limit, next)
		if page.Code != 0 {
			t.Fatalf("%s, call %d: Code %d", owner, call, page.Code)
		}
		given = append(given, strings.Fields(ids)...)
		if next = page.Next; next == 0 {
			break
		}
		for range chance.IntN(4) {
			if call > 2*len(all) { // so that the walk ends
				break
			}
			id := fmt.Sprintf("p%02d", chance.IntN(2*len(all)))
			if touched[id] = true; chance.IntN(4) > 0 {
				f.Clock().Advance(time.Duration(chance.IntN(2)) * time.Millisecond)
				f.write(t, id, owner)
				moves[id]++
			} else {
				f.do(t, "DeleteConv", `{"FromUserId":"`+owner+`","ConvType":0,"ConvId":"`+id+`"}`).want(t, 0)
			}
		}
	}
	count := map[string]int{}
	for _, id := range given {
		count[id]++
	}
	for id, n := range count {
		if n > 1+moves[id] {
			t.Errorf("%s, Limit %d: %s came %d times and moved %d", owner, limit, id, n, moves[id])
		}
	}
	isTouched := func(id string) bool { return touched[id] }
	if stayed, got := slices.DeleteFunc(all, isTouched), slices.DeleteFunc(given, isTouched); !slices.Equal(got, stayed) {
		t.Errorf("%s, Limit %d: of those that stayed came %v, want %v", owner, limit, got, stayed)
	}
}
