package cometchatapi

import (
	"encoding/json"
	"time"

	"github.com/chatdouble/mockserver/internal/fixture"
)

// The tags of these structs are the format of the vendor's apps in fixtures; see package fixture.

// defaultRegion is the region of an app that gives none.
const defaultRegion = "us"

// FixtureApp is one CometChat app with its people.
type FixtureApp struct {
	fixture.Placed `schema:"CometChatApp" is:"an app" doc:"A CometChat app."`

	AppID    string           `json:"appId" rule:"required,uid,maxlen=63" doc:"The app id, the first label of the host name."`
	Region   string           `json:"region,omitzero" rule:"uid,maxlen=63,default=us" doc:"The region in the host name."`
	APIKeys  []FixtureKey     `json:"apiKeys,omitzero" doc:"Keys that clients may show in the header apikey."`
	Roles    []FixtureRole    `json:"roles,omitzero" doc:"Roles besides the role default, which every app has."`
	Users    []FixtureUser    `json:"users,omitzero" doc:"People, in order of creation." counts:"users"`
	Groups   []FixtureGroup   `json:"groups,omitzero" doc:"Groups, in order of creation." counts:"ties"`
	Generate FixtureGenerate  `json:"generate,omitzero" doc:"People invented from the seed, created after the listed ones."`
	Webhooks []FixtureWebhook `json:"webhooks,omitzero" rule:"maxitems=25" doc:"Who is told of events, such as user_blocked."`
	Limits   FixtureLimits    `json:"limits,omitzero" doc:"Rate limits of this app instead of the vendor's."`
	Variants FixtureVariants  `json:"variants,omitzero" doc:"What this app does where it is not known for sure what CometChat does."`
	Faults   []fixture.Fault  `json:"faults,omitzero" rule:"maxitems=1000" doc:"Calls of this app that go wrong."`
	Messages []FixtureMessage `json:"messages,omitzero" doc:"Messages to users and to groups, in the order in which they were sent." counts:"messages"`

	Talks          []FixtureTalk         `json:"talks,omitzero" doc:"What all who are in a conversation have in common, where that does not follow from its messages."`
	Conversations  []FixtureConversation `json:"conversations,omitzero" doc:"How users stand to conversations, where that does not follow from the messages." counts:"ties"`
	Receipts       []FixtureReceipt      `json:"receipts,omitzero" doc:"Who has got, or read, messages." counts:"ties"`
	Pinned         []FixturePin          `json:"pinnedConversations,omitzero" rule:"maxitems=5" doc:"What the app has pinned for everybody, in the order in which it is shown."`
	LastReactionID int                   `json:"lastReactionId,omitzero" rule:"min=0,max=9007199254740991" doc:"The id that was given to a reaction last, if that reaction is gone."`

	LastMessageID int `json:"lastMessageId,omitzero" rule:"min=0,max=9007199254740991" doc:"The id that was given out last, if that message is gone. The next message gets the one after it."`
}

// FixtureVariants choose between behaviours. GET /__admin/variants says what is known of each.
type FixtureVariants struct {
	fixture.Placed `schema:"CometChatVariants" is:"variants" doc:"Choices between behaviours. GET /__admin/variants says what is known of each."`

	BlockedSender string `json:"blockedSender,omitzero" rule:"enum=accept|refuse" doc:"A message to a user who has blocked the sender. accept when left out."`
	FreePlanUsers string `json:"freePlanUsers,omitzero" rule:"digits,enum=0|25" doc:"How many users CreateUser makes an app have at the most; 0 is any number, which is the default."`

	BanAnswer     string `json:"banAnswer,omitzero" rule:"enum=success|actionMessage" doc:"The answer of BanGroupUser. success when left out."`
	BanWebhook    string `json:"banWebhook,omitzero" rule:"enum=target|actor" doc:"Who stands in members of group_member_banned and group_member_unbanned when the call had onBehalfOf. target when left out."`
	EditedWebhook string `json:"editedWebhook,omitzero" rule:"enum=message|action" doc:"What data.message of message_edited and message_deleted is: the message or the action message. message when left out."`
	SettleMs      string `json:"settleMs,omitzero" rule:"digits,milliseconds" doc:"For how many milliseconds after a send its sender may not edit or delete the message, react to it or answer it in a thread. 0 when left out."`
}

