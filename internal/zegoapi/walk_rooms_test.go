package zegoapi_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Page "QueryRoomUserList": pages are counted, so each page of a list that changes is that of the list as it is at the
// call; NextFlag is "0" exactly at the end.
func TestWalkOfARoom(t *testing.T) {
	t.Parallel()
	chance := rand.New(rand.NewPCG(3, 4))
	f := openSample(t, "generate: {users: 60}", chatdouble.WithLimits(false))
	outside := make([]string, 60)
	for i := range outside {
		outside[i] = fmt.Sprintf("user-%04d", i+1)
	}
	var inside []string
	enter := func() {
		i := chance.IntN(len(outside))
		f.As(outside[i]).EnterRoom("r")
		inside, outside = append(inside, outside[i]), slices.Delete(outside, i, i+1)
	}
	for range 20 {
		enter()
	}
	for round := range 40 {
		limit, mode, next := 1+chance.IntN(12), round%2, ""
		for {
			r := f.fetch(t, "QueryRoomUserList", fmt.Sprintf("RoomId=r&Limit=%d&Mode=%d&NextFlag=%s", limit, mode, next))
			list := slices.Clone(inside)
			if mode == 1 {
				slices.Reverse(list)
			}
			at, _ := strconv.Atoi(next)
			from := min(at*limit, len(list))
			to, end := min(from+limit, len(list)), "0"
			if to < len(list) {
				end = strconv.Itoa(at + 1)
			}
			if r.Code != 0 || !slices.Equal(r.roomUsers(), list[from:to]) || r.Count != len(list) || string(r.NextFlag) != end {
				t.Fatalf("Limit %d, Mode %d, NextFlag %q: %s, want %v of %d and %q", limit, mode, next, r.Body, list[from:to], len(list), end)
			}
			if next = string(r.NextFlag); next == "0" {
				break
			}
			if chance.IntN(2) == 0 && len(outside) > 0 {
				enter()
			} else if len(inside) > 1 {
				i := chance.IntN(len(inside))
				f.As(inside[i]).LeaveRoom("r")
				outside, inside = append(outside, inside[i]), slices.Delete(inside, i, i+1)
			}
		}
	}
}

// The largest page, and what counts as it; what is no page number.
func TestPagesOfARoom(t *testing.T) {
	t.Parallel()
	var ids []string
	for i := range 501 {
		ids = append(ids, fmt.Sprintf("user-%04d", i+1))
	}
	f := openSample(t, "generate: {users: 501}, rooms: [{roomId: r, users: ["+strings.Join(ids, ", ")+"]}]", chatdouble.WithLimits(false))
	for asked, want := range map[string]string{
		"": "500 1", "&Limit=": "500 1", "&Limit=0": "500 1", "&Limit=501": "500 1", "&Limit=99999999999999999999": "500 1",
		"&NextFlag=1": "1 0", "&NextFlag=0&Limit=500": "500 1", "&NextFlag=2": "0 0", "&NextFlag=99999999999999999999": "0 0",
		"&Limit=500&NextFlag=01": "1 0", "&Limit=167&NextFlag=2": "167 0",
	} {
		r := f.fetch(t, "QueryRoomUserList", "RoomId=r"+asked)
		if got := fmt.Sprint(len(r.UserList), " ", r.NextFlag); r.Code != 0 || r.Count != 501 || got != want {
			t.Errorf("%s: Code %d, Count %d, %s, want %s", asked, r.Code, r.Count, got, want)
		}
	}
	for _, bad := range []string{"&NextFlag=x", "&NextFlag=-1", "&NextFlag=1.0", "&Limit=-1", "&Mode=2", "&Mode=x"} {
		f.fetch(t, "QueryRoomUserList", "RoomId=r"+bad).refused(t, 660000002)
	}
}

// Assumed: a body may have NextFlag as a number, which older pages of the vendor have in the place of the text.
func TestNextFlagAsNumber(t *testing.T) {
	t.Parallel()
	f := openSample(t, `users: [{userId: alice}, {userId: bob}], rooms: [{roomId: r, users: [alice, bob]}]`)
	for flag, want := range map[string]string{"0": "alice", "1": "bob", `"1"`: "bob"} {
		r := f.do(t, "QueryRoomUserList", `{"RoomId":"r","Limit":1,"NextFlag":`+flag+`}`)
		if got := r.roomUsers(); r.Code != 0 || !slices.Equal(got, []string{want}) {
			t.Errorf("NextFlag %s: %v (%s), want %s", flag, got, r.Body, want)
		}
	}
}
