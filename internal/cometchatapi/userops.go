package cometchatapi

import (
	"net/http"

	"github.com/chatdouble/mockserver/internal/gateway"
)

var userOperations = []gateway.Op{
	{
		Name: "CreateUser", Method: http.MethodPost, Path: "/users",
		Credential: apiKey, Limits: core("CreateUser"),
		Do:    gateway.Write(decodeNewUser, createUser, encodeUser),
		Facts: createUserFacts,
	},
	{
		Name: "ListUsers", Method: http.MethodGet, Path: "/users",
		Credential: apiKey, Limits: standardLimits,
		Do:    gateway.Read(decodeUserList, listUsers, encodeUserList),
		Facts: listUsersFacts,
	},
	{
		Name: "ReactivateUsers", Method: http.MethodPut, Path: "/users",
		Credential: apiKey, Limits: standardLimits,
		Do:    gateway.Write(decodeUIDs("uidsToActivate"), reactivateUsers, encodeUIDLists),
		Facts: reactivateUsersFacts,
	},
	{
		Name: "DeactivateUsers", Method: http.MethodDelete, Path: "/users",
		Credential: apiKey, Limits: standardLimits,
		Do:    gateway.Write(decodeUIDs("uidsToDeactivate"), deactivateUsers, encodeUIDLists),
		Facts: deactivateUsersFacts,
	},
	{
		Name: "GetUser", Method: http.MethodGet, Path: "/users/{uid}",
		Credential: apiKey, Limits: standardLimits,
		Do:    gateway.Read(decodeUserQuery, getUser, encodeUser),
		Facts: getUserFacts,
	},
	{
		Name: "UpdateUser", Method: http.MethodPut, Path: "/users/{uid}",
		Credential: apiKey, Limits: standardLimits,
		Do:    gateway.Write(decodeUserUpdate, updateUser, encodeUser),
		Facts: updateUserFacts,
	},
	{
		Name: "DeleteUser", Method: http.MethodDelete, Path: "/users/{uid}",
		Credential: apiKey, Limits: core("DeleteUser"),
		Do:    gateway.Write(decodeUserDeletion, deleteUser, encodeUserDeleted),
		Facts: deleteUserFacts,
	},
}

// clientUserOperations are those of the vendor's SDKs, seen with the eyes of the token's user.
var clientUserOperations = []gateway.Op{
	{
		Name: "ListUsersAsMe", Method: http.MethodGet, Path: "/users",
		Credential: authToken, Limits: standardLimits,
		Do:    gateway.Read(decodeMyUserList, listUsers, encodeUserList),
		Facts: listUsersAsMeFacts,
	},
	{
		Name: "GetUserAsMe", Method: http.MethodGet, Path: "/users/{uid}",
		Credential: authToken, Limits: standardLimits,
		Do:    gateway.Read(decodeMyUserQuery, getUser, encodeUser),
		Facts: getUserAsMeFacts,
	},
}