// FixtureKey is a CometChat API key (page "API Keys").
type FixtureKey struct {
	fixture.Placed `schema:"APIKey" is:"an API key" doc:"A CometChat API key."`

	Name      string    `json:"name,omitzero" doc:"A name for people; the scope when left out."`
	Key       string    `json:"key" rule:"required,secret,header,maxlen=100" doc:"The key itself; CometChat's are 40 hex digits."`
	Scope     string    `json:"scope" rule:"required,enum=fullAccess|authOnly" doc:"fullAccess may do everything, authOnly may create and update users and log them in."`
	CreatedAt time.Time `json:"createdAt,omitzero" doc:"The fixture's epoch when left out."`
	UpdatedAt time.Time `json:"updatedAt,omitzero" doc:"Never updated when left out."`
}

// FixtureWebhook is an address that a CometChat app tells of events (page "Webhooks").
type FixtureWebhook struct {
	fixture.Placed `schema:"Webhook" is:"a webhook" doc:"An address that is told of events."`

	ID       string `json:"id" rule:"required,uid,maxlen=100" doc:"The webhook's id, which stands in each event."`
	URL      string `json:"url" rule:"required,url,maxlen=3000" doc:"Where events are posted. Hosts other than this machine must be allowed by --callback-hosts."`
	Username string `json:"username,omitzero" rule:"maxlen=100" doc:"For basic authentication."`
	Password string `json:"password,omitzero" rule:"secret,maxlen=100" doc:"For basic authentication."`

	Legacy []string `json:"legacy,omitzero" rule:"enum=before_message|after_message" doc:"The triggers of a legacy webhook, which is told of nothing else: before_message is asked before a message is stored, after_message has the message right under data. An ordinary webhook when left out."`

	RetryOnFailure bool `json:"retryOnFailure,omitzero" doc:"Whether a delivery that fails is made again after 10 s and after 30 s. Off when left out."`
}

// FixtureRole is a CometChat role (page "Roles").
type FixtureRole struct {
	fixture.Placed `schema:"Role" is:"a role" doc:"A CometChat role."`

	Role        string          `json:"role" rule:"required,uid,maxlen=100" doc:"The role's id."`
	Name        string          `json:"name,omitzero" doc:"The id when left out."`
	Description string          `json:"description,omitzero" doc:"What the role is for."`
	Metadata    json.RawMessage `json:"metadata,omitzero" doc:"Any mapping, or a text."`
	Settings    json.RawMessage `json:"settings,omitzero" doc:"What people of the role may do: listUsers and sendMessagesTo, each all or friendsOnly."`
	CreatedAt   time.Time       `json:"createdAt,omitzero" doc:"The fixture's epoch when left out."`
	UpdatedAt   time.Time       `json:"updatedAt,omitzero" doc:"Never updated when left out."`

	RestrictedFeatures []FixtureRestriction `json:"restrictedFeatures,omitzero" doc:"What end users of the role are kept from."`
	Permissions        json.RawMessage      `json:"permissions,omitzero" doc:"What the role may do: a mapping of ids, such as sendMessage, to values, such as deny."`
}

// FixtureRestriction is a feature that a role is kept from (page "Restrict Features").
type FixtureRestriction struct {
	fixture.Placed `schema:"RestrictedFeature" is:"a key or {key, at}" short:"key" doc:"A feature that a role is kept from."`

	Key string    `json:"key" rule:"required" doc:"The feature, such as u.createGroup."`
	At  time.Time `json:"at,omitzero" doc:"Since when. The fixture's epoch when left out."`
}

// FixtureUser is a person of a CometChat app (pages "Users" and "Properties and Constraints").
type FixtureUser struct {
	fixture.Placed `schema:"CometChatUser" is:"a user" doc:"A person of a CometChat app."`

	UID           string          `json:"uid" rule:"required,uid,maxlen=100" doc:"The user's id: a-z, 0-9, - and _."`
	Name          string          `json:"name,omitzero" rule:"minlen=1" doc:"The uid when left out."`
	Avatar        string          `json:"avatar,omitzero" rule:"url" doc:"Address of a picture."`
	Link          string          `json:"link,omitzero" rule:"url" doc:"Address of a page about the user."`
	Role          string          `json:"role,omitzero" rule:"minlen=1,default=default" doc:"The id of one of the app's roles."`
	Metadata      json.RawMessage `json:"metadata,omitzero" doc:"Any mapping, or a text."`
	Status        string          `json:"status,omitzero" rule:"enum=available|offline,default=offline" doc:"Whether the user is connected."`
	StatusMessage string          `json:"statusMessage,omitzero" doc:"A line about what the user is doing."`
	Tags          []string        `json:"tags,omitzero" rule:"minlen=1" doc:"Labels for filtering."`
	CreatedAt     time.Time       `json:"createdAt,omitzero" doc:"The epoch plus the user's place in the app in seconds when left out."`
	UpdatedAt     time.Time       `json:"updatedAt,omitzero" doc:"Never updated when left out."`
	LastActiveAt  time.Time       `json:"lastActiveAt,omitzero" doc:"Never active when left out."`
	DeactivatedAt time.Time       `json:"deactivatedAt,omitzero" doc:"Since when the user is deactivated. Active when left out."`
	AuthTokens    []FixtureToken  `json:"authTokens,omitzero" doc:"With what the user's clients are logged in, the oldest first."`
	Blocks        []FixtureTie    `json:"blocks,omitzero" doc:"Whom this user has blocked." counts:"ties"`
	Friends       []FixtureTie    `json:"friends,omitzero" doc:"Whose friend this user is. One side is enough." counts:"ties"`
}

