package cometchatapi

import (
	"net/http"
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
)

var userOperations = []gateway.Op{
	{
		Name: "CreateUser", Method: http.MethodPost, Path: "/users",
		Credential: apiKey, Limits: core("CreateUser"), AddsUsers: true,
		Parameters: createUserParameters,
		Do:         gateway.Write(gateway.StepsOf(decodeNewUser, createUser, encodeUser)),
		Facts:      createUserFacts,
	},
	{
		Name: "ListUsers", Method: http.MethodGet, Path: "/users",
		Credential: apiKey, Limits: standardLimits,
		Parameters: listUsersParameters,
		Do:         gateway.Read(gateway.StepsOf(decodeUserList, listUsers, encodeUserList)),
		Facts:      listUsersFacts,
	},
	{
		Name: "ReactivateUsers", Method: http.MethodPut, Path: "/users",
		Credential: apiKey, Limits: standardLimits,
		Parameters: body(gateway.Applied, "uidsToActivate"),
		Do:         gateway.Write(gateway.StepsOf(decodeUIDs("uidsToActivate"), reactivateUsers, encodeUIDLists)),
		Facts:      reactivateUsersFacts,
	},
	{
		Name: "DeactivateUsers", Method: http.MethodDelete, Path: "/users",
		Credential: apiKey, Limits: standardLimits,
		Parameters: body(gateway.Applied, "uidsToDeactivate"),
		Do:         gateway.Write(gateway.StepsOf(decodeUIDs("uidsToDeactivate"), deactivateUsers, encodeUIDLists)),
		Facts:      deactivateUsersFacts,
	},
	{
		Name: "GetUser", Method: http.MethodGet, Path: "/users/{uid}",
		Credential: apiKey, Limits: standardLimits,
		Do:    gateway.Read(gateway.StepsOf(decodeUserQuery, getUser, encodeUser)),
		Facts: getUserFacts,
	},
	{
		Name: "UpdateUser", Method: http.MethodPut, Path: "/users/{uid}",
		Credential: apiKey, Limits: standardLimits,
		Parameters: updateUserParameters,
		Do:         gateway.Write(gateway.StepsOf(decodeUserUpdate, updateUser, encodeUser)),
		Facts:      updateUserFacts,
	},
	{
		Name: "DeleteUser", Method: http.MethodDelete, Path: "/users/{uid}",
		Credential: apiKey, Limits: core("DeleteUser"),
		Parameters: body(gateway.Applied, "permanent"),
		Do:         gateway.Write(gateway.StepsOf(decodeUserDeletion, deleteUser, encodeUserDeleted)),
		Facts:      deleteUserFacts,
	},
}

// profileParameters are the members of a user that a caller may give.
var profileParameters = body(gateway.Applied, "name", "avatar", "link", "role", "statusMessage", "metadata", "tags")

var (
	createUserParameters = slices.Concat(
		body(gateway.Applied, "uid"), profileParameters, body(gateway.Applied, "withAuthToken"),
		body(gateway.NoEffect, "status", "deactivatedAt", "hasBlockedMe", "blockedByMe"), // sent by the SDK
	)
	updateUserParameters = slices.Concat(
		profileParameters, body(gateway.Applied, "unset"),
		body(gateway.NoEffect, "uid", "status", "deactivatedAt", "hasBlockedMe", "blockedByMe"),
	)
	listUsersParameters = slices.Concat(
		pageParameters,
		query(gateway.Applied, "searchKey", "status", "withTags", "withDeactivated", "onlyDeactivated", "hideBlockedUsers", "friendsOnly", "sortBy", "sortOrder"),
		queryLists(gateway.Applied, "searchIn", "role", "roles", "tags", "uids"),
		query(gateway.NotEmulated, "count"),
	)
)

// clientUserOperations are those of the vendor's SDKs, seen with the eyes of the token's user.
var clientUserOperations = []gateway.Op{
	{
		Name: "ListUsersAsMe", Method: http.MethodGet, Path: "/users",
		Credential: authToken, Limits: standardLimits,
		Parameters: listUsersParameters,
		Do:         gateway.Read(gateway.StepsOf(decodeMyUserList, listUsers, encodeUserList)),
		Facts:      listUsersAsMeFacts,
	},
	{
		Name: "GetUserAsMe", Method: http.MethodGet, Path: "/users/{uid}",
		Credential: authToken, Limits: standardLimits,
		Do:    gateway.Read(gateway.StepsOf(decodeMyUserQuery, getUser, encodeUser)),
		Facts: getUserAsMeFacts,
	},
}
