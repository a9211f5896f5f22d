package cometchatapi

import (
	"bytes"
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
)

var importOperations = []declaration{importUsers}

// errImportUserFormat has the code of the page "Data Import"; its text is assumed.
var errImportUserFormat = newCode(http.StatusBadRequest, "ERR_IMPORT_INVALID_USER_FORMAT", "an entry that is not right", "The user's data does not have the right format.")

type usersToImport struct {
	Users []importedUser `json:"users" rule:"required,maxitems=50" check:"people"` // an object in the body, by uid
}

// importedUser is one member of the body.
type importedUser struct {
	key string // as sent
	newUser
	CreatedAt     time.Time `json:"createdAt" wire:"seconds"`
	LastActiveAt  time.Time `json:"lastActiveAt" wire:"seconds"`
	DeactivatedAt time.Time `json:"deactivatedAt" wire:"seconds"`
	wrong         []detail  // it is refused alone
}

var importUsers = bulk[usersToImport]{
	Name: "ImportUsers", Route: "POST /data_import/users", Page: "Data Import",
	Limit: importCalls, AddsUsers: true,
	Run: func(tx *store.Tx, _ caller, q usersToImport) (out entries, _ error) {
		for i := range q.Users {
			out.List = append(out.List, q.Users[i].put(tx))
		}
		return out, nil
	},
	Show:  showEntries,
	Codes: codes{gateway.Assumed: {errBadRequest, errImportUserFormat, errUIDAlreadyExists}},
	Notes: notes{
		documented("200, data holds one entry for each uid: success and the user as it is stored"),
		assumed("entries stand in the order of the request; of names that differ in their case only the last one counts"),
		documented("60 calls a minute"),
		assumed("the 429 is that of all operations"),
		documented("uid and name are required; createdAt, lastActiveAt and deactivatedAt are numbers or texts of ten digits"),
		assumed("0 is no time; the uid must be the name of the entry, whatever the case"),
		assumed("an entry that is not right, or a uid that exists: success false; text and details"),
		documented("the others are imported"),
		assumed("bounds of the members as for a new user; statusMessage is accepted too"),
	},
}

// put brings one person in.
func (p *importedUser) put(tx *store.Tx) entry {
	if wrong := append(p.wrong, p.unknownRole(tx)...); len(wrong) > 0 {
		return entry{UID: p.key, Err: errImportUserFormat.with(wrong)}
	}
	if taken := uidTaken(tx, p.UID); taken != nil {
		return entry{UID: p.UID, Err: taken}
	}
	created := p.CreatedAt
	if created.IsZero() {
		created = thisSecond(tx)
	}
	u := p.user(created)
	u.LastActiveAt, u.DeactivatedAt = p.LastActiveAt, p.DeactivatedAt
	return entry{UID: p.UID, User: tx.PutUser(u)}
}

// readPeople reads the people of an import, in the order in which the body names them.
func readPeople(f *form, m *shape.Field, into reflect.Value) {
	if f.missing(m) {
		return
	}
	members, ok := orderedMembers(f.members[m.Name])
	switch {
	case !ok:
		f.fail(m.Name, "The %s must be an array.", m.Name)
	case len(members) == 0:
		f.fail(m.Name, "The %s field is required.", m.Name)
	case len(members) > m.MaxItems:
		f.fail(m.Name, "The %s may not have more than %d items.", m.Name, m.MaxItems)
	default:
		people := make([]importedUser, len(members))
		for i := range members {
			people[i].read(members[i])
		}
		into.Set(reflect.ValueOf(people))
	}
}

var importedShape = shape.For[importedUser]()

// read reads one entry, whose uid must be its name.
func (p *importedUser) read(entry orderedMember) {
	p.key = entry.name
	f := &form{members: decodeJSONForm(entry.value)}
	for i := range importedShape.Fields {
		m := &importedShape.Fields[i]
		f.readMember(m, reflect.ValueOf(p).Elem().FieldByIndex(m.Index))
		if m.Name == "uid" && len(f.wrong) == 0 && p.UID != strings.ToLower(strings.TrimSpace(p.key)) {
			f.fail("uid", "The uid must be the name of the entry.")
		}
	}
	p.wrong = f.wrong
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
