package cometchatapi

import (
	"net/http"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// errImportUserFormat has the code of the page "Error Guide", as those of the other imports; status and text are assumed.
var errImportUserFormat = importFormat("ERR_IMPORT_INVALID_USER_FORMAT", "users")

// importFormat is the code for a body without the object that holds the entries.
func importFormat(text, wrapper string) *code {
	return newCode(http.StatusBadRequest, text, wrapper+" missing, empty or no object", "The value for "+wrapper+" property must be an object.")
}

type usersToImport struct {
	Users []importedUser `json:"users" rule:"required,maxitems=50" check:"entries"` // an object in the body, by uid
}

// importedUser is one member of the body, or the details of somebody whom another entry names.
type importedUser struct {
	named
	newUser
	CreatedAt     time.Time `json:"createdAt" wire:"seconds"`
	LastActiveAt  time.Time `json:"lastActiveAt" wire:"seconds"`
	DeactivatedAt time.Time `json:"deactivatedAt" wire:"seconds"`
}

func (*importedUser) asID(name string) string    { return lowerID(name) }
func (p *importedUser) id() (member, uid string) { return "uid", p.UID }

var importUsers = importOf[usersToImport, *store.User]{
	Name: "ImportUsers", Route: "POST /data_import/users", Page: "Data Import",
	Limit: importCalls, AddsUsers: true, Malformed: errImportUserFormat,
	Run: func(tx *store.Tx, _ caller, q usersToImport) (imported[*store.User], error) {
		return importEach("users", q.Users, func(p *importedUser) (*store.User, error) {
			if wrong := p.unknownRole(tx); len(wrong) > 0 {
				return nil, errBadRequest.with(wrong)
			}
			if taken := uidTaken(tx, p.UID); taken != nil {
				return nil, taken
			}
			return p.put(tx), nil
		})
	},
	Show: showImported(func(dst []byte, u **store.User) []byte {
		return appendUser(dst, store.Row{User: *u}, view{tags: true})
	}),
	Codes: codes{gateway.Documented: {errImportUserFormat, errUIDAlreadyExists}, gateway.Assumed: {errBadRequest}},
	Notes: append(importNotes("uid"), notes{
		documented("uid and name are required"),
		assumed("the uid is compared in lower case; of names that differ in their case only the last one counts"),
		assumed("a uid that exists fails its entry, also that of somebody who is deactivated"),
		assumed("bounds of the members as for a new user; statusMessage is accepted too"),
	}...),
}

// put brings one person in, of whom nothing is wrong.
func (p *importedUser) put(tx *store.Tx) *store.User {
	created := p.CreatedAt
	if created.IsZero() {
		created = thisSecond(tx)
	}
	u := p.user(created)
	u.LastActiveAt, u.DeactivatedAt = p.LastActiveAt, p.DeactivatedAt
	return tx.PutUser(u)
}
