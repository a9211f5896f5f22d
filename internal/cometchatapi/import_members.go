package cometchatapi

import (
	"cmp"
	"net/http"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/wire"
)

// Status and text of ERR_IMPORT_INVALID_JOINEDAT are assumed: only entries fail with it.
var (
	errImportMemberFormat = importFormat("ERR_IMPORT_INVALID_MEMBER_FORMAT", "members")
	errInvalidJoinedAt    = newCode(
		http.StatusBadRequest, "ERR_IMPORT_INVALID_JOINEDAT", "a joinedAt before the group was made, or to come",
		"The joinedAt of the user with uid {1} must be after the createdAt of the group with guid {2} and before the current time.",
	)
)

type membersToImport struct {
	Members []importedMember `json:"members" rule:"required,maxitems=50" check:"entries"` // an object in the body, by memberId
}

// importedMember is one member of the body.
type importedMember struct {
	named
	MemberID     string        `json:"memberId" rule:"required" check:"lower"` // guid, _member_ and uid
	GUID         string        `json:"guid" rule:"required,maxlen=100" check:"uid"`
	UID          string        `json:"uid" rule:"required,maxlen=100" check:"uid"`
	Scope        string        `json:"scope" rule:"enum=admin|moderator|participant"`
	IsBanned     bool          `json:"isBanned"`
	JoinedAt     time.Time     `json:"joinedAt" wire:"seconds"`
	GroupDetails importedGroup `json:"groupDetails" check:"details"`
	UserDetails  importedUser  `json:"userDetails" check:"details"`
}

func (*importedMember) asID(name string) string    { return lowerID(name) }
func (m *importedMember) id() (member, key string) { return "memberId", m.MemberID }

// importedMemberView is what is answered of a member, and of somebody who is banned.
type importedMemberView struct {
	GUID     string    `json:"guid"`
	UID      string    `json:"uid"`
	Scope    string    `json:"scope"`
	JoinedAt time.Time `json:"joinedAt" wire:"seconds"`
}

var importedMemberPlan = wire.For[importedMemberView](wire.PHP)

var importMembers = importOf[membersToImport, importedMemberView]{
	Name: "ImportMembers", Route: "POST /data_import/members", Page: "Data Import",
	Limit: importCalls, AddsUsers: true, Malformed: errImportMemberFormat,
	Run: func(tx *store.Tx, _ caller, q membersToImport) (imported[importedMemberView], error) {
		return importEach("members", q.Members, func(m *importedMember) (importedMemberView, error) { return m.bring(tx) })
	},
	Show: showImported(func(dst []byte, row *importedMemberView) []byte { return importedMemberPlan.Append(dst, row) }),
	Codes: codes{
		gateway.Documented: {errImportMemberFormat, errAlreadyJoined, errInvalidJoinedAt},
		gateway.Assumed: {
			errGUIDNotFound, errUIDNotFound, errEmptyPassword, errBannedMember, errAlreadyBanned, errOwnerDemote, errNoClearance, errBadRequest,
		},
	},
	Notes: append(importNotes("memberId, which is guid, _member_ and uid,"), notes{
		documented("members and their order; memberId, guid and uid are required; groupDetails and userDetails make what is not there"),
		assumed("without them ERR_GUID_NOT_FOUND, ERR_UID_NOT_FOUND; so with an unknown owner in groupDetails who is not the member"),
		assumed("scope is participant when missing, of the owner admin; no other scope for the owner: ERR_GROUP_OWNER_DEMOTE_FORBIDDEN"),
		documented("joinedAt is after the group was made and not to come"),
		assumed("in the second in which it was made is after; when missing it is now; no other limit is looked at"),
		documented("isBanned: the user is banned"),
		assumed("since joinedAt; not the owner: ERR_GROUP_NO_CLEARANCE; the answer is that of a member"),
		assumed("who is in the group or banned stays what he is: ERR_ALREADY_JOINED, ERR_BANNED_GROUPMEMBER, ERR_ALREADY_BANNED"),
		assumed("no action message, no webhook, and the group's updatedAt stays"),
	}...),
}

// bring brings one member in, or a ban.
func (m *importedMember) bring(tx *store.Tx) (v importedMemberView, _ error) {
	if m.MemberID != m.GUID+"_member_"+m.UID {
		return v, errBadRequest.with([]detail{{"memberId", "The member id must be the guid, _member_ and the uid."}})
	}
	user := wanted{"uid", m.UID, &m.UserDetails, "userDetails"}
	group := wantedGroup{member: "guid", guid: m.GUID, details: &m.GroupDetails, within: "groupDetails"}
	if err := group.missing(tx, user); err != nil {
		return v, err
	}
	if err := user.missing(tx); err != nil {
		return v, err
	}
	if m.UID == systemUser {
		return v, missingUser(tx, m.UID, m.UID)
	}
	created, owner := m.GroupDetails.CreatedAt, m.GroupDetails.Owner
	g, there := tx.Group(m.GUID)
	if there {
		created, owner = g.CreatedAt, g.Owner
	}
	if err := m.refused(tx, created, owner); err != nil {
		return v, err
	}
	user.put(tx)
	g = group.put(tx)
	return m.put(tx, g), nil
}

// refused is why the user cannot be in the group, or be banned from it.
func (m *importedMember) refused(tx *store.Tx, created time.Time, owner string) error {
	if _, is := tx.Member(m.GUID, m.UID); is {
		return errAlreadyJoined.of(m.UID, m.GUID).because("%s is in the group %s already", m.UID, m.GUID)
	}
	if b, is := tx.Banned(m.GUID, m.UID); is {
		k := errBannedMember
		if m.IsBanned {
			k = errAlreadyBanned
		}
		return k.of(m.UID, m.GUID).because("%s is banned from the group %s since %s", m.UID, m.GUID, moment(b.At))
	}
	switch {
	case m.UID == owner && m.IsBanned:
		return errNoClearance.of(m.UID, m.GUID).because("%s owns the group %s, and cannot be banned from it", m.UID, m.GUID)
	case m.UID == owner && m.Scope != "" && m.Scope != scopes[admin]:
		return errOwnerDemote.of(m.UID, m.GUID)
	case !m.JoinedAt.IsZero() && (m.JoinedAt.Before(created.Truncate(time.Second)) || m.JoinedAt.After(tx.Now())):
		return errInvalidJoinedAt.of(m.UID, m.GUID).because("joinedAt is %s, the group is there since %s, and now is %s", moment(m.JoinedAt), moment(created), moment(tx.Now()))
	}
	return nil
}

// put makes the user a member, or bans him.
func (m *importedMember) put(tx *store.Tx, g *store.Group) importedMemberView {
	at := m.JoinedAt
	if at.IsZero() {
		at = thisSecond(tx)
	}
	scope := scopeIn(g, m.UID, scopeOf(cmp.Or(m.Scope, scopes[participant])))
	if m.IsBanned {
		tx.Ban(g.ID, m.UID, at, nil)
	} else {
		tx.Join(g.ID, m.UID, at, scope)
	}
	return importedMemberView{g.ID, m.UID, scopes[scope], at}
}
