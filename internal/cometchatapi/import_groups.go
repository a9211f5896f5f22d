package cometchatapi

import (
	"cmp"
	"encoding/json"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/wire"
)

var errImportGroupFormat = importFormat("ERR_IMPORT_INVALID_GROUP_FORMAT", "groups")

type groupsToImport struct {
	Groups []groupEntry `json:"groups" rule:"required,maxitems=50" check:"entries"` // an object in the body, by guid
}

// importedGroup is a group of an import, or the details of one that another entry names.
type importedGroup struct {
	named
	GUID        string          `json:"guid" rule:"required,maxlen=100" check:"uid"`
	Name        string          `json:"name" rule:"required,maxlen=100"`
	Type        string          `json:"type" rule:"required,enum=public|private|password"`
	Password    string          `json:"password" rule:"maxlen=100"`
	Icon        string          `json:"icon" rule:"maxlen=3000,url"`
	Description string          `json:"description" rule:"maxlen=255"`
	Owner       string          `json:"owner" check:"lower"`
	CreatedAt   time.Time       `json:"createdAt" wire:"seconds"`
	Metadata    json.RawMessage `json:"metadata" rule:"maxbytes=5120" check:"metadata"`
	Tags        []string        `json:"tags" rule:"maxitems=25,maxlen=100"`
}

func (*importedGroup) asID(name string) string     { return lowerID(name) }
func (g *importedGroup) id() (member, guid string) { return "guid", g.GUID }

// groupEntry is one member of the body.
type groupEntry struct {
	importedGroup
	GroupOwnerDetails importedUser `json:"groupOwnerDetails" check:"details"`
	OwnerDetails      importedUser `json:"ownerDetails" check:"details"` // another name of the same
}

// importedGroupView is what is answered: no count of members.
type importedGroupView struct {
	GUID           string          `json:"guid"`
	Name           string          `json:"name"`
	Description    string          `json:"description,omitempty"`
	Icon           string          `json:"icon,omitempty"`
	Metadata       json.RawMessage `json:"metadata,omitempty"`
	Type           string          `json:"type"`
	ConversationID string          `json:"conversationId"`
	CreatedAt      time.Time       `json:"createdAt" wire:"seconds"`
	Owner          string          `json:"owner"`
	Tags           []string        `json:"tags,omitempty"`
}

var importedGroupPlan = wire.For[importedGroupView](wire.PHP)

var importGroups = importOf[groupsToImport, *store.Group]{
	Name: "ImportGroups", Route: "POST /data_import/groups", Page: "Data Import",
	Limit: importCalls, AddsUsers: true, Malformed: errImportGroupFormat,
	Run: func(tx *store.Tx, _ caller, q groupsToImport) (imported[*store.Group], error) {
		return importEach("groups", q.Groups, func(g *groupEntry) (*store.Group, error) { return g.bring(tx) })
	},
	Show: showImported(func(dst []byte, row **store.Group) []byte {
		g := *row
		return importedGroupPlan.Append(dst, &importedGroupView{
			g.ID, g.Name, g.Notice, g.Avatar, g.Metadata, g.Type, groupConversation(g.ID), g.CreatedAt, g.Owner, g.Tags,
		})
	}),
	Codes: codes{
		gateway.Documented: {errImportGroupFormat, errGUIDExists},
		gateway.Assumed:    {errUIDNotFound, errEmptyPassword, errBadRequest},
	},
	Notes: append(importNotes("guid"), notes{
		documented("members and their order; guid, name and type are required; groupOwnerDetails makes an owner who is not there"),
		assumed("ownerDetails is taken, too; details of somebody who is there are not looked at beside their form"),
		assumed("no owner is app_system; an unknown one without details fails the entry with ERR_UID_NOT_FOUND"),
		assumed("the owner is not made a member"),
		assumed("no webhook tells of it"),
	}...),
}

// bring brings the group in, and its owner when he is not there.
func (g *groupEntry) bring(tx *store.Tx) (*store.Group, error) {
	if there, taken := tx.Group(g.GUID); taken {
		return nil, errGUIDExists.of(g.GUID).because("the group %s is there since %s, named %.100q", there.ID, moment(there.CreatedAt), there.Name)
	}
	if err := g.wrongPassword(); err != nil {
		return nil, err
	}
	details, within := &g.GroupOwnerDetails, "groupOwnerDetails"
	if !details.given {
		details, within = &g.OwnerDetails, "ownerDetails"
	}
	owner := g.owner(details, within)
	if err := owner.missing(tx); err != nil {
		return nil, err
	}
	owner.put(tx)
	return g.put(tx), nil
}

// owner is who owns the group.
func (g *importedGroup) owner(details *importedUser, within string) wanted {
	if details == nil {
		details = &importedUser{}
	}
	return wanted{"owner", cmp.Or(g.Owner, systemUser), details, within}
}

// wrongPassword refuses a group of the type password that has none.
func (g *importedGroup) wrongPassword() error {
	if g.Type == passwordGroup && strings.TrimSpace(g.Password) == "" {
		return errEmptyPassword.of(g.GUID)
	}
	return nil
}

// put brings a group in of which nothing is wrong. Nobody is in it.
func (g *importedGroup) put(tx *store.Tx) *store.Group {
	created := g.CreatedAt
	if created.IsZero() {
		created = thisSecond(tx)
	}
	fields := groupFields{
		Type: g.Type, Password: g.Password, Icon: g.Icon, Description: g.Description, Metadata: g.Metadata, Tags: g.Tags,
	}
	stored := store.Group{ID: g.GUID, Name: g.Name, Owner: cmp.Or(g.Owner, systemUser), CreatedAt: created}
	fields.apply(&stored)
	if len(stored.Metadata) == 0 {
		stored.Metadata = nil
	}
	return tx.PutGroup(stored)
}
