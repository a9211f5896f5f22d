package cometchatapi

import (
	"bytes"
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
)

var pinnedOperations = []declaration{
	listPinned, replacePinned, pinUserConversation, unpinUserConversation, pinGroupConversation, unpinGroupConversation,
}

// mostPinned is how many conversations an app pins, and how many a user (page "Conversations").
const mostPinned = 5

// Only the text of the first one is published.
var (
	errSystemPinnedLimit = newCode(
		http.StatusBadRequest, "ERR_SYSTEM_PINNED_CONVERSATIONS_LIMIT_EXCEEDED", "more than 5 pinned conversations of the app",
		"The number of pinned conversations exceeds the allowed limit of 5.",
	)
	errPinnedLimit = newCode(
		http.StatusBadRequest, "ERR_PINNED_CONVERSATIONS_LIMIT_EXCEEDED", "more than 5 pinned conversations of a user",
		"The number of pinned conversations for the user with uid {1} exceeds the allowed limit of 5.",
	)
	errSystemPinned = newCode(
		http.StatusForbidden, "ERR_SYSTEM_PINNED_CONVERSATION", "a conversation that the app has pinned",
		"The conversation {1} is pinned by the app.",
	)
)

// pinOf is who has pinned a conversation, and since when; the app before its user.
func pinOf(tx *store.Tx, c *store.Conversation) (by string, at time.Time) {
	if pin, ok := tx.PinnedTalk(c.With, c.Group); ok {
		return systemUser, pin.At
	}
	if c.Labels == nil || c.Labels.PinnedAt.IsZero() {
		return "", time.Time{}
	}
	return c.User, c.Labels.PinnedAt
}

// pinnedView is a conversation that the app has pinned.
type pinnedView struct {
	ConversationID string    `json:"conversationId"`
	Type           string    `json:"conversationType"`
	PinnedBy       string    `json:"pinnedBy"`
	PinnedAt       time.Time `json:"pinnedAt" wire:"seconds"`
}

// pinnedRows are what the app has pinned, in the order in which it is shown.
func pinnedRows(tx *store.Tx) []pinnedView {
	rows := []pinnedView{}
	for p := range tx.PinnedTalks() {
		row := pinnedView{p.With, toGroup, systemUser, p.At}
		if !p.Group {
			row.ConversationID, row.Type = conversationID(systemUser, p.With), "user"
		}
		rows = append(rows, row)
	}
	return rows
}

var listPinned = op[struct{}, []pinnedView]{
	Name: "ListAppPinnedConversations", Route: "GET /conversations/pinned", Page: "Conversations",
	Run:   func(tx *store.Tx, _ caller, _ struct{}) ([]pinnedView, error) { return pinnedRows(tx), nil },
	Notes: pinnedNotes,
}

var pinnedNotes = notes{
	documented("members and their order; the list in display order; pinnedAt falls by one second from row to row"),
	documented("the id of a group stands without group_"),
	assumed("that of a user is of app_system and the uid: every user has another conversation with the pinned one"),
	assumed("a pinned user or group that is deleted leaves the list"),
}

// toPin is what the app pins: the conversations with a user, or a group's.
type toPin struct {
	UID  string `json:"uid"`
	GUID string `json:"guid"`
}

type pinnedList struct {
	Pinned []toPin `json:"pinnedConversations" rule:"required" check:"pinned"`
}

// readPinned reads objects that name a user or a group each.
func readPinned(f *form, m *shape.Field, into reflect.Value) {
	if f.missing(m) {
		return
	}
	var items []json.RawMessage
	if json.Unmarshal(f.members[m.Name], &items) != nil {
		f.fail(m.Name, "The %s must be an array.", words(m.Name))
		return
	}
	list := make([]toPin, 0, len(items))
	for i, item := range items {
		name := m.Name + "." + strconv.Itoa(i)
		var one toPin
		switch err := json.Unmarshal(item, &one); {
		case err != nil || !bytes.HasPrefix(item, []byte("{")):
			f.fail(name, "The %s must be an array.", name)
		case one.UID == "" && one.GUID == "":
			f.fail(name, "The %s must have a uid or a guid.", name)
		case one.UID != "":
			list = append(list, toPin{UID: strings.ToLower(one.UID)})
		default:
			list = append(list, toPin{GUID: strings.ToLower(one.GUID)})
		}
	}
	into.Set(reflect.ValueOf(list))
}

