package cometchatapi

import (
	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/wire"
)

// memberEntries are what became of people, list by list.
type memberEntries struct {
	lists []entryList
	whole bool // lists that were not sent stand there, too
	told  []hookEvent
}

type entryList struct {
	name    string
	entries []memberEntry
}

type memberEntry struct {
	uid    string
	action *messageView // nil: a ban
	err    *codeError
}

// The orders in which lists are answered.
var (
	listsInAnswer = []string{"usersToBan", "admins", "moderators", "participants"}
	allLists      = []string{"admins", "moderators", "participants", "usersToBan"}
)

var messagePlan = wire.For[messageView]((*messageView)(nil).style())

func (e *memberEntries) append(dst []byte) []byte {
	names := listsInAnswer
	if e.whole {
		names = allLists
	}
	dst = append(dst, '{')
	for _, name := range names {
		sent := e.list(name)
		if sent == nil && !e.whole {
			continue
		}
		if dst[len(dst)-1] != '{' {
			dst = append(dst, ',')
		}
		if sent == nil {
			sent = &entryList{name: name}
		}
		dst = sent.append(dst)
	}
	return append(dst, '}')
}

func (l *entryList) append(dst []byte) []byte {
	dst = append(dst, `"`+l.name+`":{`...)
	for i := range l.entries {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = l.entries[i].append(dst)
	}
	return append(dst, '}')
}

func (e *memberEntries) list(name string) *entryList {
	for i := range e.lists {
		if e.lists[i].name == name {
			return &e.lists[i]
		}
	}
	return nil
}

func (e *memberEntry) append(dst []byte) []byte {
	switch {
	case e.err != nil:
		return (&entry{UID: e.uid, Err: e.err}).appendTo(dst)
	case e.action == nil:
		return append(jsontext.AppendPHP(dst, e.uid), `:{"success":true}`...)
	}
	dst = append(jsontext.AppendPHP(dst, e.uid), `:{"success":true,"data":`...)
	return append(messagePlan.Append(dst, e.action), '}')
}

func showMemberEntries(dst []byte, e memberEntries) []byte {
	return append(e.append(append(dst, `{"data":`...)), '}')
}
