package cometchatapi

import (
	"encoding/json"
	"slices"
	"strings"
)

// permission is something that a role, or a scope in a group, may be given or denied.
type permission struct {
	id       string
	does     string // title and description
	dataType string
	values   []string // that it takes; nil: any
	standard string   // the value when none is set: a text, of lists nothing
}

// action is what permissions are about (page "RBAC"): one that allows or denies it, and further ones that say of what
// kind it may be.
type action struct {
	id, does string
	further  []string // keys of aspects
}

// aspect is what a further permission of an action chooses.
type aspect struct {
	says     string // behind what the action does
	dataType string
	values   []string
}

// Data types of permissions.
const (
	oneText     = "string"
	listedTexts = "stringArray"
	roleTexts   = "rolesStringArray"
	customTexts = "customStringArray"
)

var (
	allowOrDeny = []string{"allow", "deny"}
	groupTypes  = []string{publicGroup, passwordGroup, privateGroup}
	allScopes   = []string{"admin", "moderator", "participant"}
)

// aspects are those that the ids of further permissions end with.
var aspects = map[string]aspect{
	"mode":                     {"for all users or friends only", oneText, []string{"all", "friends"}},
	"allowedRoles":             {"of the specified roles", roleTexts, nil},
	"allowedSenderRoles":       {"of senders of the specified roles", roleTexts, nil},
	"allowedReceiverRoles":     {"to receivers of the specified roles", roleTexts, nil},
	"allowedReceiverTypes":     {"to the specified receiver types", listedTexts, []string{"user", "group"}},
	"allowedMessageCategories": {"of the specified categories", listedTexts, []string{"message", "custom"}},
	"allowedMessageTypes":      {"of the specified types", listedTexts, []string{"text", "image", "audio", "video", "file"}},
	"allowedCustomTypes":       {"of the specified custom types", customTexts, nil},
	"mimeTypeAccessControl":    {"by MIME types that are allowed or denied", oneText, allowOrDeny},
	"mimeTypes":                {"of the specified MIME types", customTexts, nil},
	"allowedMimeTypes":         {"of the specified MIME types", customTexts, nil},
	"allowedGroupTypes":        {"of the specified group types", listedTexts, groupTypes},
	"allowedScopes":            {"of the specified scopes", listedTexts, allScopes},
	"denyForScopes":            {"but for the specified scopes", listedTexts, allScopes},
	"allowedType":              {"of the specified types", listedTexts, []string{"audio", "video"}},
	"historyBeforeJoin":        {"that were sent before joining", oneText, allowOrDeny},
}

// The aspects of sending.
var (
	sent      = []string{"allowedMessageCategories", "allowedMessageTypes", "allowedCustomTypes", "mimeTypeAccessControl", "mimeTypes"}
	sentBy    = append([]string{"mode", "allowedReceiverTypes", "allowedReceiverRoles", "allowedMimeTypes"}, sent...)
	threadsBy = append([]string{"allowedReceiverTypes", "allowedReceiverRoles"}, sent...)
)

// rolePermissions are those of roles. allowedMimeTypes, denyForScopes and the mode of calls stand in the samples and not
// in the newest table of the page.
var rolePermissions = permissionsOf([]action{
	{"listUsers", "listing users", []string{"mode", "allowedRoles"}},
	{"getUserDetails", "getting user details", []string{"mode", "allowedRoles"}},
	{"blockUser", "blocking users", []string{"allowedRoles"}},
	{"listBlockedUser", "listing blocked users", []string{"allowedRoles"}},
	{"unblockedUser", "unblocking users", []string{"allowedRoles"}},
	{"editProfile", "editing user details", nil},
	{"listMessages", "listing messages", []string{"mode", "allowedReceiverTypes", "allowedSenderRoles", "allowedMessageCategories", "allowedMessageTypes"}},
	{"getMessageDetails", "getting message details", []string{"mode"}},
	{"sendMessage", "sending messages", sentBy},
	{"editMessage", "editing messages", []string{"denyForScopes"}},
	{"deleteMessage", "deleting messages", []string{"denyForScopes"}},
	{"pinMessage", "pinning messages", nil},
	{"listThreadedMessages", "listing threaded messages", nil},
	{"sendThreadedMessage", "sending threaded messages", threadsBy},
	{"editThreadedMessage", "editing threaded messages", nil},
	{"deleteThreadedMessage", "deleting threaded messages", nil},
	{"listReactions", "listing reactions", nil},
	{"addReaction", "adding reactions", nil},
	{"initiateCall", "initiating calls", []string{"mode", "allowedReceiverTypes", "allowedReceiverRoles"}},
	{"joinCall", "joining calls", nil},
	{"listConversations", "listing conversations", nil},
	{"updateConversation", "updating conversations", nil},
	{"deleteConversation", "deleting conversations", nil},
	{"listGroups", "listing groups", []string{"allowedGroupTypes"}},
	{"getGroupDetails", "getting group details", []string{"allowedGroupTypes"}},
	{"createGroup", "creating groups", []string{"allowedGroupTypes"}},
	{"joinGroup", "joining groups", []string{"allowedGroupTypes"}},
})

