package cometchatapi

import "github.com/chatdouble/mockserver/internal/gateway"

var createUserFacts = []gateway.Fact{
	{Behaviour: "200 with the user; members and their order; no updatedAt; role default and status offline for a fresh user", Provenance: gateway.Recorded},
	{Behaviour: "withAuthToken true: authToken, {uid}_ and ten digits of time and 30 hex digits, is last in the answer and can be used", Provenance: gateway.Recorded},
	{Behaviour: "a core operation: 10,000 a minute, counted for itself", Provenance: gateway.Recorded},
	{Behaviour: "an authOnly key may create users; metadata and tags are in the answer, tags behind the times", Provenance: gateway.Documented},
	{Behaviour: "uid is lower-cased; 1 to 100 of a-z, 0-9, - and _", Provenance: gateway.Documented},
	{Behaviour: "another character or more of them: 400 ERR_BAD_REQUEST with details.uid, not ERR_INVALID_UID", Provenance: gateway.Assumed},
	{Behaviour: "a uid that exists, whatever its case: 400 ERR_UID_ALREADY_EXISTS, not 409", Provenance: gateway.Recorded},
	{Behaviour: "the uid of a deactivated user and app_system count as existing; bad members are refused before an existing uid", Provenance: gateway.Assumed},
	{Behaviour: "uid or name missing or blank, avatar no URL, a blank tag: 400 ERR_BAD_REQUEST with details", Provenance: gateway.Recorded},
	{Behaviour: "name at most 100 characters, avatar and link URLs of at most 3000, 25 tags of 1 to 100, metadata an object of at most 5 KB", Provenance: gateway.Documented},
	{Behaviour: "texts of these refusals; metadata counts as compact JSON, 5,120 bytes; an empty object counts as none", Provenance: gateway.Assumed},
	{Behaviour: "a role that does not exist: 400 ERR_BAD_REQUEST", Provenance: gateway.Documented},
	{Behaviour: "its details: the selected role is invalid; roles are compared in lower case", Provenance: gateway.Assumed},
	{Behaviour: "unknown members are ignored, also deactivatedAt, hasBlockedMe and blockedByMe, which the vendor's SDK sends", Provenance: gateway.Recorded},
	{Behaviour: "texts are trimmed; a blank text counts as missing", Provenance: gateway.Recorded},
	{Behaviour: "a body that is no JSON object counts as empty; a form body with name[] for lists is accepted", Provenance: gateway.Assumed},
	{Behaviour: "there is no quota of users (402) unless a fault rule makes it", Provenance: gateway.Assumed},
}

var getUserFacts = []gateway.Fact{
	{Behaviour: "200 with the user; members and their order", Provenance: gateway.Recorded},
	{Behaviour: "metadata and tags are shown", Provenance: gateway.Assumed},
	{Behaviour: "no block information without onBehalfOf", Provenance: gateway.Recorded},
	{Behaviour: "with onBehalfOf also conversationId and hasBlockedMe, blockedByMe, blockedAt relative to that user", Provenance: gateway.Documented},
	{Behaviour: "onBehalfOf names the user of the path: as without it", Provenance: gateway.Assumed},
	{Behaviour: "onBehalfOf unknown: 404 ERR_UID_NOT_FOUND, before the user of the path", Provenance: gateway.Recorded},
	{Behaviour: "unknown uid: 404 ERR_UID_NOT_FOUND", Provenance: gateway.Recorded},
	{Behaviour: "a deactivated user is unknown", Provenance: gateway.Documented},
}

var updateUserFacts = []gateway.Fact{
	{Behaviour: "200 with the whole user and updatedAt; a uid in the body is ignored; unset takes a member away", Provenance: gateway.Recorded},
	{Behaviour: "unset holds avatar, link, metadata", Provenance: gateway.Documented},
	{Behaviour: "another name in unset: 400 ERR_BAD_REQUEST; a member that is set and unset at once is unset", Provenance: gateway.Assumed},
	{Behaviour: "an authOnly key may update users", Provenance: gateway.Documented},
	{Behaviour: "a standard operation", Provenance: gateway.Recorded},
	{Behaviour: "blank name: must have a value; avatar no URL; a blank tag: 400 ERR_BAD_REQUEST with details", Provenance: gateway.Recorded},
	{Behaviour: "metadata may be a text", Provenance: gateway.Recorded},
	{Behaviour: "a text that holds an object is stored as the object; metadata, tags and role replace what was there; an empty list of tags removes them", Provenance: gateway.Assumed},
	{Behaviour: "bounds as for a new user; a role that does not exist: 400 ERR_BAD_REQUEST", Provenance: gateway.Assumed},
	{Behaviour: "a body without any known member: 200, updatedAt changes", Provenance: gateway.Assumed},
	{Behaviour: "unknown or deactivated uid: 404 ERR_UID_NOT_FOUND", Provenance: gateway.Recorded},
	{Behaviour: "an unknown uid is refused before bad members; onBehalfOf is ignored", Provenance: gateway.Assumed},
}

