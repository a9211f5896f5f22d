package zegoapi

import (
	"net/http"
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
)

// Bounds of a friendship (page "AddFriends").
const (
	maxFriends        = 3000 // of one user
	maxWords          = 256  // characters of a Wording or a FriendAlias
	maxAttributes     = 5
	maxAttributeBytes = 1024 // of all keys and values together
)

// attributeKeys are all that an attribute of a friend can be called.
var attributeKeys = []string{"k0", "k1", "k2", "k3", "k4"}

// SubCodes of the actions on friends. Some are the Code of a whole call too.
const (
	subLongWords      = 660800021
	subRepeatedID     = 660800022
	subAttributeKey   = 660800023
	subLongAttributes = 660800024
	subAttributes     = 660800026
	subFriend         = 660800027
	subFriendsFull    = 660800028
	subRepeatedKey    = 660800032
	subNoFriend       = 660800034
	subFuture         = 660800046

	codeNoneRegistered = 660800025
)

var (
	errManyFriends    = known(660800019).at(journal.Parameters)
	errSelfFriend     = known(660800020)
	errLongAttributes = known(subLongAttributes)
	errSelfUnfriend   = known(660800033)
	errNoFriend       = known(subNoFriend)
)

// friendOperations are the actions on lists of friends. A friendship has two sides, and one can be
// there without the other: A's list may hold B while B's does not hold A.
var friendOperations = []gateway.Op{
	{
		Name:       "AddFriends",
		Method:     http.MethodPost,
		Path:       "/",
		Credential: "Signature",
		Limits:     perAction("AddFriends"),
		Parameters: friendParameters("FriendTime"),
		Do:         gateway.Write(gateway.StepsOf(decodeAddFriends, addFriends, encodeOutcome("ErrorList")).Judging(outcome.verdict)),
		Facts: slices.Concat(addingFacts, []gateway.Fact{
			{Behaviour: "adds at once, without consent", Provenance: gateway.Documented},
			{Behaviour: "both lists get the other; Wording, FriendAlias and Attributes belong to the side of FromUserId", Provenance: gateway.Assumed},
			{Behaviour: "the target has FromUserId already: the other side is added, what the target noted stays", Provenance: gateway.Assumed},
			{Behaviour: "FromUserId has the target already: SubCode 660800027", Provenance: gateway.Documented},
			{Behaviour: "the target's own list is full: SubCode 660800028 too", Provenance: gateway.Assumed},
			{Behaviour: "FriendTime in milliseconds, 0 means now; later than now: SubCode 660800046", Provenance: gateway.Documented},
		}),
	},
	{
		Name:       "SendFriendApplication",
		Method:     http.MethodPost,
		Path:       "/",
		Credential: "Signature",
		Limits:     perAction("SendFriendApplication"),
		Parameters: friendParameters("CreateTime", "UpdateTime"),
		Do:         gateway.Write(gateway.StepsOf(decodeApplications, applyForFriends, encodeOutcome("ErrorList")).Judging(outcome.verdict)),
		Facts: slices.Concat(addingFacts, []gateway.Fact{
			{Behaviour: "the target has FromUserId already: FromUserId gets the target at once, without consent", Provenance: gateway.Documented},
			{Behaviour: "that friendship begins at the time of the call, with the Wording, FriendAlias and Attributes of the call", Provenance: gateway.Assumed},
			{Behaviour: "a pending application is answered with success and not kept: no action of the server API reads, accepts or refuses one", Provenance: gateway.Assumed},
			{Behaviour: "applying again to the same target: success", Provenance: gateway.Assumed},
			{Behaviour: "FromUserId has the target already: SubCode 660800027", Provenance: gateway.Documented},
			{Behaviour: "CreateTime and UpdateTime in milliseconds, 0 means now; later than now: SubCode 660800046", Provenance: gateway.Documented},
			{Behaviour: "660000011, which this page lists beside 660800019, comes from fault rules only", Provenance: gateway.Assumed},
		}),
	},
	{
		Name:       "DeleteFriends",
		Method:     http.MethodPost,
		Path:       "/",
		Credential: "Signature",
		Limits:     perAction("DeleteFriends"),
		Parameters: posted("FromUserId", "UserIds", "DeleteType"),
		Do:         gateway.Write(gateway.StepsOf(decodeDeleteFriends, deleteFriends, encodeOutcome("ErrorList")).Judging(outcome.verdict)),
		Facts: slices.Concat(friendFacts, []gateway.Fact{
			{Behaviour: "DeleteType 1 takes the friend off the list of FromUserId, 0 takes each off the other's", Provenance: gateway.Documented},
			{Behaviour: "DeleteType missing or another value: 660000002", Provenance: gateway.Assumed},
			{Behaviour: "1 to 20 UserIds in a call, more: 660800019", Provenance: gateway.Documented},
			{Behaviour: "ErrorList holds UserId and SubCode of each user who could not be deleted; Code is 0 when one could", Provenance: gateway.Documented},
			{Behaviour: "nobody could be deleted: Code is the first SubCode", Provenance: gateway.Assumed},
			{Behaviour: "an id that comes twice: SubCode 660800022", Provenance: gateway.Documented},
			{Behaviour: "of equal ids the first counts", Provenance: gateway.Assumed},
			{Behaviour: "FromUserId among UserIds: 660800033", Provenance: gateway.Documented},
			{Behaviour: "660800033 refuses the whole call", Provenance: gateway.Assumed},
			{Behaviour: "not a friend of FromUserId: SubCode 660800034", Provenance: gateway.Documented},
			{Behaviour: "so is who is not registered, and who has FromUserId on the own list only; then DeleteType 0 changes nothing", Provenance: gateway.Assumed},
			{Behaviour: "order of the checks: parameters, number of ids, FromUserId registered, FromUserId among the ids; then of each id: form, repeated, friend", Provenance: gateway.Assumed},
		}),
	},
	{
		Name:       "DeleteAllFriends",
		Method:     http.MethodGet,
		Path:       "/",
		Credential: "Signature",
		Limits:     perAction("DeleteAllFriends"),
		Parameters: asked("FromUserId", "DeleteType"),
		Do:         gateway.Write(gateway.StepsOf(decodeDeleteAllFriends, deleteAllFriends, encodeEnvelope)),
		Facts: slices.Concat(friendFacts, []gateway.Fact{
			{Behaviour: "DeleteType 1 empties the list of FromUserId, 0 also takes FromUserId off the lists of those who stood there", Provenance: gateway.Documented},
			{Behaviour: "who has FromUserId on the own list only keeps it, also with DeleteType 0", Provenance: gateway.Assumed},
			{Behaviour: "DeleteType missing or another value: 660000002", Provenance: gateway.Assumed},
			{Behaviour: "an empty list: success", Provenance: gateway.Assumed},
			{Behaviour: "the answer has no members of its own", Provenance: gateway.Documented},
		}),
	},
	{
		Name:       "QueryFriendList",
		Method:     http.MethodGet,
		Path:       "/",
		Credential: "Signature",
		Limits:     perAction("QueryFriendList"),
		Parameters: asked("FromUserId", "Limit", "Next"),
		Do:         gateway.Read(gateway.StepsOf(decodeFriendList, queryFriendList, encodeFriendList)),
		Facts: slices.Concat(friendFacts, []gateway.Fact{
			{Behaviour: "members TotalCount, Next, FriendInfos and of each row UserId, UserName, Avatar, Wording, FriendAlias, CreateTime in milliseconds, Attributes with Key and Value", Provenance: gateway.Documented},
			{Behaviour: "CreateTime is the FriendTime of AddFriends", Provenance: gateway.Documented},
			{Behaviour: "Limit missing, 0 or above 100 counts as 100", Provenance: gateway.Documented},
			{Behaviour: "Limit or Next negative, fractional or not a number: 660000002; a number beyond 64 bits is just a large one", Provenance: gateway.Assumed},
			{Behaviour: "Next missing, empty or 0 asks for the first page", Provenance: gateway.Documented},
			{Behaviour: "Next is 0 when all rows have been given, else another number; it says nothing of the list", Provenance: gateway.Documented},
			{Behaviour: "Next is a random-looking number below 2^53 that stays valid while the list changes, and belongs to this list alone", Provenance: gateway.Assumed},
			{Behaviour: "a Next that this list never gave out: Code 0, no rows, Next 0", Provenance: gateway.Assumed},
			{Behaviour: "TotalCount is the size of the whole list", Provenance: gateway.Documented},
			{Behaviour: "order: as the friends were added, the first added first, whatever their FriendTime", Provenance: gateway.Assumed},
			{Behaviour: "no name, avatar, wording or alias: empty strings; no attributes: []; attributes stand in the order in which they were first set", Provenance: gateway.Assumed},
			{Behaviour: "an empty list: Code 0, TotalCount 0, Next 0, FriendInfos []", Provenance: gateway.Assumed},
		}),
	},
	{
		Name:       "CheckFriendsRelation",
		Method:     http.MethodPost,
		Path:       "/",
		Credential: "Signature",
		Limits:     perAction("CheckFriendsRelation"),
		Parameters: posted("FromUserId", "UserIds", "CheckType"),
		Do:         gateway.Read(gateway.StepsOf(decodeFriendCheck, checkFriends, encodeFriendCheck).Judging(friendCheck.verdict)),
		Facts: slices.Concat(friendFacts, []gateway.Fact{
			{Behaviour: "CheckType 1: Relation 1 when the user is not on the list of FromUserId, 2 when it is", Provenance: gateway.Documented},
			{Behaviour: "CheckType 0: Relation 3 neither is on the other's list, 4 only the user is on that of FromUserId, 5 only the other way round, 6 both", Provenance: gateway.Documented},
			{Behaviour: "CheckType missing or another value: 660000002", Provenance: gateway.Assumed},
			{Behaviour: "1 to 20 UserIds in a call", Provenance: gateway.Documented},
			{Behaviour: "more than 20 UserIds: 660800019", Provenance: gateway.Assumed},
			{Behaviour: "Successes and Fails, the latter with SubCode; Code is 0 when one user could be checked", Provenance: gateway.Documented},
			{Behaviour: "nobody could be checked: Code is the first SubCode and Successes is []", Provenance: gateway.Assumed},
			{Behaviour: "a target who is not registered: SubCode 660700015; a bad id: SubCode 660000002", Provenance: gateway.Assumed},
			{Behaviour: "Fails has Relation only with CheckType 0: the side of FromUserId, 1 or 2", Provenance: gateway.Documented},
			{Behaviour: "that Relation is always 1 here, and with CheckType 1 the member is left out", Provenance: gateway.Assumed},
			{Behaviour: "an id that comes twice is answered once; FromUserId itself is nobody's friend", Provenance: gateway.Assumed},
		}),
	},
	{
		Name:       "UpdateFriendsAlias",
		Method:     http.MethodPost,
		Path:       "/",
		Credential: "Signature",
		Limits:     perAction("UpdateFriendsAlias"),
		Parameters: posted("FromUserId", "UserIds", "UserIds[].UserId", "UserIds[].FriendAlias"),
		Do:         gateway.Write(gateway.StepsOf(decodeAliases, updateAliases, encodeOutcome("ErrorList")).Judging(outcome.verdict)),
		Facts: slices.Concat(friendFacts, []gateway.Fact{
			{Behaviour: "UserIds is an array of objects with UserId and FriendAlias, 1 to 20, more: 660800019", Provenance: gateway.Documented},
			{Behaviour: "an item without a UserId, or with a member that is not a string: 660000002 for the whole call", Provenance: gateway.Assumed},
			{Behaviour: "FriendAlias missing counts as empty, which takes the alias away", Provenance: gateway.Assumed},
			{Behaviour: "ErrorList holds UserId and SubCode of each friend whose alias stayed; Code is 0 when one was changed", Provenance: gateway.Documented},
			{Behaviour: "none was changed: Code is the first SubCode", Provenance: gateway.Assumed},
			{Behaviour: "FriendAlias of more than 256 characters: SubCode 660800021", Provenance: gateway.Documented},
			{Behaviour: "characters are Unicode code points", Provenance: gateway.Assumed},
			{Behaviour: "not a friend of FromUserId: SubCode 660800034", Provenance: gateway.Documented},
			{Behaviour: "a bad id: SubCode 660000002; of equal ids the last counts", Provenance: gateway.Assumed},
		}),
	},
	{
		Name:       "UpdateFriendAttributes",
		Method:     http.MethodPost,
		Path:       "/",
		Credential: "Signature",
		Limits:     perAction("UpdateFriendAttributes"),
		Parameters: posted("FromUserId", "UserId", "Attributes", "Attributes[].Key", "Attributes[].Value", "Action"),
		Do:         gateway.Write(gateway.StepsOf(decodeAttributeUpdate, updateAttributes, encodeAttributeUpdate).Judging(outcome.verdict)),
		Facts: slices.Concat(friendFacts, []gateway.Fact{
			{Behaviour: "the body's member Action, a number, is not the query's Action; 0, also when missing, sets the attributes", Provenance: gateway.Documented},
			{Behaviour: "another Action in the body: 660000002; the query is never looked at for it", Provenance: gateway.Assumed},
			{Behaviour: "1 to 5 attributes, each with Key and Value", Provenance: gateway.Documented},
			{Behaviour: "none, more than 5, or Key or Value missing or not a string: 660000002", Provenance: gateway.Assumed},
			{Behaviour: "FailKey holds Key and SubCode of each attribute that was not set; Code is 0 when one was", Provenance: gateway.Documented},
			{Behaviour: "none was set: Code is the first SubCode", Provenance: gateway.Assumed},
			{Behaviour: "a Key other than k0 to k4: SubCode 660800023; a Key that comes twice: SubCode 660800032", Provenance: gateway.Documented},
			{Behaviour: "of equal keys the first counts", Provenance: gateway.Assumed},
			{Behaviour: "660800024 as Code: the call's keys and values have more than 1024 bytes; as SubCode: the friend's would have", Provenance: gateway.Documented},
			{Behaviour: "attributes that the call does not name stay; an empty Value is kept as one", Provenance: gateway.Assumed},
			{Behaviour: "UserId is not a friend of FromUserId: 660800034 with an empty FailKey", Provenance: gateway.Assumed},
		}),
	},
}

