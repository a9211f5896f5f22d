package zegoapi

import (
	"fmt"
	"strconv"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var queryGroupMemberList = operation{
	Name: "QueryGroupMemberList", Page: "Group/query-group-member-list", Rate: errMemberListRate,
	Does: action[memberQuery, memberPage]{
		Run: func(tx *store.Tx, q memberQuery) (out memberPage, err error) {
			g, err := groupOf(tx, q.GroupID)
			if err != nil {
				return out, err
			}
			members := tx.Members(g.ID)
			p := pageNumber(q.Next, q.Limit, maxMemberPage, members.Len())
			out = memberPage{Total: members.Len(), Next: p.next, Members: make([]memberRow, 0, min(p.limit, members.Len()-p.from))}
			for m := range members.From(p.from) {
				if len(out.Members) == p.limit {
					break
				}
				out.Members = append(out.Members, memberRow{m.User.ID, m.User.Name, m.Nickname, m.Role})
			}
			return out, nil
		},
	},
	Listed: []*codeError{errInput, errNoGroup, errMemberList, errMemberListRate},
	Checks: []*codeError{errMemberListRate, errInput, errNoGroup},
	Notes: []gateway.Fact{
		documented("members TotalCount, Next and MemberList with " + membersOf[memberRow]()),
		documented("Limit missing or above 1000 counts as 1000; it stays the same from page to page"),
		pagesByNumber,
		assumed("Limit 0 counts as 1000; another Limit counts other pages"),
		assumed("order: by the time of joining, the owner first at creation"),
		assumed("no nickname: an empty string; Role is a role of the app's own as it is"),
		documented("anybody may ask"),
	},
}

// pagesByNumber is said of each list whose pages are counted.
var pagesByNumber = assumed("Next is the number of the page behind this one: 1, 2 and so on, 0 on the last one, also on a full one; a page behind the end is empty, with Next 0")

const (
	maxMemberPage = 1000
	maxGroupPage  = 10_000
)

type memberQuery struct {
	GroupID string `json:"GroupId" rule:"required,userid"`
	Limit   int64  `json:"Limit"`
	Next    int64  `json:"Next"`
}

type memberPage struct {
	Total   int         `json:"TotalCount"`
	Next    int64       `json:"Next"`
	Members []memberRow `json:"MemberList" wire:"vary"`
}

type memberRow struct {
	UserID   string `json:"UserId"`
	Name     string `json:"UserName"`
	Nickname string `json:"UserNickName"`
	Role     int64  `json:"Role"`
}

var queryAppGroupList = operation{
	Name: "QueryAppGroupList", Page: "Group/query-group-list-in-the-app", Method: get, Rate: errGroupListRate,
	Rates: []rate{{Quota: "listsPerSecond"}},
	Does: action[groupQuery, groupPage]{
		Run: func(tx *store.Tx, q groupQuery) (groupPage, error) {
			p := pageNumber(q.Next, q.Limit, maxGroupPage, tx.GroupCount())
			out := groupPage{Total: tx.GroupCount(), Next: p.next}
			for g := range tx.Groups(p.from) {
				if len(out.Groups) == p.limit {
					break
				}
				out.Groups = append(out.Groups, groupRow{g.ID, g.Name})
			}
			return out, nil
		},
	},
	Listed: []*codeError{errInput, errGroupList, errGroupListRate},
	Checks: []*codeError{errGroupListRate, errInput},
	Notes: []gateway.Fact{
		documented("members TotalCount, Next and GroupIdList with " + membersOf[groupRow]()),
		documented("Limit missing or above 10000 counts as 10000; it stays the same from page to page"),
		pagesByNumber,
		assumed("Limit 0 counts as 10000; another Limit counts other pages"),
		assumed("order: as the groups were made; no name: an empty string"),
		assumed("the list is as of now (the vendor's may be a minute old)"),
	},
}

type groupQuery struct {
	Limit int64 `json:"Limit"`
	Next  int64 `json:"Next"`
}

type groupPage struct {
	Total  int        `json:"TotalCount"`
	Next   int64      `json:"Next"`
	Groups []groupRow `json:"GroupIdList" wire:"vary"`
}

type groupRow struct {
	GroupID string `json:"GroupId"`
	Name    string `json:"GroupName"`
}

var queryGroupsInfoOfUser = operation{
	Name: "QueryGroupsInfoOfUser", Page: "User/query-group-information-of-user-joined",
	Does: action[joinedQuery, joinedPage]{
		Check: func(c *gateway.Call, q *joinedQuery) (err error) {
			q.cursors = cursorsOf(c.App.Seed, "/groups "+q.FromUserID)
			if q.Next != "" && q.Next != listEnd && !q.cursors.read(q.Next, &q.after) {
				return errInput.because("Next %.80q was not given out by this list; a list begins with \"\" or \"0\"", q.Next)
			}
			return nil
		},
		Run: func(tx *store.Tx, q joinedQuery) (joinedPage, error) {
			groups := tx.GroupsOf(q.FromUserID)
			out := joinedPage{Total: int64(groups.Len()), Next: listEnd}
			var last placeInTime
			for m := range groups.From(groups.After(q.after.at, q.after.seq)) {
				if int64(len(out.Groups)) == q.Limit {
					out.Next = q.cursors.behind(last)
					break
				}
				out.Groups = append(out.Groups, joinedRow{m.Group.ID, m.Group.Name, m.Group.Avatar})
				last = placeInTime{m.JoinedAt, m.Seq}
			}
			return out, nil
		},
	},
	Listed: []*codeError{errInput, errRate, errNotRegistered},
	Checks: []*codeError{errRate, errInput, errNotRegistered},
	Notes: []gateway.Fact{
		documented("members NextRsp, HasJoinGroupNum and GroupInfoList with " + membersOf[joinedRow]()),
		documented("Limit is 1 to 100"),
		documented(`Next and NextRsp are texts: "" asks for the first page, and "0" is the end`),
		assumed(`"0" and a missing Next ask for the first page, too; a number may stand in the place of the text`),
		assumed("NextRsp stays valid while the list changes, and belongs to this list alone: a Next that it never gave out is 660000002"),
		assumed("order: by the time of joining; name and avatar are those of the group now; HasJoinGroupNum counts all groups of the user"),
	},
}

// listEnd is the Next of the end of a list whose Next is a text.
const listEnd = "0"

type joinedQuery struct {
	FromUserID string `json:"FromUserId" rule:"required,userid"`
	Limit      int64  `json:"Limit" rule:"required,min=1,max=100"`
	Next       string `json:"Next" rule:"digits"`

	cursors cursors
	after   placeInTime
}

type joinedPage struct {
	Next   string      `json:"NextRsp"`
	Total  int64       `json:"HasJoinGroupNum"`
	Groups []joinedRow `json:"GroupInfoList" wire:"vary"`
}

type joinedRow struct {
	GroupID string `json:"GroupId"`
	Name    string `json:"GroupName"`
	Avatar  string `json:"GroupAvatar"`
}

// placeInTime is the place of a row in a list that is sorted by times.
type placeInTime struct {
	at  time.Time
	seq uint32 // among equal times
}

const (
	timeDigits = 20 // of a number of 64 bits
	seqDigits  = 16 // of one of 53 bits
)

// behind is a Next that goes on behind a row, in digits that look random.
func (k cursors) behind(row placeInTime) string {
	hidden := uint64(row.at.UnixMilli()) ^ gateway.Mix(k.key^uint64(row.seq))
	return fmt.Sprintf("%0*d%0*d", timeDigits, hidden, seqDigits, k.after(row.seq))
}

// read reads such a Next. It reports false for one that this list never gave out.
func (k cursors) read(next string, row *placeInTime) bool {
	if len(next) != timeDigits+seqDigits {
		return false
	}
	hidden, err := strconv.ParseUint(next[:timeDigits], 10, 64)
	number, err2 := strconv.ParseInt(next[timeDigits:], 10, 64)
	if err != nil || err2 != nil {
		return false
	}
	seq, ok := k.place(number)
	row.at, row.seq = time.UnixMilli(int64(hidden^gateway.Mix(k.key^uint64(seq)))), seq
	return ok
}