var deleteUserFacts = []gateway.Fact{
	{Behaviour: "permanent true: \"User with UID {uid} has been deleted successfully.\"", Provenance: gateway.Recorded},
	{Behaviour: "permanent false, absent or no body: the user is deactivated, data.deactivatedUids", Provenance: gateway.Recorded},
	{Behaviour: "a deactivated user can be deleted permanently", Provenance: gateway.Recorded},
	{Behaviour: "deactivating a deactivated user this way: data.alreadyDeactivatedUids", Provenance: gateway.Assumed},
	{Behaviour: "a permanent deletion frees the uid and takes blocks, friendships, tokens and messages away", Provenance: gateway.Assumed},
	{Behaviour: "a core operation: 10,000 a minute, counted for itself", Provenance: gateway.Recorded},
	{Behaviour: "permanent may be true, false, 1, 0, also as a text; another value: 400 ERR_BAD_REQUEST", Provenance: gateway.Assumed},
	{Behaviour: "unknown uid: 404 ERR_UID_NOT_FOUND", Provenance: gateway.Recorded},
	{Behaviour: "DELETE /users/blockedusers means the user blockedusers: 404", Provenance: gateway.Recorded},
}

var deactivateUsersFacts = []gateway.Fact{
	{Behaviour: "200 with deactivatedUids, alreadyDeactivatedUids (asserted by a live test suite), notFound; empty lists are left out", Provenance: gateway.Recorded},
	{Behaviour: "the order of the three lists", Provenance: gateway.Assumed},
	{Behaviour: "at most 25 uids", Provenance: gateway.Documented},
	{Behaviour: "uidsToDeactivate missing, empty, no list, with a blank element or with more uids: 400 ERR_BAD_REQUEST", Provenance: gateway.Assumed},
	{Behaviour: "an unknown uid is told in the case in which it was sent", Provenance: gateway.Recorded},
	{Behaviour: "uids are compared in lower case; one that is named twice counts once", Provenance: gateway.Assumed},
	{Behaviour: "a deactivated user is hidden from lists and refused", Provenance: gateway.Documented},
	{Behaviour: "updatedAt does not change; a standard operation", Provenance: gateway.Assumed},
}

var reactivateUsersFacts = []gateway.Fact{
	{Behaviour: "200 with reactivatedUids, notFound; one unknown uid: exactly {\"data\":{\"notFound\":[\"InvalidUID\"]}}", Provenance: gateway.Recorded},
	{Behaviour: "nonDeactivatedUids are those who were active", Provenance: gateway.Documented},
	{Behaviour: "the order of the three lists", Provenance: gateway.Assumed},
	{Behaviour: "at most 25 uids", Provenance: gateway.Documented},
	{Behaviour: "uidsToActivate missing, empty, no list, with a blank element or with more uids: 400 ERR_BAD_REQUEST", Provenance: gateway.Assumed},
	{Behaviour: "auth tokens made before the deactivation work again", Provenance: gateway.Documented},
	{Behaviour: "blocks and friendships made before it are there again, with their times", Provenance: gateway.Assumed},
	{Behaviour: "updatedAt does not change; a standard operation", Provenance: gateway.Assumed},
}

var listUsersFacts = append([]gateway.Fact{
	{Behaviour: "the newest first; total and total_pages are real; meta.cursor inside meta, affix prepend", Provenance: gateway.Recorded},
	{Behaviour: "two with the same createdAt: the one who came later first", Provenance: gateway.Assumed},
	{Behaviour: "nobody there: total_pages 1", Provenance: gateway.Assumed},
	{Behaviour: "app_system is not listed and does not count", Provenance: gateway.Recorded},
	{Behaviour: "with onBehalfOf: conversationId and block members relative to that user, total is always 0, total_pages is current_page + 1 after a full page", Provenance: gateway.Documented},
	{Behaviour: "that onBehalfOf works on this host at all; unknown: 404 ERR_UID_NOT_FOUND", Provenance: gateway.Assumed},
	{Behaviour: "hideBlockedUsers and friendsOnly without onBehalfOf are ignored", Provenance: gateway.Assumed},
}, userListFacts...)

