package cometchatapi

import (
	"bytes"
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/store"
)

// mostImported is how many people one call may bring (page "Data Import").
const mostImported = 50

// importLimits are those of the import: 60 calls a minute (page "Data Import").
var importLimits = []gateway.Limit{{Quota: "import", Counter: "import", Window: time.Minute}, wholeApp}

var importOperations = []gateway.Op{
	{
		Name:       "ImportUsers",
		Method:     http.MethodPost,
		Path:       "/data_import/users",
		Credential: apiKey,
		Limits:     importLimits,
		AddsUsers:  true,
		Parameters: body(gateway.Applied, "users"),
		Do:         gateway.Write(gateway.StepsOf(decodeImport, importUsers, encodeImport)),
		Facts:      importUsersFacts,
	},
}

// errImportUserFormat has the code of the page "Data Import"; its text is assumed.
func errImportUserFormat(wrong ...detail) *codeError {
	e := same(http.StatusBadRequest, "ERR_IMPORT_INVALID_USER_FORMAT", "The user's data does not have the right format.")
	e.Details = wrong
	return e
}

// importQuery is people to be brought in, in the order in which the body names them.
type importQuery struct {
	people []importedUser
	err    error
}

// importedUser is one member of the body.
type importedUser struct {
	key  string // as sent
	user newUser

	createdAt, lastActiveAt, deactivatedAt time.Time
}

func decodeImport(c *gateway.Call) (q importQuery, _ error) {
	f := readForm(c)
	if !f.has("users") {
		f.fail("users", "The users field is required.")
		return importQuery{err: f.err()}, nil
	}
	people, ok := orderedMembers(f.members["users"])
	switch {
	case !ok:
		f.fail("users", "The users must be an array.")
	case len(people) == 0:
		f.fail("users", "The users field is required.")
	case len(people) > mostImported:
		f.fail("users", "The users may not have more than %d items.", mostImported)
	default:
		for _, member := range people {
			q.people = append(q.people, readImported(member.name, member.value))
		}
	}
	q.err = f.err()
	return q, nil
}

// orderedMember is one member of an object.
type orderedMember struct {
	name  string
	value json.RawMessage
}

// orderedMembers reads an object's members in their order, which a map would lose. Of names that
// differ in their case only, the last one's value stands at the first one's place, as in PHP.
func orderedMembers(object []byte) (all []orderedMember, ok bool) {
	d := json.NewDecoder(bytes.NewReader(object))
	if opening, err := d.Token(); err != nil || opening != json.Delim('{') {
		return nil, string(object) == "[]" // an empty object to PHP
	}
	places := make(map[string]int)
	for d.More() {
		name, _ := d.Token() // cannot fail: the body was read as JSON before
		member := orderedMember{name: name.(string)}
		_ = d.Decode(&member.value)
		folded := strings.ToLower(strings.TrimSpace(member.name))
		if place, again := places[folded]; again {
			all[place] = member
			continue
		}
		places[folded] = len(all)
		all = append(all, member)
	}
	return all, true
}

// readImported reads one entry. It is refused alone when something is wrong with it.
func readImported(key string, value json.RawMessage) importedUser {
	entry := importedUser{key: key}
	f := &form{members: decodeJSONForm(value)}
	entry.user.uid = readUID(f)
	if len(f.wrong) == 0 && entry.user.uid != strings.ToLower(strings.TrimSpace(key)) {
		f.fail("uid", "The uid must be the name of the entry.")
	}
	entry.user.change = readUserMembers(f, bounds{required: true, most: longestName})
	entry.createdAt = readSeconds(f, "createdAt")
	entry.lastActiveAt = readSeconds(f, "lastActiveAt")
	entry.deactivatedAt = readSeconds(f, "deactivatedAt")
	entry.user.change.wrong = f.wrong
	return entry
}

// readSeconds reads a UNIX time of ten digits, as a number or as a text. Missing and 0 are no time.
func readSeconds(f *form, name string) time.Time {
	if !f.has(name) {
		return time.Time{}
	}
	raw := f.members[name]
	var text string
	if json.Unmarshal(raw, &text) == nil {
		text = strings.TrimSpace(text)
	} else {
		text = string(raw)
	}
	seconds, err := strconv.ParseInt(text, 10, 64)
	switch {
	case text == "" || err == nil && seconds == 0:
	case err != nil:
		f.fail(name, "The %s must be an integer.", words(name))
	case seconds < 1e9 || seconds > 9_999_999_999:
		f.fail(name, "The %s must be 10 digits.", words(name))
	default:
		return time.Unix(seconds, 0).UTC()
	}
	return time.Time{}
}

// imported is what became of one entry.
type imported struct {
	key  string
	user *store.User
	err  *codeError
}

func importUsers(tx *store.Tx, q importQuery) ([]imported, error) {
	if q.err != nil {
		return nil, q.err
	}
	entries := make([]imported, 0, len(q.people))
	for _, p := range q.people {
		entries = append(entries, importUser(tx, p))
	}
	return entries, nil
}

func importUser(tx *store.Tx, p importedUser) imported {
	if wrong := p.user.change.mistakes(tx); len(wrong) > 0 {
		return imported{key: p.key, err: errImportUserFormat(wrong...)}
	}
	if taken := uidTaken(tx, p.user.uid); taken != nil {
		return imported{key: p.user.uid, err: taken}
	}
	created := p.createdAt
	if created.IsZero() {
		created = thisSecond(tx)
	}
	u := p.user.user(created)
	u.LastActiveAt, u.DeactivatedAt = p.lastActiveAt, p.deactivatedAt
	return imported{key: p.user.uid, user: tx.PutUser(u)}
}

func encodeImport(dst []byte, _ *gateway.Call, entries []imported) []byte {
	dst = append(dst, `{"data":{`...)
	for i, e := range entries {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = jsontext.AppendPHP(dst, e.key)
		dst = append(dst, ':')
		if e.err != nil {
			dst = appendEntryError(dst, e.err)
			continue
		}
		dst = append(dst, `{"success":true,"data":`...)
		dst = appendUser(dst, store.Row{User: e.user}, view{tags: true})
		dst = append(dst, '}')
	}
	return append(dst, "}}"...)
}
