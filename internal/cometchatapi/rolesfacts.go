package cometchatapi

import "github.com/chatdouble/mockserver/internal/gateway"

var createRoleFacts = []gateway.Fact{
	{Behaviour: "members and their order; role has the rules of a uid, description at most 255 characters", Provenance: gateway.Documented},
	{Behaviour: "settings.listUsers and settings.sendMessagesTo are all or friendsOnly", Provenance: gateway.Documented},
	{Behaviour: "another value there: 400 ERR_BAD_REQUEST; name at most 100 characters; other members of settings are kept", Provenance: gateway.Assumed},
	{Behaviour: "the settings are kept and have no effect on lists and messages", Provenance: gateway.Assumed},
	{Behaviour: "a role that is there: 400", Provenance: gateway.Recorded},
	{Behaviour: "its code ERR_ROLE_ALREADY_EXISTS and its text", Provenance: gateway.Assumed},
	{Behaviour: "at most 25 roles", Provenance: gateway.Documented},
	{Behaviour: "the role default counts; one more role: 400 ERR_BAD_REQUEST", Provenance: gateway.Assumed},
	{Behaviour: "an empty metadata or settings counts as none", Provenance: gateway.Assumed},
}

var listRolesFacts = []gateway.Fact{
	{Behaviour: "the newest first", Provenance: gateway.Recorded},
	{Behaviour: "real totals, no cursor; perPage: 100 unless given; a fresh app has the role default, \"Default Role\"", Provenance: gateway.Documented},
	{Behaviour: "bounds of perPage and page as in the list of blocked users", Provenance: gateway.Assumed},
}

var getRoleFacts = []gateway.Fact{
	{Behaviour: "members and their order", Provenance: gateway.Documented},
	{Behaviour: "unknown role: 404 ERR_ROLE_NOT_FOUND", Provenance: gateway.Documented},
	{Behaviour: "its text; the role in the path is lower-cased", Provenance: gateway.Assumed},
}

var updateRoleFacts = []gateway.Fact{
	{Behaviour: "members that are not sent stay; unset takes settings, description and metadata; updatedAt behind createdAt", Provenance: gateway.Documented},
	{Behaviour: "unknown role: 404 ERR_ROLE_NOT_FOUND", Provenance: gateway.Documented},
	{Behaviour: "every update sets updatedAt; a member both sent and unset is gone; a blank description stays as it was", Provenance: gateway.Assumed},
	{Behaviour: "blank name or another name in unset: 400 ERR_BAD_REQUEST; the role default may be updated", Provenance: gateway.Assumed},
}

var deleteRoleFacts = []gateway.Fact{
	{Behaviour: "the answer's text", Provenance: gateway.Documented},
	{Behaviour: "unknown role: 404 ERR_ROLE_NOT_FOUND; the role default: ERR_ROLE_DELETE_DENIED", Provenance: gateway.Documented},
	{Behaviour: "the status 403 and the text of ERR_ROLE_DELETE_DENIED", Provenance: gateway.Assumed},
	{Behaviour: "people who had the role get the role default; their updatedAt stays", Provenance: gateway.Assumed},
}