// FixtureTie is another CometChat user and since when: a block or a friendship.
type FixtureTie struct {
	fixture.Placed `schema:"UIDAt" is:"a uid or {uid, at}" short:"uid" doc:"A user and since when."`

	UID string    `json:"uid" rule:"required" doc:"The uid of a listed or generated user."`
	At  time.Time `json:"at,omitzero" doc:"Since when. Left out, it follows from the epoch and the order in the file."`
}

// FixtureToken lets a client act as one CometChat user (page "Auth Tokens").
type FixtureToken struct {
	fixture.Placed `schema:"AuthToken" is:"an auth token" doc:"An auth token of a user."`

	AuthToken string          `json:"authToken" rule:"required,secret,header,maxlen=500" doc:"The token itself. No two users have the same."`
	Platform  string          `json:"platform,omitzero" doc:"What the client runs on."`
	UserAgent string          `json:"userAgent,omitzero" doc:"What the client calls itself."`
	AppInfo   json.RawMessage `json:"appInfo,omitzero" doc:"What the client says of itself: any mapping, or a text."`
	CreatedAt time.Time       `json:"createdAt,omitzero" doc:"The time of the user's creation when left out."`
}

// FixtureMessage is a message of a CometChat app (page "Messages").
type FixtureMessage struct {
	fixture.Placed `schema:"Message" is:"a message" doc:"A message to a user or to a group."`

	ID           int             `json:"id,omitzero" rule:"min=1,max=9007199254740991" doc:"One more than that of the message before when left out. Ids ascend."`
	Sender       string          `json:"sender" rule:"required" doc:"The uid of a listed or generated user, or app_system."`
	Receiver     string          `json:"receiver" rule:"required" doc:"The uid of a listed or generated user, or the guid of a listed group."`
	ReceiverType string          `json:"receiverType,omitzero" rule:"enum=user|group,default=user" doc:"What receiver is."`
	Category     string          `json:"category,omitzero" rule:"minlen=1,default=message" doc:"message, custom, interactive, card or, of what has happened in a group, action."`
	Type         string          `json:"type,omitzero" rule:"minlen=1,default=text" doc:"text, image, file, audio, video, a type of its category or, in the category custom, any word."`
	Muid         string          `json:"muid,omitzero" doc:"The id that the sender's client gave the message."`
	Tags         []string        `json:"tags,omitzero" rule:"minlen=1" doc:"Labels for filtering."`
	Data         json.RawMessage `json:"data" rule:"required" doc:"What the message holds, such as {text: Hello}, and the entities sender and receiver as they were; as they are when left out."`
	SentAt       time.Time       `json:"sentAt,omitzero" doc:"The epoch plus the message's number in seconds when left out."`
	UpdatedAt    time.Time       `json:"updatedAt,omitzero" doc:"The time of sending when left out."`
	With         string          `json:"with,omitzero" rule:"minlen=1" doc:"Of an action by the app on a message between two users: the uid of the one of them who is not the receiver."`
	Withheld     bool            `json:"withheld,omitzero" doc:"Whether the receiver had blocked the sender and so never sees it."`
	EditedAt     time.Time       `json:"editedAt,omitzero" doc:"Never edited when left out."`
	EditedBy     string          `json:"editedBy,omitzero" doc:"Who has edited it."`
	DeletedAt    time.Time       `json:"deletedAt,omitzero" doc:"When it was deleted, but not for good. Not deleted when left out."`
	DeletedBy    string          `json:"deletedBy,omitzero" doc:"Who has deleted it."`
	ParentID     int             `json:"parentId,omitzero" rule:"min=1,max=9007199254740991" doc:"The id of the message that it answers in a thread."`
	NoUnread     bool            `json:"noUnread,omitzero" doc:"Whether it was sent to a group that was too large for unread counts, of more than 300 members. Messages of the category action never count."`
	QuotedID     int             `json:"quotedMessageId,omitzero" rule:"min=1,max=9007199254740991" doc:"The id of the message that it quotes."`

	Reactions    []FixtureReaction    `json:"reactions,omitzero" doc:"Who has reacted to it, in the order in which that came." counts:"ties"`
	PinnedBy     string               `json:"pinnedBy,omitzero" rule:"minlen=1" doc:"Who has pinned it: a uid, or app_system. Not pinned when left out."`
	PinnedAt     time.Time            `json:"pinnedAt,omitzero" doc:"Since when it is pinned. When it was sent when left out."`
	SavedBy      []FixtureMark        `json:"savedBy,omitzero" doc:"Who has saved it." counts:"ties"`
	Subscribers  []FixtureMark        `json:"subscribers,omitzero" doc:"Who has subscribed to its thread." counts:"ties"`
	Interactions []FixtureInteraction `json:"interactions,omitzero" doc:"Who has used which part of it." counts:"ties"`
}

