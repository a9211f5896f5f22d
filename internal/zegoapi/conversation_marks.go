package zegoapi

import (
	"fmt"
	"maps"
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// How many conversations of a user may be pinned and muted (pages "Pin conversations to the top" and "Mute notifications
// for conversations"), and how many marks one may have (SDK guide).
const (
	mostPinned = 100
	mostMuted  = 500
	mostMarks  = 30
)

var convPinned = operation{
	Name: "ConvPinned", Page: "Conversation/pin-conversations-to-the-top",
	Does: action[pinning, pinned]{
		Run: func(tx *store.Tx, q pinning) (out pinned, err error) {
			_, out.outcome = forEach(q.ids(), func(at one) (none, error) { return none{}, q.pin(tx, &q.List[at.At]) })
			for _, f := range out.Failed {
				out.Failures = append(out.Failures, failedConversation{f.ID, q.List[f.At].ConvType, f.Code, f.Message})
			}
			return out, nil
		},
		Changes: true, Failures: "ErrorList",
	},
	Listed: []*codeError{errGeneral, errInput, errRate, errNotRegistered, errOperator, errPinnedFull},
	Checks: []*codeError{errRate, errInput, errNotRegistered, errOperator, errNoGroup, errPinnedFull},
	Notes: []gateway.Fact{
		documented("PinnedType 1 pins, 0 unpins; at most 100 are pinned: SubCode 660800048"),
		documented("the user of a one-to-one conversation is not registered: SubCode 660800001"),
		documented("ErrorList with ConvId, ConvType, SubCode, SubMessage of those on which it failed; Code is 0 when it went well with one"),
		assumed("it failed on all: Code is the first SubCode"),
		documented("a bad ConvId, or a ConvType that is neither 0 nor 2: SubCode 660000002"),
		assumed("no such group: SubCode 660600001"),
		assumed("pinned already, or not pinned: success; there need not be a conversation yet"),
	},
}

type pinning struct {
	FromUserID string       `json:"FromUserId" rule:"required,userid"`
	List       []convInList `json:"ConvList" rule:"required,maxitems=20"`
	PinnedType int64        `json:"PinnedType" rule:"required,enum=0|1"`
}

type convInList struct {
	item
	ConvID   string `json:"ConvId" rule:"required,userid"`
	ConvType int64  `json:"ConvType" rule:"required"` // 0 or 2, else it fails on this one alone
}

func (q *pinning) ids() []string {
	return idsOf(q.List, func(c *convInList) string { return c.ConvID })
}

type pinned struct {
	outcome
	Failures []failedConversation `json:"ErrorList" wire:"vary"`
}

// failedConversation is a conversation on which an action failed.
type failedConversation struct {
	ConvID     string `json:"ConvId"`
	ConvType   int64  `json:"ConvType"`
	SubCode    int    `json:"SubCode" rule:"min=660000001,max=661000005"`
	SubMessage string `json:"SubMessage"`
}

// pin pins one conversation, or unpins it.
func (q *pinning) pin(tx *store.Tx, c *convInList) error {
	ref := convRef{c.ConvID, c.ConvType}
	switch {
	case c.bad != nil:
		return c.bad
	case ref.ConvType != withUser && ref.ConvType != withGroup:
		return errInput.because("ConvType of %s is neither 0 nor 2", shownID(ref.ConvID))
	}
	if err := mustExist(tx, ref, errOperator); err != nil {
		return err
	}
	p, pin := tx.Participant(q.FromUserID, ref.ConvID, ref.group()), q.PinnedType == 1
	if pin && !p.Pinned && countOf(tx, q.FromUserID, func(p *store.Participant) bool { return p.Pinned }) >= mostPinned {
		return errPinnedFull
	}
	if p.Pinned != pin {
		p.Pinned = pin
		tx.PutParticipant(p)
	}
	return nil
}

// mustExist refuses a conversation with somebody who is not registered, with the code of that, or of a group that is
// not there.
func mustExist(tx *store.Tx, c convRef, nobody *codeError) error {
	if c.group() {
		_, err := groupOf(tx, c.ConvID)
		return err
	}
	if _, ok := tx.User(c.ConvID); !ok {
		return nobody
	}
	return nil
}

// countOf is how many of a user's conversations are so.
func countOf(tx *store.Tx, user string, so func(*store.Participant) bool) (count int) {
	for p := range tx.ParticipantsOf(user) {
		if so(p) {
			count++
		}
	}
	return count
}

var silenceConvNotification = operation{
	Name: "SilenceConvNotification", Page: "Conversation/mute-notifications-for-conversations",
	Does: action[silencing, silenced]{
		Run: func(tx *store.Tx, q silencing) (out silenced, err error) {
			_, out.outcome = forEach(q.IDs, func(at one) (none, error) { return none{}, q.mute(tx, at.ID) })
			for _, f := range out.Failed {
				out.Failures = append(out.Failures, silenceFailed{f.ID, f.Code, f.Message})
			}
			return out, nil
		},
		Changes: true, Failures: "ErrorList",
	},
	Listed: []*codeError{
		errGeneral, errInput, errRate, errNotRegistered, errNoGroup, errGroup, errNotInGroup, errUserUnknown, errMutedFull,
		errMuted, errUnmuted,
	},
	Checks: []*codeError{
		errRate, errInput, errNotRegistered, errUserUnknown, errNoGroup, errNotInGroup, errMuted, errUnmuted,
		errMutedFull,
	},
	Notes: []gateway.Fact{
		documented("all ConvIds are of one ConvType; the user's total of unread messages does not grow by muted ones, the conversation's own does"),
		documented("SubCodes: 660700015 the peer is not registered, 660600001 no such group, 660600024 FromUserId is no member, 660800051 muted already, 660800052 not muted"),
		documented("at most 500 one-to-one conversations are muted: SubCode 660800030; groups have no limit"),
		documented("ErrorList with ConvId, SubCode, SubMessage of those on which it failed; 660700015 is the Code when no peer is registered"),
		assumed("it failed on all for other reasons: Code is the first SubCode"),
		assumed("a bad id: SubCode 660000002; there need not be a conversation with a peer yet"),
	},
}

type silencing struct {
	FromUserID string   `json:"FromUserId" rule:"required,userid"`
	ConvType   int64    `json:"ConvType" rule:"required,enum=0|2"`
	IDs        []string `json:"ConvIds" rule:"required,maxitems=10"`
	Enable     bool     `json:"Enable" rule:"required"`
}

type silenced struct {
	outcome
	Failures []silenceFailed `json:"ErrorList" wire:"vary"`
}

type silenceFailed struct {
	ConvID     string `json:"ConvId"`
	SubCode    int    `json:"SubCode" rule:"min=660000001,max=661000005"`
	SubMessage string `json:"SubMessage"`
}

// mute mutes a conversation, or unmutes it.
func (q *silencing) mute(tx *store.Tx, id string) error {
	if !ValidUserID(id) {
		return notAnID(id)
	}
	ref := convRef{id, q.ConvType}
	if err := mustExist(tx, ref, errUserUnknown); err != nil {
		return err
	}
	p := tx.Participant(q.FromUserID, id, ref.group())
	_, member := tx.Member(id, q.FromUserID)
	switch {
	case ref.group() && !member:
		return errNotInGroup
	case p.Muted && q.Enable:
		return errMuted
	case !p.Muted && !q.Enable:
		return errUnmuted
	case q.Enable && !ref.group() && countOf(tx, q.FromUserID, func(p *store.Participant) bool { return p.Muted && !p.Group }) >= mostMuted:
		return errMutedFull
	}
	p.Muted = q.Enable
	tx.PutParticipant(p)
	return nil
}

var setConvMark = operation{
	Name: "SetConvMark", Page: "Conversation/set-conversation-marks",
	Does: action[marking, marked]{
		Check: func(_ *gateway.Call, q *marking) error { return q.check() },
		Run: func(tx *store.Tx, q marking) (out marked, err error) {
			done := 0
			for i := range q.Users {
				failed, set := q.Users[i].mark(tx)
				done += set
				if failed != nil {
					out.Failures = append(out.Failures, *failed)
				}
			}
			if done == 0 {
				out.outcome.Code = errNoMark.because("no mark was set or cancelled; %s", out.Failures[0].why())
			}
			return out, nil
		},
		Changes: true, Failures: "FailList",
	},
	Listed: []*codeError{errGeneral, errInput, errRate, errOperator, errNoMark},
	Checks: []*codeError{errRate, errInput, errNotRegistered, errNoMark},
	Notes: []gateway.Fact{
		documented("SetMarkC2c and SetMarkGroup are objects: the id of a conversation, and an object with its MarkContent; Action true sets the mark, false cancels it"),
		documented("FailList has the users of whom something failed: SubCode 1 and SubMessage user not exist for one who is not registered; else SubCode 0, SubMessage succ, and a FailList of the conversations with Code 1, Message, ConvId, ConvType"),
		documented("nothing could be set at all: Code 660800054"),
		assumed("MarkContent is 1 to 60, else Message mark content is invalide; one that is no number refuses the call"),
		documentedOn("SDK guide", "at most 30 marks of one conversation"),
		documented("a group's conversation must be there, and the user a member; there need not be one with a peer"),
		assumed("an item without either object, more than 100 conversations in one, an id that no user may have: 660000002"),
		assumed("a mark that is set already, or not set: success"),
	},
}

type marking struct {
	FromUserID string     `json:"FromUserId" rule:"required,userid"`
	Users      []userMark `json:"ConvMarkInfoList" rule:"required,maxitems=100"`
}

type userMark struct {
	UserID string                 `json:"UserId" rule:"required"`
	C2C    map[string]markContent `json:"SetMarkC2c"`
	Group  map[string]markContent `json:"SetMarkGroup"`
	Action bool                   `json:"Action" rule:"required"`
}

type markContent struct {
	MarkContent int64 `json:"MarkContent"`
}

// check looks at what no member says alone.
func (q *marking) check() error {
	for i := range q.Users {
		u := &q.Users[i]
		switch most := max(len(u.C2C), len(u.Group)); {
		case most == 0:
			return errInput.because("item %d of ConvMarkInfoList has neither SetMarkC2c nor SetMarkGroup with a conversation", i+1)
		case most > 100:
			return errInput.because("item %d of ConvMarkInfoList names %d conversations in one object; at most 100 are allowed", i+1, most)
		}
	}
	return nil
}

type marked struct {
	outcome
	Failures []markFailed `json:"FailList" wire:"vary"`
}

type markFailed struct {
	SubCode    int              `json:"SubCode" rule:"min=0,max=1"`
	SubMessage string           `json:"SubMessage"`
	UserID     string           `json:"UserId"`
	Failures   []markNotChanged `json:"FailList,omitempty"`
}

// why says what failed first.
func (f *markFailed) why() string {
	if f.Failures == nil {
		return fmt.Sprintf("%s is not a user of this app", shownID(f.UserID))
	}
	first := f.Failures[0]
	return fmt.Sprintf("of %s and %s: %s", shownID(f.UserID), shownID(first.ConvID), first.Message)
}

type markNotChanged struct {
	Code     int    `json:"Code" rule:"min=1,max=1"`
	Message  string `json:"Message"`
	ConvID   string `json:"ConvId"`
	ConvType int64  `json:"ConvType" rule:"enum=0|2"`
}

// mark sets or cancels the marks of one user's conversations, in the order of their ids. failed is nil when all went
// well.
func (u *userMark) mark(tx *store.Tx) (failed *markFailed, done int) {
	if _, ok := tx.User(u.UserID); !ok {
		return &markFailed{SubCode: 1, SubMessage: "user not exist", UserID: u.UserID}, 0
	}
	failed = &markFailed{SubMessage: "succ", UserID: u.UserID}
	for _, kind := range []struct {
		marks map[string]markContent
		group bool
	}{{u.C2C, false}, {u.Group, true}} {
		for _, id := range slices.Sorted(maps.Keys(kind.marks)) {
			why := u.markOne(tx, id, kind.group, kind.marks[id].MarkContent)
			if why == "" {
				done++
				continue
			}
			failed.Failures = append(failed.Failures, markNotChanged{1, why, id, convTypeOf(kind.group)})
		}
	}
	if failed.Failures == nil {
		return nil, done
	}
	return failed, done
}

// markOne changes one mark, and says why it cannot.
func (u *userMark) markOne(tx *store.Tx, id string, group bool, mark int64) string {
	p := tx.Participant(u.UserID, id, group)
	at, has := slices.BinarySearch(p.Marks, mark)
	_, member := tx.Member(id, u.UserID)
	_, there := tx.Conversation(u.UserID, id, group)
	switch {
	case mark < 1 || mark > 60:
		return "mark content is invalide" // the page's spelling
	case !group && !ValidUserID(id):
		return "conversation id is invalid"
	case group && (!member || !there):
		return "conversation not exist"
	case has == u.Action:
		return ""
	case u.Action && len(p.Marks) >= mostMarks:
		return "mark count limit"
	case u.Action:
		p.Marks = slices.Insert(slices.Clone(p.Marks), at, mark)
	default:
		p.Marks = slices.Delete(slices.Clone(p.Marks), at, at+1)
	}
	tx.PutParticipant(p)
	return ""
}