// friendFacts hold for every action on friends.
var friendFacts = []gateway.Fact{
	{Behaviour: "FromUserId missing, longer than 32 bytes or with other characters: 660000002", Provenance: gateway.Assumed},
	{Behaviour: "FromUserId not registered: 660500002", Provenance: gateway.Assumed},
	{Behaviour: "above 20 calls a second: 660300005", Provenance: gateway.Documented},
	{Behaviour: "friends and block lists do not touch each other", Provenance: gateway.Documented},
}

// addingFacts hold for both actions that make friends.
var addingFacts = slices.Concat(friendFacts, []gateway.Fact{
	{Behaviour: "1 to 20 FriendInfos in a call, more: 660800019", Provenance: gateway.Documented},
	{Behaviour: "ErrorList holds UserId and SubCode of each user on whom it failed; Code is 0 when it did on one", Provenance: gateway.Documented},
	{Behaviour: "nobody is registered: Code 660800025", Provenance: gateway.Documented},
	{Behaviour: "so is one unregistered user who comes twice", Provenance: gateway.Assumed},
	{Behaviour: "it failed on all for other reasons: Code is the first SubCode", Provenance: gateway.Assumed},
	{Behaviour: "FromUserId among the targets: 660800020", Provenance: gateway.Documented},
	{Behaviour: "660800020 refuses the whole call", Provenance: gateway.Assumed},
	{Behaviour: "a target who is not registered: SubCode 660700015", Provenance: gateway.Documented},
	{Behaviour: "an id that comes twice: SubCode 660800022 on the second", Provenance: gateway.Documented},
	{Behaviour: "Wording or FriendAlias of more than 256 characters: SubCode 660800021", Provenance: gateway.Documented},
	{Behaviour: "characters are Unicode code points", Provenance: gateway.Assumed},
	{Behaviour: "an attribute's Key is not k0 to k4: SubCode 660800023; comes twice: 660800032; keys and values of more than 1024 bytes together: 660800024", Provenance: gateway.Documented},
	{Behaviour: "more than 5 attributes, Key or Value missing or not a string, Attributes not an array of objects: SubCode 660800026", Provenance: gateway.Assumed},
	{Behaviour: "FromUserId has 3000 friends: SubCode 660800028", Provenance: gateway.Documented},
	{Behaviour: "a block keeps nobody from it (since SDK 2.29.0 it can keep a client; no return code of the server API says so)", Provenance: gateway.Assumed},
	{Behaviour: "an item without a UserId, or with another member of a wrong type: 660000002 for the whole call; a bad id: SubCode 660000002", Provenance: gateway.Assumed},
	{Behaviour: "order of the checks: parameters, number of items, FromUserId registered, FromUserId among the targets; then of each item: form of the id, repeated, lengths, attributes, times, registered, friend already, 3000 friends", Provenance: gateway.Assumed},
})
