package cometchatapi

import (
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/wire"
)

var banUser = op[struct{}, banAnswered]{
	Name: "BanGroupUser", Route: "POST /groups/{guid}/bannedusers/{uid}", Page: "Banned Users", Seen: groupsSeen,
	Right:      right[struct{}]{Feature: "ban", InScope: "ban"},
	OnBehalfOf: true, First: groupThere,
	Run: func(tx *store.Tx, who caller, _ struct{}) (out banAnswered, _ error) {
		a, err := actingIn(tx, who)
		if err != nil {
			return out, err
		}
		if _, is := tx.Banned(a.group.ID, who.UID); is && who.UID != a.me {
			return out, errAlreadyBanned.of(who.UID, a.group.ID).because("%s is banned from the group %s already", who.UID, a.group.ID)
		}
		m, err := a.on(tx, who.UID)
		if err == nil {
			err = a.mayRemove(m)
		}
		if err != nil {
			return out, err
		}
		tx.Ban(a.group.ID, m.User.ID, thisSecond(tx), nil)
		action := groupAction{name: "banned", by: a.me, on: m.User}.put(tx, a.group)
		out.events = []hookEvent{who.banEvent(tx, memberBanned, a, m.User)}
		changedGroup(tx, a.group)
		if who.Choices.BanAnswer == "actionMessage" {
			out.action = &action
		}
		out.success = done("The user with uid " + m.User.ID + " has been banned from the Group with " + a.group.ID + ".")
		return out, nil
	},
	Show: showBanned,
	Tell: func(c *gateway.Call, out banAnswered) { tellAll(c, out.events) },
	Codes: codes{
		gateway.Recorded: {errGUIDNotFound, errUIDNotFound, errNotAMember},
		gateway.Assumed:  {errAlreadyBanned, errBannedMember, errNoClearance, errNotJoined, errNoSelfAction, errNoModerator},
	},
	Notes: append(notes{
		documented("the answer's text; the variant banAnswer answers the action message, as a live suite has it"),
		documented("the ban takes the membership away and lasts until the unban"),
		recorded("who is no member cannot be banned"),
	}, removalNotes...),
	AsMe: &asMe{
		Codes: codes{gateway.Assumed: {
			errGUIDNotFound, errUIDNotFound, errNotAMember, errAlreadyBanned, errBannedMember, errNoClearance, errNotJoined, errNoSelfAction,
			errNoModerator,
		}},
		Notes: removalNotes,
	},
}

// banAnswered is the answer to a ban: words, or the action message.
type banAnswered struct {
	success success
	action  *messageView
	events  []hookEvent
}

var successPlan = wire.For[success](wire.PHP)

func showBanned(dst []byte, out banAnswered) []byte {
	if dst = append(dst, `{"data":`...); out.action != nil {
		return append(messagePlan.Append(dst, out.action), '}')
	}
	return append(successPlan.Append(dst, &out.success), '}')
}

// banEvent tells of a ban or its end. With onBehalfOf the variant banWebhook decides of whom.
func (who *caller) banEvent(tx *store.Tx, trigger string, a acting, target *store.User) hookEvent {
	if who.Choices.BanWebhook == "actor" && a.me != "" {
		target, _ = tx.User(a.me)
	}
	return memberEvent(tx, trigger, a.group, a.me, hookMember{user: target})
}

