package cometchatapi

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/shape"
)

var importOperations = []declaration{importUsers, importGroups, importMembers, importMessages}

// maxImported is how many entries one call may have (page "Data Import").
const maxImported = 50

// importOf is an operation that imports: the body has an object, by ids, and so has the answer.
type importOf[In, Row any] = op[In, imported[Row]]

// imported are what became of the entries, in the order of the request.
type imported[Row any] []importedRow[Row]

// importedRow is one of them: what was stored, or why nothing was.
type importedRow[Row any] struct {
	name string
	row  Row
	err  *codeError
}

// named is what all entries have, and all details of what an entry names.
type named struct {
	key   string   // the name under which it stands, as sent
	given bool     // it was sent
	wrong []detail // it is refused alone
}

func (n *named) come(key string, wrong []detail) { n.key, n.given, n.wrong = key, true, wrong }

func (n *named) sent() *named { return n }

// importEntry is an entry of an import.
type importEntry interface {
	come(key string, wrong []detail)
	sent() *named
	// id is the member that must be the entry's name, and its value.
	id() (member, value string)
	// asID is a name as an id.
	asID(name string) string
}

// importEach imports entries, each for itself. What put returns an error for leaves nothing behind.
func importEach[Entry, Row any, P interface {
	*Entry
	importEntry
}](wrapper string, entries []Entry, put func(P) (Row, error)) (imported[Row], error) {
	if len(entries) > maxImported {
		return nil, errBadRequest.with([]detail{{wrapper, fmt.Sprintf("The %s may not have more than %d items.", wrapper, maxImported)}})
	}
	all := make(imported[Row], len(entries))
	for i := range entries {
		entry := P(&entries[i])
		if n := entry.sent(); len(n.wrong) > 0 {
			all[i] = importedRow[Row]{name: n.key, err: errBadRequest.with(n.wrong)}
			continue
		}
		_, all[i].name = entry.id()
		row, err := put(entry)
		if all[i].row = row; err != nil {
			all[i].err = err.(*codeError)
		}
	}
	return all, nil
}

// showImported writes the answer, each row by itself.
func showImported[Row any](appendRow func([]byte, *Row) []byte) func([]byte, imported[Row]) []byte {
	return func(dst []byte, all imported[Row]) []byte {
		dst = append(dst, `{"data":{`...)
		for i := range all {
			if i > 0 {
				dst = append(dst, ',')
			}
			if all[i].err != nil {
				dst = (&entry{UID: all[i].name, Err: all[i].err}).appendTo(dst)
				continue
			}
			dst = append(jsontext.AppendPHP(dst, all[i].name), `:{"success":true,"data":`...)
			dst = append(appendRow(dst, &all[i].row), '}')
		}
		return append(dst, "}}"...)
	}
}

// importNotes are those of all imports.
func importNotes(id string) notes {
	return notes{
		documented("200, data holds an entry for each of the request: success and what is stored; the others are imported when one fails"),
		assumed("entries stand in the order of the request"),
		documented("60 calls a minute over all four imports, and a text of its own when they are used up"),
		documented(id + " must be the name of the entry; times are numbers or texts of ten digits"),
		assumed("0 is no time"),
		assumed("an entry with a member that is missing or wrong fails with ERR_BAD_REQUEST and details"),
		assumed("the wrapper is missing, empty or no object: 400, its text and details; more than 50 entries: 400 ERR_BAD_REQUEST"),
		recorded("a row that the service cannot take fails the whole call with 500 ERR_EXCEPTION, and the rows before it stay", importSeen),
		assumed("here such an entry fails alone; a fault rule answers 500 ERR_EXCEPTION"),
	}
}

// readEntries reads the entries of an import, in the order in which the body names them.
func readEntries(f *form, m *shape.Field, into reflect.Value) {
	if f.missing(m) {
		return
	}
	one := reflect.New(into.Type().Elem())
	members, ok := orderedMembers(f.members[m.Name], one.Interface().(importEntry).asID)
	switch {
	case !ok:
		f.fail(m.Name, "The %s must be an array.", words(m.Name))
	case len(members) == 0 && m.Required:
		f.fail(m.Name, "The %s field is required.", words(m.Name))
	default:
		all := reflect.MakeSlice(into.Type(), len(members), len(members))
		for i := range members {
			readEntry(members[i], all.Index(i))
		}
		into.Set(all)
	}
}

// readEntry reads one entry, whose id must be its name.
func readEntry(m orderedMember, into reflect.Value) {
	entry := into.Addr().Interface().(importEntry)
	f := &form{members: decodeJSONForm(m.value)}
	f.read(shape.Of(into.Type()), entry)
	member, value := entry.id()
	if len(f.wrong) == 0 && value != entry.asID(m.name) {
		f.fail(member, "The %s must be the name of the entry.", words(member))
	}
	entry.come(m.name, f.details())
}

// details are all that is wrong, where nothing has a code of its own: with the entry of an import.
func (f *form) details() []detail {
	if f.refused == nil {
		return f.wrong
	}
	return append(f.wrong, detail{f.about, fmt.Sprintf("The %s is invalid.", words(f.about))})
}

// readDetails reads what is to be made of somebody, or of a group, that an entry names and that is not there. What is
// wrong in it is wrong with the entry.
func readDetails(f *form, m *shape.Field, into reflect.Value) {
	if f.missing(m) {
		return
	}
	inner := &form{members: decodeJSONForm(f.members[m.Name])}
	if inner.members == nil {
		f.fail(m.Name, "The %s must be an array.", words(m.Name))
		return
	}
	details := into.Addr().Interface().(importEntry)
	inner.read(shape.Of(into.Type()), details)
	f.failIn(m.Name, inner.wrong)
	details.come("", nil)
}

// readNamedDetails reads the same of several, by their ids.
func readNamedDetails(f *form, m *shape.Field, into reflect.Value) {
	readEntries(f, m, into)
	for i := range into.Len() {
		details := into.Index(i).Addr().Interface().(importEntry).sent()
		f.failIn(m.Name+"."+details.key, details.wrong)
	}
}

// failIn notes what is wrong within a member.
func (f *form) failIn(name string, wrong []detail) {
	for _, w := range wrong {
		f.wrong = append(f.wrong, detail{name + "." + w.Field, w.Text})
	}
}

// orderedMember is one member of an object.
type orderedMember struct {
	name  string
	value json.RawMessage
}

// orderedMembers reads an object's members in their order, which a map would lose. Of names that are the same id the
// last one's value stands at the first one's place, as in PHP.
func orderedMembers(object []byte, asID func(string) string) (all []orderedMember, ok bool) {
	d := json.NewDecoder(bytes.NewReader(object))
	if opening, err := d.Token(); err != nil || opening != json.Delim('{') {
		return nil, string(object) == "[]" // an empty object to PHP
	}
	places := make(map[string]int)
	for d.More() {
		name, _ := d.Token() // cannot fail: the body was read as JSON before
		member := orderedMember{name: name.(string)}
		_ = d.Decode(&member.value)
		id := asID(member.name)
		if place, again := places[id]; again {
			all[place] = member
			continue
		}
		places[id] = len(all)
		all = append(all, member)
	}
	return all, true
}

// lowerID is a uid, or a guid, as it is stored.
func lowerID(name string) string { return strings.ToLower(strings.TrimSpace(name)) }
