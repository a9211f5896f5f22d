package zegoapi

import (
	"time"

	"github.com/chatdouble/mockserver/internal/fixture"
)

// The tags of these structs are the format of the vendor's apps in fixtures; see package fixture.

// FixtureApp is one ZIM app with its people.
type FixtureApp struct {
	fixture.Placed `schema:"ZIMApp" is:"an app" doc:"A ZEGOCLOUD ZIM app."`

	AppID        uint32          `json:"appId" rule:"required,min=1,max=4294967295" doc:"The app id, a 32-bit number."`
	ServerSecret string          `json:"serverSecret" rule:"required,secret,minlen=1" doc:"Signs requests; ZEGOCLOUD's have 32 characters."`
	Users        []FixtureUser   `json:"users,omitzero" doc:"Registered people, in order of registration." counts:"users"`
	Callback     FixtureCallback `json:"callback,omitzero" doc:"Who is told of messages and of users who log in and out."`
	Generate     FixtureGenerate `json:"generate,omitzero" doc:"People, groups and messages invented from the seed, behind the listed ones."`
	Limits       FixtureLimits   `json:"limits,omitzero" doc:"Limits of this app instead of the vendor's."`
	Variants     FixtureVariants `json:"variants,omitzero" doc:"What this app does where it is not known for sure, or a setting of the project decides, what ZIM does."`
	Faults       []fixture.Fault `json:"faults,omitzero" rule:"maxitems=1000" doc:"Calls of this app that go wrong."`

	Groups        []FixtureGroup        `json:"groups,omitzero" doc:"Groups, in the order in which they were made." counts:"ties"`
	UsedGroupIDs  []string              `json:"usedGroupIds,omitzero" rule:"zimid" doc:"The ids of groups that are gone: no group ever has one of them again."`
	Rooms         []FixtureRoom         `json:"rooms,omitzero" doc:"Rooms, in the order in which they were made." counts:"ties"`
	Messages      []FixtureMessage      `json:"messages,omitzero" doc:"Messages to users, groups and rooms, in the order in which they were sent." counts:"messages"`
	LastMessageID int                   `json:"lastMessageId,omitzero" rule:"min=0,max=9007199254740991" doc:"The number of the last message that was ever kept, if that message is gone."`
	Talks         []FixtureTalk         `json:"talks,omitzero" doc:"What the participants of conversations have in common, where it does not follow from the messages." counts:"ties"`
	Conversations []FixtureConversation `json:"conversations,omitzero" doc:"How users stand to conversations, where that does not follow from the messages." counts:"ties"`
	Calls         []FixtureCall         `json:"calls,omitzero" doc:"Invitations to calls, in the order in which they were made." counts:"ties"`
	Communities   []FixtureCommunity    `json:"communities,omitzero" doc:"Communities, in the order in which they were made." counts:"ties"`
}

// FixtureVariants choose between behaviours. GET /__admin/variants says what is known of each.
type FixtureVariants struct {
	fixture.Placed `schema:"ZIMVariants" is:"variants" doc:"Choices between behaviours. GET /__admin/variants says what is known of each."`

	OnlineStatus     string `json:"onlineStatus,omitzero" rule:"enum=documented|lower" doc:"Status in QueryUserOnlineState: Online and Offline, or online and offline. documented when left out."`
	EmptyList        string `json:"emptyList,omitzero" rule:"enum=array|null|omit" doc:"A list without an entry in an answer: [], null, or left out. array when left out."`
	RoomMessageIDs   string `json:"roomMessageIds,omitzero" rule:"enum=absent|present" doc:"MsgSeq and MsgId in the answer of SendRoomMessage. absent when left out."`
	GroupMessageID   string `json:"groupMessageId,omitzero" rule:"enum=number|string" doc:"MsgId in the answer of SendGroupMessage. number when left out."`
	ServerCallbacks  string `json:"serverCallbacks,omitzero" rule:"enum=on|off" doc:"Whether room, group and call callbacks tell of calls of the server API. on when left out."`
	GroupPermissions string `json:"groupPermissions,omitzero" rule:"enum=off|on" doc:"Whether FromUserId of a call on a group must be a member with the right to do it. off when left out."`
	Service          string `json:"service,omitzero" rule:"enum=on|off" doc:"Whether ZIM is switched on for the project in the console. on when left out; off: every call is answered 100000016."`
	CORS             string `json:"cors,omitzero" rule:"enum=off|on" doc:"Whether a web page of another origin may call. off when left out."`
}

