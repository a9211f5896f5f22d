package cometchatapi

import (
	"strings"

	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/store"
)

// entry is what became of one uid of a call that names several. Such a call is answered with 200,
// each entry for itself.
type entry struct {
	UID     string     // the member's name in the answer
	Message string     // when it went well
	Err     *codeError // when it did not
}

// appendEntries appends the entries as one object, in their order.
func appendEntries(dst []byte, entries []entry) []byte {
	dst = append(dst, '{')
	for i, e := range entries {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = jsontext.AppendPHP(dst, e.UID)
		dst = append(dst, ':')
		if e.Err != nil {
			dst = appendEntryError(dst, e.Err)
			continue
		}
		dst = append(dst, `{"success":true,"message":`...)
		dst = jsontext.AppendPHP(dst, e.Message)
		dst = append(dst, '}')
	}
	return append(dst, '}')
}

// appendEntryError appends an entry that failed: the error as a whole call shows it, beside
// success, as the vendor's JavaScript SDK reads the answer to adding members to a group (assumed
// for all other calls).
func appendEntryError(dst []byte, e *codeError) []byte {
	dst = append(dst, `{"success":false`...)
	joint := len(dst)
	dst = appendError(dst, e)
	dst[joint] = ',' // in place of the error's own opening brace
	return dst
}

// eachOnce calls do for every uid of a body, in their order, as it was sent and in lower case.
// One that comes again, whatever its case, adds no second entry (assumed).
func eachOnce(uids []string, do func(sent, uid string) entry) []entry {
	entries := make([]entry, 0, len(uids))
	seen := make(map[string]bool, len(uids))
	for _, sent := range uids {
		uid := strings.ToLower(sent)
		if seen[uid] {
			continue
		}
		seen[uid] = true
		entries = append(entries, do(sent, uid))
	}
	return entries
}

// unknownEntry is the entry of a uid that names nobody, or somebody who is deactivated. Who exists
// is named by the uid as it is stored, an unknown one as it was sent.
func unknownEntry(tx *store.Tx, sent, uid string) entry {
	name := entryName(tx, sent, uid)
	return entry{UID: name, Err: errUIDNotFound(name)}
}

// entryName is the uid by which an entry is named: as it is stored, or as it was sent.
func entryName(tx *store.Tx, sent, uid string) string {
	if _, ok := tx.User(uid); ok {
		return uid
	}
	return sent
}