var listUsersAsMeFacts = append([]gateway.Fact{
	{Behaviour: "as the list of the server API with onBehalfOf: total is always 0, total_pages is current_page + 1 after a full page", Provenance: gateway.Documented},
}, userListFacts...)

// userListFacts are those of both lists of users.
var userListFacts = []gateway.Fact{
	{Behaviour: "perPage: 100 unless given, at most 1000; page: 1 unless given; per_page is accepted too", Provenance: gateway.Documented},
	{Behaviour: "bounds of perPage and page as in the list of blocked users", Provenance: gateway.Assumed},
	{Behaviour: "somebody's own view is in the order of status, name, uid", Provenance: gateway.Documented},
	{Behaviour: "I do not stand in my own list; names are ordered whatever their case", Provenance: gateway.Assumed},
	{Behaviour: "searchKey is a prefix of uid or name; searchIn narrows it to one of them", Provenance: gateway.Documented},
	{Behaviour: "the case does not matter to a search", Provenance: gateway.Assumed},
	{Behaviour: "status available or offline; role and roles; tags; withTags; onlyDeactivated, withDeactivated; uids, at most 25", Provenance: gateway.Documented},
	{Behaviour: "a user with any of the tags matches; role and roles together are one list; a role that nobody has finds nobody", Provenance: gateway.Assumed},
	{Behaviour: "tags are shown with withTags only", Provenance: gateway.Documented},
	{Behaviour: "onlyDeactivated wins over withDeactivated", Provenance: gateway.Assumed},
	{Behaviour: "a deactivated user carries deactivatedAt", Provenance: gateway.Documented},
	{Behaviour: "hideBlockedUsers hides those whom I have blocked; friendsOnly shows my friends", Provenance: gateway.Documented},
	{Behaviour: "those who have blocked me stay in the list", Provenance: gateway.Assumed},
	{Behaviour: "sortBy name or status, sortOrder asc or desc", Provenance: gateway.Documented},
	{Behaviour: "sortOrder is asc unless given and means nothing without sortBy; equal ones stay in the list's order", Provenance: gateway.Assumed},
	{Behaviour: "another value of status, searchIn, sortBy or sortOrder, more than 25 uids: 400 ERR_BAD_REQUEST", Provenance: gateway.Assumed},
	{Behaviour: "count changes nothing", Provenance: gateway.Assumed},
	{Behaviour: "booleans are true or 1; anything else is false; lists are separated by commas or repeated", Provenance: gateway.Assumed},
	{Behaviour: "meta.cursor.updatedAt is the newest change of a person in the whole filtered list, I included; no cursor beside an empty data", Provenance: gateway.Assumed},
}

var getUserAsMeFacts = []gateway.Fact{
	{Behaviour: "the user with metadata, tags, conversationId and block members relative to me", Provenance: gateway.Documented},
	{Behaviour: "my own uid: without conversationId", Provenance: gateway.Assumed},
	{Behaviour: "unknown or deactivated uid: 404 ERR_UID_NOT_FOUND", Provenance: gateway.Documented},
}

var importUsersFacts = []gateway.Fact{
	{Behaviour: "200, data holds one entry for each uid: success and the user as it is stored", Provenance: gateway.Documented},
	{Behaviour: "entries stand in the order of the request; of names that differ in their case only the last one counts", Provenance: gateway.Assumed},
	{Behaviour: "at most 50 users a call, 60 calls a minute", Provenance: gateway.Documented},
	{Behaviour: "users missing, empty, no object or with more members: 400 ERR_BAD_REQUEST; the 429 is that of all operations", Provenance: gateway.Assumed},
	{Behaviour: "uid and name are required; createdAt, lastActiveAt and deactivatedAt are numbers or texts of ten digits", Provenance: gateway.Documented},
	{Behaviour: "0 is no time; the uid must be the name of the entry, whatever the case", Provenance: gateway.Assumed},
	{Behaviour: "an entry that is not right: success false and ERR_IMPORT_INVALID_USER_FORMAT with details; text and details", Provenance: gateway.Assumed},
	{Behaviour: "a uid that exists: success false and ERR_UID_ALREADY_EXISTS", Provenance: gateway.Assumed},
	{Behaviour: "the others are imported", Provenance: gateway.Documented},
	{Behaviour: "bounds of the members as for a new user; statusMessage is accepted too", Provenance: gateway.Assumed},
}