// FixtureCallback is the address that a ZIM app tells of events (page "Callbacks").
type FixtureCallback struct {
	fixture.Placed `schema:"ZIMCallback" is:"a callback" doc:"The address that is told of events."`

	BotURL    string `json:"botUrl,omitzero" rule:"url,maxlen=3000" doc:"Where messages to bots are posted beside; without it nobody is told of them as such."`
	BeforeURL string `json:"beforeUrl,omitzero" rule:"url,maxlen=3000" doc:"Who is asked before a message of an app user is sent; without it each is sent."`
	URL       string `json:"url,omitzero" rule:"url,maxlen=3000" doc:"Where events are posted; without it nobody is told. Hosts other than this machine must be allowed by --callback-hosts."`
	Secret    string `json:"secret,omitzero" rule:"secret,maxlen=100" doc:"The CallbackSecret that signs events; the server secret when left out."`
}

// FixtureUser is a registered person of a ZIM app (pages "UserRegister" and "ModifyUserInfo").
type FixtureUser struct {
	fixture.Placed `schema:"ZIMUser" is:"a user" doc:"A registered person of a ZIM app."`

	UserID     string         `json:"userId" rule:"required,zimid,maxbytes=32" doc:"The user's id: at most 32 ASCII letters, digits, spaces and !#$%&()+-:;<=.>?@[]^_{}|~."`
	UserName   string         `json:"userName,omitzero" doc:"Empty when left out."`
	UserAvatar string         `json:"userAvatar,omitzero" doc:"Empty when left out."`
	Extra      string         `json:"extra,omitzero" doc:"Free text of the app."`
	CreatedAt  time.Time      `json:"createdAt,omitzero" doc:"The epoch plus the user's place in the app in seconds when left out."`
	UpdatedAt  time.Time      `json:"updatedAt,omitzero" doc:"Never updated when left out."`
	Status     string         `json:"status,omitzero" rule:"enum=Online|Offline" doc:"Online, or Offline when the heartbeat timed out. Left out for who never logged in, or has logged out."`
	LoggedInAt time.Time      `json:"loggedInAt,omitzero" doc:"When the user last logged in. Never when left out."`
	Blacklist  []FixtureBlock `json:"blacklist,omitzero" doc:"Whom this user has blocked." counts:"ties"`

	RemovedFromBlacklist []string        `json:"removedFromBlacklist,omitzero" rule:"zimid" doc:"Whom this user had blocked once and then removed: removing them again says so." counts:"ties"`
	Friends              []FixtureFriend `json:"friends,omitzero" doc:"Who stands on this user's list of friends. The other side is listed there." counts:"ties"`
}

// FixtureBlock is another ZIM user and since when: an entry of a blacklist.
type FixtureBlock struct {
	fixture.Placed `schema:"UserIDAt" is:"a userId or {userId, at}" short:"userId" doc:"A user and since when."`

	UserID string    `json:"userId" rule:"required" doc:"The id of a listed or generated user."`
	At     time.Time `json:"at,omitzero" doc:"Since when. Left out, it follows from the epoch and the order in the file."`
	Seq    int       `json:"seq,omitzero" rule:"min=1,max=4294967295" doc:"Its place among all blocks of the app, from 1, when that does not follow from the times."`
}