// FixtureReaction is a reaction to a message.
type FixtureReaction struct {
	fixture.Placed `schema:"CometChatReaction" is:"a reaction" doc:"A reaction to a message."`

	ID       int       `json:"id,omitzero" rule:"min=1,max=9007199254740991" doc:"One more than the highest before it in the file when left out. No two of an app have the same."`
	Reaction string    `json:"reaction" rule:"required,maxlen=100" doc:"An emoji, or any text."`
	UID      string    `json:"uid" rule:"required" doc:"The uid of a listed or generated user."`
	At       time.Time `json:"at,omitzero" doc:"When the message was sent when left out."`
}

// FixtureMark is a user who has done something with a message.
type FixtureMark struct {
	fixture.Placed `schema:"CometChatMark" is:"a uid or {uid, at}" short:"uid" doc:"A user who has done something with a message."`

	UID string    `json:"uid" rule:"required" doc:"The uid of a listed or generated user."`
	At  time.Time `json:"at,omitzero" doc:"When the message was sent when left out."`
}

// FixtureInteraction is the use of a part of an interactive message.
type FixtureInteraction struct {
	fixture.Placed `schema:"CometChatInteraction" is:"an interaction" doc:"The use of a part of an interactive message."`

	UID     string    `json:"uid" rule:"required" doc:"The uid of a listed or generated user."`
	Element string    `json:"elementId" rule:"required,maxlen=100" doc:"The part of the message."`
	At      time.Time `json:"at,omitzero" doc:"When the message was sent when left out."`
}

// FixtureGenerate says how many people a CometChat app gets beside the listed ones.
type FixtureGenerate struct {
	fixture.Placed `schema:"CometChatGenerate" is:"generate" doc:"People invented from the seed."`

	Users   int                     `json:"users,omitzero" rule:"min=0,max=5000000" doc:"How many. Their ids are user-0001, user-0002 and so on."`
	Blocks  fixture.GenerateBlocks  `json:"blocks,omitzero" doc:"Whom they block."`
	Friends fixture.GenerateFriends `json:"friends,omitzero" doc:"Whom they befriend."`
	Groups  fixture.GenerateGroups  `json:"groups,omitzero" doc:"Groups of them and of the listed people."`

	Messages fixture.GenerateMessages `json:"messages,omitzero" doc:"What they write to others."`
}

// FixtureLimits are requests a minute. 0 means not given: the vendor's figure holds.
type FixtureLimits struct {
	fixture.Placed `schema:"CometChatLimits" is:"limits" doc:"Requests a minute. Limits are switched off by starting the server with --limits off."`

	Core     int `json:"core,omitzero" rule:"limit" doc:"Core operations, 10000 when left out."`
	Standard int `json:"standard,omitzero" rule:"limit" doc:"All other operations, 20000 when left out."`
	App      int `json:"app,omitzero" rule:"limit" doc:"All operations of the app together, 100000 when left out."`
	Sends    int `json:"sends,omitzero" rule:"limit" doc:"Messages of one sender, 30 when left out."`
}