var unbanUser = op[struct{}, told[success]]{
	Name: "UnbanGroupUser", Route: "DELETE /groups/{guid}/bannedusers/{uid}", Page: "Banned Users", Seen: groupsSeen,
	Right:      right[struct{}]{Feature: "unban", InScope: "unban"},
	OnBehalfOf: true, First: groupThere,
	Run: func(tx *store.Tx, who caller, _ struct{}) (out told[success], _ error) {
		a, err := actingIn(tx, who)
		if err == nil {
			err = a.needs(moderator)
		}
		if err != nil {
			return out, err
		}
		if !tx.Unban(a.group.ID, who.UID) {
			return out, errNotBanned.of(who.UID, a.group.ID).because("%s is not banned from the group %s", who.UID, a.group.ID)
		}
		u, _ := tx.User(who.UID)
		groupAction{name: "unbanned", by: a.me, on: u}.put(tx, a.group)
		out.events = []hookEvent{who.banEvent(tx, memberUnbanned, a, u)}
		changedGroup(tx, a.group)
		out.Data = done("The user with uid " + u.ID + " has been unbanned from the Group with " + a.group.ID + ".")
		return out, nil
	},
	Tell: tellHooks[success],
	Codes: codes{
		gateway.Recorded: {errGUIDNotFound, errUIDNotFound, errNotBanned},
		gateway.Assumed:  {errBannedMember, errNotJoined, errNoModerator},
	},
	Notes: unbanNotes,
	AsMe: &asMe{
		Codes: codes{gateway.Assumed: {errGUIDNotFound, errUIDNotFound, errNotBanned, errBannedMember, errNotJoined, errNoModerator}},
		Notes: unbanNotes,
	},
}

var unbanNotes = notes{
	assumed("the answer's text: the vendor's sample repeats that of the ban"),
	assumed("the user is not a member afterwards; a participant may not unban"),
	documented("the action message unbanned"),
}

type bannedQuery struct {
	paging
	SearchKey string   `json:"searchKey"`
	Scopes    []string `json:"scopes" rule:"noeffect"` // that of a ban is gone
}

// bannedPage is a page of those who are banned as me sees them.
type bannedPage struct {
	me     string
	rows   []store.Row
	page   paging
	newest time.Time
}

var listBanned = op[bannedQuery, bannedPage]{
	Name: "ListBannedGroupUsers", Route: "GET /groups/{guid}/bannedusers", Page: "Banned Users", Seen: groupsSeen,
	Right:      right[bannedQuery]{Feature: "listBannedUsers", InScope: "listBannedUsers"},
	OnBehalfOf: true, First: groupThere,
	Run: func(tx *store.Tx, who caller, q bannedQuery) (bannedPage, error) {
		a, err := actingIn(tx, who)
		if err != nil {
			return bannedPage{}, err
		}
		return q.of(tx, a), nil
	},
	Show:  showBannedPage,
	Looks: people,
	Codes: codes{gateway.Recorded: {errGUIDNotFound}, gateway.Assumed: {errUIDNotFound, errNotJoined, errBannedMember, errBadRequest}},
	Notes: bannedNotes,
	AsMe: &asMe{
		Codes: codes{gateway.Assumed: {errGUIDNotFound, errNotJoined, errBannedMember, errBadRequest}},
		Notes: bannedNotes,
	},
}

var bannedNotes = notes{
	documented("rows are users, with block members and conversationId as somebody sees them; total is 0; the cursor"),
	assumed("who was banned first first; deactivated users are hidden; searchKey is a prefix of uid or name; scopes changes nothing"),
	assumed("every member may see it"),
}

func (q *bannedQuery) of(tx *store.Tx, a acting) bannedPage {
	p := bannedPage{me: a.me, page: q.paging}
	key, skip := strings.ToLower(q.SearchKey), q.offset()
	for b := range tx.Bans(a.group.ID) {
		if !b.User.DeactivatedAt.IsZero() || !strings.HasPrefix(b.User.ID, key) && !nameBegins(b.User.Name, key) {
			continue
		}
		if at := b.User.Changed(); at.After(p.newest) {
			p.newest = at
		}
		switch {
		case skip > 0:
			skip--
		case len(p.rows) < q.Size:
			row := store.Row{User: b.User}
			if a.me != "" {
				row = tx.Between(a.me, b.User.ID)
			}
			p.rows = append(p.rows, row)
		}
	}
	return p
}

func showBannedPage(dst []byte, p bannedPage) []byte {
	dst = append(dst, `{"data":[`...)
	for i, row := range p.rows {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendPerson(dst, p.me, row)
	}
	meta := p.page.around(len(p.rows))
	return meta.appendTo(dst, p.newest)
}