// scopePermissions are those of scopes in a group. Listing messages cannot be denied as a whole.
var scopePermissions = slices.DeleteFunc(permissionsOf([]action{
	{"editGroup", "editing the group", nil},
	{"deleteGroup", "deleting the group", nil},
	{"leaveGroup", "leaving the group", nil},
	{"listMembers", "listing members", []string{"allowedScopes"}},
	{"addMembers", "adding members", []string{"allowedScopes"}},
	{"kickMembers", "kicking members", []string{"allowedScopes"}},
	{"listBannedUsers", "listing banned members", nil},
	{"ban", "banning members", []string{"allowedScopes"}},
	{"unban", "unbanning members", nil},
	{"listMessages", "listing messages", []string{"allowedMessageCategories", "allowedMessageTypes", "historyBeforeJoin"}},
	{"sendMessage", "sending messages", append([]string{"allowedMimeTypes"}, sent...)},
	{"editMessage", "editing messages", nil},
	{"deleteMessage", "deleting messages", nil},
	{"pinMessage", "pinning messages", nil},
	{"listThreadedMessages", "listing threaded messages", nil},
	{"sendThreadedMessage", "sending threaded messages", sent},
	{"editThreadedMessage", "editing threaded messages", nil},
	{"deleteThreadedMessage", "deleting threaded messages", nil},
	{"listReactions", "listing reactions", []string{"allowedScopes"}},
	{"addReaction", "adding reactions", nil},
	{"initiateCall", "initiating calls", []string{"allowedType"}},
	{"joinCall", "joining calls", nil},
}), func(p permission) bool { return p.id == "listMessages" })

// notGiven are what a scope is denied unless a setting gives it.
var notGiven = map[string][]string{
	"admin":       {"deleteGroup"},
	"moderator":   {"deleteGroup", "editGroup", "addMembers"},
	"participant": {"deleteGroup", "editGroup", "addMembers", "kickMembers", "listBannedUsers", "ban", "unban"},
}

func permissionsOf(actions []action) (all []permission) {
	for _, a := range actions {
		all = append(all, permission{a.id, "Allows/Denies " + a.does, oneText, allowOrDeny, allowOrDeny[0]})
		for _, key := range a.further {
			more := aspects[key]
			p := permission{a.id + "." + key, "Allows " + a.does + " " + more.says, more.dataType, more.values, ""}
			if p.dataType == oneText {
				p.standard = p.values[0]
			}
			all = append(all, p)
		}
	}
	return all
}

// permissionNamed is the permission of an id, nil when there is none.
func permissionNamed(known []permission, id string) *permission {
	i := slices.IndexFunc(known, func(p permission) bool { return p.id == id })
	if i < 0 {
		return nil
	}
	return &known[i]
}

// mostTexts is how many texts a permission takes, and mostLetters how long one is: nothing is published.
const (
	mostTexts   = 100
	mostLetters = 100
)

// read is a value of the permission as it is kept, nil when it takes no such.
func (p *permission) read(value json.RawMessage) []byte {
	takes := func(text string) bool {
		return text != "" && len(text) <= mostLetters && (p.values == nil || slices.Contains(p.values, text))
	}
	if p.dataType == oneText {
		var text string
		if json.Unmarshal(value, &text) != nil || !takes(text) {
			return nil
		}
		return marshal(text)
	}
	var list []string
	if json.Unmarshal(value, &list) != nil || len(list) > mostTexts || slices.ContainsFunc(list, func(text string) bool { return !takes(text) }) {
		return nil
	}
	if list == nil { // null: no restriction, as an empty list
		list = []string{}
	}
	kept, _ := json.Marshal(list) // texts always can be
	return kept
}

// wants says what the permission takes, for a person.
func (p *permission) wants() string {
	what := "one text"
	if p.dataType != oneText {
		what = "a list of texts"
	}
	if p.values == nil {
		return what
	}
	return what + " of " + strings.Join(p.values, ", ")
}