var replacePinned = op[pinnedList, []pinnedView]{
	Name: "ReplaceAppPinnedConversations", Route: "PUT /conversations/pinned", Page: "Conversations",
	Run: func(tx *store.Tx, _ caller, q pinnedList) ([]pinnedView, error) {
		list, err := q.once(tx)
		if err != nil {
			return nil, err
		}
		for _, p := range slices.Collect(tx.PinnedTalks()) {
			tx.UnpinTalk(p.With, p.Group)
		}
		for i, p := range list {
			at := thisSecond(tx).Add(-time.Duration(i) * time.Second)
			tx.PutPinnedTalk(store.PinnedTalk{With: p.UID + p.GUID, Group: p.GUID != "", At: at})
		}
		return pinnedRows(tx), nil
	},
	Codes: codes{gateway.Documented: {errSystemPinnedLimit, errBadRequest}, gateway.Assumed: {errUIDNotFound, errGUIDNotFound}},
	Notes: append(notes{
		documented("the list takes the place of the one before; repeated entries count once; [] clears it"),
		documented("an entry with neither uid nor guid: 400"),
		assumed("its code ERR_BAD_REQUEST; uid counts where both are given"),
	}, pinnedNotes...),
}

// once are the entries, each once, all of which must be there.
func (q *pinnedList) once(tx *store.Tx) (list []toPin, _ error) {
	seen := make(map[toPin]bool)
	for _, p := range q.Pinned {
		if seen[p] {
			continue
		}
		seen[p] = true
		list = append(list, p)
		if p.UID != "" {
			if err := userExists(tx, p.UID); err != nil {
				return nil, err
			}
		} else if _, ok := tx.Group(p.GUID); !ok {
			return nil, noGroup(tx, p.GUID)
		}
	}
	if len(list) > mostPinned {
		return nil, errSystemPinnedLimit.because("%d different conversations", len(list))
	}
	return list, nil
}

// pinConversation pins a conversation for who acts, or takes the pin away.
func pinConversation(pin bool) func(*store.Tx, caller, struct{}) (conversationView, error) {
	return func(tx *store.Tx, who caller, none struct{}) (conversationView, error) {
		at := placeOf(who)
		c, err := at.find(tx)
		if err != nil {
			return conversationView{}, err
		}
		by, _ := pinOf(tx, &c)
		switch {
		case by == systemUser:
			return conversationView{}, errSystemPinned.of(idOf(at.me, at.with, at.group)).because("PUT /conversations/pinned has pinned it for everybody")
		case !pin:
			at.label(tx, func(l *store.Labels) { l.PinnedAt = time.Time{} })
		case by == "":
			if n := pinsOf(tx, at.me); n >= mostPinned {
				return conversationView{}, errPinnedLimit.of(at.me).because("%s has pinned %d", at.me, n)
			}
			at.label(tx, func(l *store.Labels) { l.PinnedAt = thisSecond(tx) })
		}
		return showConversation(tx, who, none)
	}
}

// pinsOf is how many conversations a user has pinned that are there, and not pinned by the app.
func pinsOf(tx *store.Tx, uid string) (n int) {
	for p := range tx.ParticipantsOf(uid) {
		if p.Labels == nil || p.Labels.PinnedAt.IsZero() {
			continue
		}
		if c, err := (place{uid, p.With, p.Group}).find(tx); err == nil {
			if by, _ := pinOf(tx, &c); by == uid {
				n++
			}
		}
	}
	return n
}

// pinning declares one of the four calls.
func pinning(name, route string, pin, group bool) op[struct{}, conversationView] {
	missing := []*code{errUIDNotFound}
	if group {
		missing = []*code{errGUIDNotFound}
	}
	known := []*code{errConversationNotAccessible, errSystemPinned}
	said := unpinNotes
	if pin {
		known, said = append(known, errPinnedLimit), pinNotes
	}
	all := append([]*code{errBadRequest, errUIDNotFound}, missing...)
	if !group {
		all = all[:2]
	}
	return op[struct{}, conversationView]{
		Name: name, Route: route, Page: "Conversations",
		OnBehalfOf: true, First: placeThere,
		Run:   pinConversation(pin),
		Codes: codes{gateway.Documented: known, gateway.Assumed: all},
		Notes: said,
		AsMe:  &asMe{Codes: codes{gateway.Documented: known, gateway.Assumed: missing}, Notes: said},
	}
}

var (
	pinUserConversation    = pinning("PinUserConversation", "POST /users/{uid}/conversation/pin", true, false)
	unpinUserConversation  = pinning("UnpinUserConversation", "DELETE /users/{uid}/conversation/pin", false, false)
	pinGroupConversation   = pinning("PinGroupConversation", "POST /groups/{guid}/conversation/pin", true, true)
	unpinGroupConversation = pinning("UnpinGroupConversation", "DELETE /groups/{guid}/conversation/pin", false, true)
)

var (
	pinNotes = notes{
		documented("the answer is the conversation, with pinnedBy and pinnedAt"),
		documented("at most 5; those of the app do not count"),
		assumed("the statuses and texts of the refusals; a conversation that is pinned keeps its time"),
		assumed("the app's pin shows in the place of the user's own"),
	}
	unpinNotes = notes{
		documented("the answer is the conversation, without pinnedBy and pinnedAt"),
		assumed("one that is not pinned stays so; what the app has pinned cannot be unpinned"),
	}
)
