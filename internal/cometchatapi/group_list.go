package cometchatapi

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

type groupsQuery struct {
	paging
	SearchKey string   `json:"searchKey"`
	SearchIn  []string `json:"searchIn" rule:"enum=name|guid"`
	SortBy    string   `json:"sortBy" rule:"enum=name|guid|createdAt"`
	SortOrder string   `json:"sortOrder" rule:"enum=asc|desc|ASC|DESC"`
	Affix     string   `json:"affix" rule:"enum=append|prepend"`
	UpdatedAt int      `json:"updatedAt" rule:"min=1" check:"time"`
	WithTags  bool     `json:"withTags"`
	Tags      []string `json:"tags"`
	Type      string   `json:"type" rule:"enum=public|private|password"`
	Types     []string `json:"types" rule:"enum=public|private|password"`
	HasJoined bool     `json:"hasJoined"`
}

// groupsPage is a page of groups.
type groupsPage struct {
	Data []groupView `json:"data"`
	Meta peopleMeta  `json:"meta"`
}

func (*groupsPage) whole() {}

var listGroups = op[groupsQuery, groupsPage]{
	Name: "ListGroups", Route: "GET /groups", Page: "Groups", Seen: groupsSeen,
	Right:      right[groupsQuery]{Feature: "listGroups", Permission: "listGroups"},
	OnBehalfOf: true,
	Run: func(tx *store.Tx, who caller, q groupsQuery) (groupsPage, error) {
		return q.page(tx, who.Me), nil
	},
	Codes: codes{gateway.Assumed: {errUIDNotFound, errBadRequest}},
	Notes: append(notes{
		documented("with onBehalfOf: scope, joinedAt and hasJoined of groups that the user is in"),
		assumed("without onBehalfOf: the newest first and real totals; hasJoined is ignored"),
	}, groupListNotes...),
	AsMe: &asMe{
		Codes: codes{gateway.Assumed: {errBadRequest}},
		Notes: append(notes{assumed("as ListGroups with onBehalfOf")}, groupListNotes...),
	},
}

var groupListNotes = notes{
	documented("private groups that the user is not in are hidden"),
	assumed("those from which the user is banned are hidden, too"),
	assumed("as somebody sees it: by name, whatever the case, then guid; total is 0, and a full page has a next one"),
	documented("searchKey in name and guid; searchIn narrows it"),
	assumed("it is a prefix, whatever the case"),
	documented("tags are shown with withTags alone; groups with any of tags, type, types; hasJoined true: those that the user is in"),
	documented("updatedAt with affix append or prepend: groups changed after or before it"),
	assumed("prepend when missing; a group that was never changed was changed when it was made"),
	recorded("sortOrder in upper case is accepted; a tag that no group has finds nothing", groupsSeen),
	assumed("sortOrder is asc unless given and means nothing without sortBy"),
	assumed("meta.cursor.updatedAt is the newest change of a group in the whole filtered list, affix prepend; no cursor beside an empty data"),
}

func (q *groupsQuery) page(tx *store.Tx, me string) (p groupsPage) {
	var found []*store.Group
	var newest time.Time
	for g := range tx.Groups(0) {
		if q.holds(tx, me, g) {
			found = append(found, g)
			if at := changeOf(g); at.After(newest) {
				newest = at
			}
		}
	}
	q.sort(found, me)
	from := min(q.offset(), len(found))
	for _, g := range found[from:min(from+q.Size, len(found))] {
		v := viewOfGroup(tx, g, me)
		if !q.WithTags {
			v.Tags = nil
		}
		p.Data = append(p.Data, v)
	}
	if p.Meta.Pagination = q.counting(len(found), len(p.Data)); me != "" {
		p.Meta.Pagination = q.around(len(p.Data))
	}
	if len(p.Data) > 0 {
		p.Meta.Cursor = peopleCursor{newest, "prepend"}
	}
	return p
}

// changeOf is when a group was changed last.
func changeOf(g *store.Group) time.Time {
	if g.UpdatedAt.IsZero() {
		return g.CreatedAt
	}
	return g.UpdatedAt
}

func (q *groupsQuery) holds(tx *store.Tx, me string, g *store.Group) bool {
	at := int(changeOf(g).Unix())
	switch {
	case q.Type != "" && g.Type != q.Type,
		len(q.Types) > 0 && !slices.Contains(q.Types, g.Type),
		len(q.Tags) > 0 && !slices.ContainsFunc(g.Tags, func(tag string) bool { return slices.Contains(q.Tags, tag) }),
		q.UpdatedAt != 0 && q.Affix == "append" && at <= q.UpdatedAt,
		q.UpdatedAt != 0 && q.Affix != "append" && at >= q.UpdatedAt,
		!q.finds(g):
		return false
	case me == "":
		return true
	}
	_, is := tx.Member(g.ID, me)
	_, banned := tx.Banned(g.ID, me)
	return is || !banned && !q.HasJoined && g.Type != privateGroup
}

func (q *groupsQuery) finds(g *store.Group) bool {
	key := strings.ToLower(q.SearchKey)
	in := func(name string) bool { return len(q.SearchIn) == 0 || slices.Contains(q.SearchIn, name) }
	return in("guid") && strings.HasPrefix(g.ID, key) || in("name") && nameBegins(g.Name, key)
}

// sort puts groups that are in the order of coming into that of the list.
func (q *groupsQuery) sort(all []*store.Group, me string) {
	byName := func(a, b *store.Group) int {
		return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name))
	}
	if me == "" {
		slices.Reverse(all)
		slices.SortStableFunc(all, func(a, b *store.Group) int { return b.CreatedAt.Compare(a.CreatedAt) })
	} else {
		slices.SortStableFunc(all, func(a, b *store.Group) int { return cmp.Or(byName(a, b), cmp.Compare(a.ID, b.ID)) })
	}
	compare := map[string]func(a, b *store.Group) int{
		"name":      byName,
		"guid":      func(a, b *store.Group) int { return cmp.Compare(a.ID, b.ID) },
		"createdAt": func(a, b *store.Group) int { return a.CreatedAt.Compare(b.CreatedAt) },
	}[q.SortBy]
	if compare == nil {
		return
	}
	slices.SortStableFunc(all, func(a, b *store.Group) int {
		if strings.EqualFold(q.SortOrder, "desc") {
			return compare(b, a)
		}
		return compare(a, b)
	})
}
