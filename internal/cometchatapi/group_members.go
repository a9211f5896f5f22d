package cometchatapi

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
)

type membersQuery struct {
	paging
	Status    string   `json:"status" rule:"enum=available|offline"`
	Scopes    []string `json:"scopes" rule:"enum=admin|moderator|participant"`
	SearchKey string   `json:"searchKey"`
}

// listedMember is somebody in the list of members.
type listedMember struct {
	user     *store.User
	joinedAt time.Time
	role     int64
	place    int64 // who has less comes first, then who came first
}

// membersPage is a page of members as me sees them.
type membersPage struct {
	me     string
	rows   []listedMember
	meta   pagination
	newest time.Time
}

// memberView is all that [membersPage] may write of a member.
type memberView struct {
	personHead
	Scope    string    `json:"scope"`
	JoinedAt time.Time `json:"joinedAt" wire:"seconds"`
	personTail
	ConversationID string `json:"conversationId,omitempty"`
}

type membersView struct {
	Data []memberView `json:"data"`
	Meta peopleMeta   `json:"meta"`
}

var listMembers = op[membersQuery, membersPage]{
	Name: "ListGroupMembers", Route: "GET /groups/{guid}/members", Page: "Group Members", Seen: groupsSeen,
	Right:      right[membersQuery]{Feature: "listGroupMembers", InScope: "listMembers"},
	OnBehalfOf: true, First: groupThere,
	Run: func(tx *store.Tx, who caller, q membersQuery) (membersPage, error) {
		a, err := actingIn(tx, who)
		if err != nil {
			return membersPage{}, err
		}
		return q.page(tx, a), nil
	},
	Show:  showMembers,
	Looks: shape.For[membersView](),
	Codes: codes{gateway.Recorded: {errGUIDNotFound, errNotJoined}, gateway.Assumed: {errUIDNotFound, errBannedMember, errBadRequest}},
	Notes: append(notes{
		documented("conversationId is there with onBehalfOf, but not on the own row"),
		assumed("without onBehalfOf: real totals"),
	}, memberListNotes...),
	AsMe: &asMe{
		Codes: codes{gateway.Assumed: {errGUIDNotFound, errNotJoined, errBannedMember, errBadRequest}},
		Notes: append(notes{assumed("as ListGroupMembers with onBehalfOf")}, memberListNotes...),
	},
}

var memberListNotes = notes{
	documented("members and their order: scope and joinedAt stand before createdAt"),
	documented("who joined last first, the owner last"),
	assumed("those of one second stand in the order in which they came"),
	recorded("a member who was banned by usersToBan is still listed, until the unban; one who was banned by BanGroupUser is not", groupsSeen),
	assumed("membersCount counts neither; deactivated members are hidden, and count"),
	documented("filters status and scopes"),
	assumed("searchKey is a prefix of uid or name, whatever the case"),
	assumed("as somebody sees it total is 0, and a full page has a next one; the cursor as in ListUsers"),
}

func (q *membersQuery) page(tx *store.Tx, a acting) (p membersPage) {
	p.me = a.me
	members := tx.Members(a.group.ID)
	all := make([]listedMember, 0, members.Len())
	q.SearchKey = strings.ToLower(q.SearchKey)
	add := func(m listedMember) {
		if !q.holds(m) {
			return
		}
		if m.place = -m.joinedAt.UnixMilli(); m.user.ID == a.group.Owner {
			m.place = math.MaxInt64
		}
		all = append(all, m)
		if at := m.user.Changed(); at.After(p.newest) {
			p.newest = at
		}
	}
	for m := range members.From(0) {
		add(listedMember{user: m.User, joinedAt: m.JoinedAt, role: m.Role})
	}
	for b := range tx.Bans(a.group.ID) {
		if b.Kept != nil {
			add(listedMember{user: b.User, joinedAt: b.Kept.JoinedAt, role: b.Kept.Role})
		}
	}
	slices.SortStableFunc(all, func(x, y listedMember) int { return cmp.Compare(x.place, y.place) })
	from := min(q.offset(), len(all))
	p.rows = all[from:min(from+q.Size, len(all))]
	if p.meta = q.counting(len(all), len(p.rows)); a.me != "" {
		p.meta = q.around(len(p.rows))
	}
	return p
}

func (q *membersQuery) holds(m listedMember) bool {
	return m.user.DeactivatedAt.IsZero() &&
		(q.Status == "" || statusOf(m.user) == q.Status) &&
		(len(q.Scopes) == 0 || slices.Contains(q.Scopes, scopes[m.role])) &&
		(q.SearchKey == "" || strings.HasPrefix(m.user.ID, q.SearchKey) || nameBegins(m.user.Name, q.SearchKey))
}

func showMembers(dst []byte, p membersPage) []byte {
	dst = append(dst, `{"data":[`...)
	for i, m := range p.rows {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = m.append(dst, p.me)
	}
	return p.meta.appendTo(dst, p.newest)
}

func (m *listedMember) append(dst []byte, me string) []byte {
	piece := m.user.Piece(writePiece)
	dst = append(dst, piece.Head...)
	dst = append(dst, `,"scope":"`+scopes[m.role]+`","joinedAt":`...)
	dst = jsontext.AppendSeconds(dst, m.joinedAt.Unix())
	dst = append(dst, piece.Tail...)
	if me != "" && me != m.user.ID {
		dst = append(dst, `,"conversationId":"`...)
		dst = append(appendConversationID(dst, me, m.user.ID), '"')
	}
	return append(dst, '}')
}
