package cometchatapi

import "net/http"

// Codes of groups (page "Error Guide"). Only the text of ERR_GUID_ALREADY_EXISTS was ever published, by a
// re-implementation; a client was seen to look for "not a member of the group" in that of ERR_GROUP_NOT_JOINED.
var (
	errGUIDNotFound = newCode(
		http.StatusNotFound, "ERR_GUID_NOT_FOUND", "an unknown group",
		"The group with guid {1} does not exist. Please use correct guid or use create group API.",
	)
	errGUIDExists = newCode(
		http.StatusBadRequest, "ERR_GUID_ALREADY_EXISTS", "a guid in use",
		"The guid {1} already exists. Please use another guid or try after permanently deleting the group.",
	)
	errNotJoined = newCode(
		http.StatusUnauthorized, "ERR_GROUP_NOT_JOINED", "who acts is not a member",
		"The user with uid {1} is not a member of the group with guid {2}. Please join the group to access it.",
	)
	errNotAMember = newCode(
		http.StatusNotFound, "ERR_NOT_A_MEMBER", "who it is about is not a member",
		"The user with uid {1} is not a member of group with guid {2}.",
	)
	errAlreadyJoined = newCode(
		http.StatusExpectationFailed, "ERR_ALREADY_JOINED", "a member joins",
		"The user with uid {1} has already joined the group with guid {2}.",
	)
	errSameScope = newCode(
		http.StatusForbidden, "ERR_SAME_SCOPE", "the scope that the member has",
		"The user with uid {1} already has this scope in the group with guid {2}.",
	)
	errOwnerDemote = newCode(
		http.StatusForbidden, "ERR_GROUP_OWNER_DEMOTE_FORBIDDEN", "a lower scope for the owner",
		"The user with uid {1} is the owner of the group with guid {2} and cannot be demoted.",
	)
	errOwnerExit = newCode(
		http.StatusForbidden, "ERR_OWNER_EXIT_FORBIDDEN", "the owner leaves",
		"The user with uid {1} is the owner of the group with guid {2} and cannot leave it.",
	)
	errBannedMember = newCode(
		http.StatusForbidden, "ERR_BANNED_GROUPMEMBER", "somebody who is banned",
		"The user with uid {1} is banned from the group with guid {2}.",
	)
	errAlreadyBanned = newCode(
		http.StatusForbidden, "ERR_ALREADY_BANNED", "the ban of somebody who is banned",
		"The user with uid {1} is already banned from the group with guid {2}.",
	)
	errNotBanned = newCode(
		http.StatusNotFound, "ERR_NOT_A_BANNED_USER", "the unban of somebody who is not banned",
		"The user with uid {1} is not banned from the group with guid {2}.",
	)
	errNoClearance      = newCode(http.StatusForbidden, "ERR_GROUP_NO_CLEARANCE", "somebody of a higher scope, or the owner", noClearance)
	errNoScopeClearance = newCode(http.StatusForbidden, "ERR_GROUP_NO_SCOPE_CLEARANCE", "a scope that who acts may not give or take", noClearance)
	errNoAdmin          = newCode(
		http.StatusForbidden, "ERR_GROUP_NO_ADMIN_SCOPE", "who acts is no admin",
		"The user with uid {1} does not have admin scope in the group with guid {2}.",
	)
	errNoModerator = newCode(
		http.StatusForbidden, "ERR_GROUP_NO_MODERATOR_SCOPE", "who acts is a participant",
		"The user with uid {1} does not have moderator scope in the group with guid {2}.",
	)
	errNoSelfAction = newCode(
		http.StatusForbidden, "ERR_GROUP_NO_SELF_ACTION", "who acts is who it is about",
		"The user with uid {1} cannot perform this action on itself in the group with guid {2}.",
	)
	errJoinNotAllowed = newCode(
		http.StatusForbidden, "ERR_GROUP_JOIN_NOT_ALLOWED", "a private group",
		"The user with uid {1} is not allowed to join the group with guid {2}.",
	)
	errEmptyPassword = newCode(
		http.StatusBadRequest, "ERR_EMPTY_GROUP_PASS", "the type password without a password",
		"The password of the group with guid {1} is missing.",
	)
	errWrongPassword = newCode(
		http.StatusForbidden, "ERR_WRONG_GROUP_PASS", "another password than the group's",
		"The password of the group with guid {1} is wrong.",
	)
	errNoVacancy = newCode(
		http.StatusForbidden, "ERR_NO_VACANCY", "",
		"The group with guid {1} is full.",
	)
)

const noClearance = "The user with uid {1} does not have enough clearance to perform this action in the group with guid {2}."