// FixtureFriend is an entry of a ZIM user's list of friends (page "AddFriends").
type FixtureFriend struct {
	fixture.Placed `schema:"ZIMFriend" is:"a userId or {userId, at, ...}" short:"userId" doc:"A friend, since when, and what is noted about it."`

	UserID      string             `json:"userId" rule:"required" doc:"The id of a listed or generated user."`
	At          time.Time          `json:"at,omitzero" doc:"Since when. Left out, it follows from the epoch and the order in the file."`
	FriendAlias string             `json:"friendAlias,omitzero" doc:"What the user calls the friend."`
	Wording     string             `json:"wording,omitzero" doc:"With what words the friend was added."`
	Attributes  []FixtureAttribute `json:"attributes,omitzero" doc:"What the user notes about the friend."`
	Seq         int                `json:"seq,omitzero" rule:"min=1,max=4294967295" doc:"Its place among all friends of the app, from 1, when that does not follow from the times."`
}

// FixtureAttribute is a note about a ZIM friend (page "AddFriends").
type FixtureAttribute struct {
	fixture.Placed `schema:"Attribute" is:"an attribute" doc:"A note about a friend."`

	Key   string `json:"key" rule:"required,enum=k0|k1|k2|k3|k4" doc:"Its name."`
	Value string `json:"value,omitzero" doc:"Its value. Empty when left out."`
}

// FixtureGenerate says how many people, groups and messages a ZIM app gets beside the listed ones.
type FixtureGenerate struct {
	fixture.Placed `schema:"ZIMGenerate" is:"generate" doc:"People, groups and messages invented from the seed."`

	Users     int                      `json:"users,omitzero" rule:"min=0,max=5000000" doc:"How many. Their ids are user-0001, user-0002 and so on."`
	Blacklist fixture.GenerateBlocks   `json:"blacklist,omitzero" doc:"Whom they block."`
	Groups    fixture.GenerateGroups   `json:"groups,omitzero" doc:"Groups of anybody."`
	Messages  fixture.GenerateMessages `json:"messages,omitzero" doc:"What they write to others."`
}

// FixtureLimits are the limits that ZEGOCLOUD raises per customer. 0 means not given: the vendor's
// figure holds.
type FixtureLimits struct {
	fixture.Placed `schema:"ZIMLimits" is:"limits" doc:"Limits of the app. Rate limits are switched off by starting the server with --limits off."`

	PerSecond         int `json:"perSecond,omitzero" rule:"limit" doc:"Calls a second of one action, 20 when left out."`
	MessagesPerSecond int `json:"messagesPerSecond,omitzero" rule:"limit" doc:"Calls a second of SendGroupMessage, and of SendRoomMessage, 10 when left out."`
	PerGroupSecond    int `json:"perGroupSecond,omitzero" rule:"limit" doc:"Calls a second for one group of those actions that are counted so, 1 when left out."`
	PerRoomSecond     int `json:"perRoomSecond,omitzero" rule:"limit" doc:"Calls a second of QueryRoomMembers for one room, 5 when left out."`
	ListsPerSecond    int `json:"listsPerSecond,omitzero" rule:"limit" doc:"Calls a second of QueryAppGroupList, and of QueryAppCommunityList, 1 when left out."`
	PushesPerSecond   int `json:"pushesPerSecond,omitzero" rule:"limit" doc:"Calls a second of SendMessageToAllUsers, 1 when left out."`
	PushesPerDay      int `json:"pushesPerDay,omitzero" rule:"limit" doc:"Calls of SendMessageToAllUsers in 24 hours, 100 when left out."`
	Groups            int `json:"groups,omitzero" rule:"limit" doc:"Groups in the app; as many as one likes when left out."`
	GroupMembers      int `json:"groupMembers,omitzero" rule:"limit" doc:"Members of one group; as many as one likes when left out."`
	Rooms             int `json:"rooms,omitzero" rule:"limit" doc:"Rooms in the app; as many as one likes when left out."`
	RetentionDays     int `json:"retentionDays,omitzero" rule:"limit" doc:"For how many days messages are kept; for ever when left out."`
	Blacklist         int `json:"blacklist,omitzero" rule:"limit" doc:"People in one blacklist, 1000 when left out."`
	Batch             int `json:"batch,omitzero" rule:"limit" doc:"People in one request, 20 when left out."`
}
