package cometchatapi

import (
	"strings"

	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/store"
)

// entries are the answer to a call on several people, each of whom has an entry. Such a call is answered with 200,
// each entry for itself.
type entries struct {
	Within  string // the member of data that holds them; empty: data itself
	List    []entry
	By      *store.User   // who acted
	Changed []*store.User // on whom it had an effect
}

// entry is what became of one uid.
type entry struct {
	UID     string     // the member's name in the answer
	Message string     // when it went well
	Err     *codeError // when it did not
}

// eachOnce calls do for every uid of a body, in their order, as it was sent and in lower case.
// One that comes again, whatever its case, adds no second entry (assumed).
func eachOnce(uids []string, do func(sent, uid string) entry) []entry {
	all := make([]entry, 0, len(uids))
	seen := make(map[string]bool, len(uids))
	for _, sent := range uids {
		uid := strings.ToLower(sent)
		if seen[uid] {
			continue
		}
		seen[uid] = true
		all = append(all, do(sent, uid))
	}
	return all
}

func showEntries(dst []byte, e entries) []byte {
	dst = append(dst, `{"data":`...)
	if e.Within != "" {
		dst = append(jsontext.AppendPHP(append(dst, '{'), e.Within), ':')
	}
	dst = append(dst, '{')
	for i := range e.List {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = e.List[i].appendTo(dst)
	}
	if e.Within != "" {
		dst = append(dst, '}')
	}
	return append(dst, "}}"...)
}

// appendTo appends an entry. One that failed has the error as a whole call shows it, beside success, as the vendor's
// JavaScript SDK reads the answer to adding members to a group (assumed for all other calls).
func (e *entry) appendTo(dst []byte) []byte {
	dst = append(jsontext.AppendPHP(dst, e.UID), ':')
	switch {
	case e.Err != nil:
		dst = append(dst, `{"success":false`...)
		joint := len(dst)
		dst = appendError(dst, e.Err)
		dst[joint] = ',' // in place of the error's own opening brace
		return dst
	default:
		dst = append(dst, `{"success":true,"message":`...)
		dst = jsontext.AppendPHP(dst, e.Message)
	}
	return append(dst, '}')
}

// unknownEntry is the entry of a uid that names nobody, or somebody who is deactivated. Who exists
// is named by the uid as it is stored, an unknown one as it was sent.
func unknownEntry(tx *store.Tx, sent, uid string) entry {
	name := entryName(tx, sent, uid)
	return entry{UID: name, Err: errUIDNotFound.of(name)}
}

// entryName is the uid by which an entry is named: as it is stored, or as it was sent.
func entryName(tx *store.Tx, sent, uid string) string {
	if _, ok := tx.User(uid); ok {
		return uid
	}
	return sent
}
