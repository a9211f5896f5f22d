// Written by go test ./clients/node -update from the server's GET /__admin/openapi.json.

/** what only an end user's app can do */
export type Act = CometChatAct | ZIMAct;

/** what was done */
export type Acted = CometChatActed | ZIMActed;

export interface Answered {
  /** its first 4096 bytes, secrets masked */
  body: string;
  /** bytes of the whole body */
  body_length: number;
  /** the vendor's code */
  code?: string;
  /** the fault rule that hit */
  fault?: Hit;
  /** why it was refused, or what of it had no effect, in one line */
  reason?: string;
  /** where on its way the request ended; missing as long as there is no answer */
  stage?: "malformed" | "fault_asked" | "fault" | "unmatched" | "app" | "credential" | "limit" | "body" | "full" | "parameters" | "user" | "action" | "internal" | "done";
  /** 0 as long as there is no answer */
  status: number;
}

export interface App {
  /** CometChat: a key of the scope fullAccess */
  api_key?: string;
  /** the name by which this API calls it, cometchat:{appId} or zim:{appId} */
  app: string;
  app_id: string;
  /** CometChat: a key of the scope authOnly */
  auth_key?: string;
  /** what a client puts before a path (CometChat) or a query (ZIM) */
  base_url: string;
  made_by: "fixture" | "request";
  /** CometChat only */
  region?: string;
  /** ZIM: signs requests */
  server_secret?: string;
  /** the names of its snapshots */
  snapshots: string[];
  vendor: "cometchat" | "zim";
}

export interface Apps {
  /** those of the fixtures first, then in the order in which they were made */
  apps: App[];
}

export interface Awaited {
  /** the app's name, cometchat:{appId} or zim:{appId} */
  app?: string;
  /** the vendor's code in the answer; 0 for calls that succeeded, of either vendor */
  code?: string;
  /** how many such requests there must be, 1 when left out */
  count?: number;
  /** only tries to deliver an event that stand there */
  delivery_state?: "waiting" | "trying" | "delivered" | "failed" | "dropped" | "given_up";
  /** only those that the fault rule with this id hit */
  fault?: string;
  /** the name of the operation; of a try to deliver an event, the event's */
  operation?: EntryName;
  /** only those that came back before Retry-After, or before the limit's window opened */
  retried_too_early?: boolean;
  /** not earlier than this, on the app's clock */
  since?: string;
  /** where on its way the request ended; done: it did what it was asked for */
  stage?: "malformed" | "fault_asked" | "fault" | "unmatched" | "app" | "credential" | "limit" | "body" | "full" | "parameters" | "user" | "action" | "internal" | "done";
  /** the HTTP status of the answer */
  status?: number;
  /** how long to wait, in real time: a duration such as 10s, which is the default, 500ms or 2m; at most 5m */
  timeout?: string;
  /** only those that match no operation */
  unmatched?: boolean;
  /** not later than this, on the app's clock */
  until?: string;
  /** the user that the call acts for or on, as the client wrote it */
  user?: string;
  vendor?: "cometchat" | "zim";
}

export interface Block {
  blocked: boolean;
  /** who is blocked */
  other: string;
  /** who blocks */
  user: string;
}

export interface Check {
  check: string;
  /** what was found */
  detail: string;
  verdict: "passed" | "failed" | "not reached";
}

export interface ClockAdvance {
  /** a duration such as 11m, 1h30m, 500ms or -24h */
  by: string;
}

export interface ClockShown {
  /** whether it stands still */
  frozen: boolean;
  /** the time that it shows */
  now: string;
}

export interface ClockWanted {
  /** true holds it still, false lets it run */
  frozen?: boolean;
  /** the time to show from here on */
  now?: string;
}

export interface Code {
  code: string;
  /** what is answered with it; unknown stands for who or what it names */
  message: string;
  /** that are known to answer with it; a fault rule makes any of the vendor's do so */
  operations: string[];
  /** of HTTP */
  status: number;
  vendor: string;
}

export interface CodesAnswer {
  codes: Code[];
}

export type CometChatAct = CometChatJoinGroupAct | CometChatLeaveGroupAct | CometChatSendMessageAct | CometChatReadAct | CometChatEditMessageAct | CometChatDeleteMessageAct | CometChatAddReactionAct | CometChatRemoveReactionAct;

export type CometChatActed = CometChatJoinGroupActed | CometChatLeaveGroupActed | CometChatSendMessageActed | CometChatReadActed | CometChatEditMessageActed | CometChatDeleteMessageActed | CometChatAddReactionActed | CometChatRemoveReactionActed;

/** React to a message */
export interface CometChatAddReactionAct {
  /** what is done */
  act: "addReaction";
  /** the id of the message */
  message: string;
  /** an emoji, or any text */
  reaction: string;
  /** the id of the user who does it */
  user: string;
}

export interface CometChatAddReactionActed {
  /** what is done */
  act: "addReaction";
  /** the id of the user who does it */
  user: string;
}

/** Delete a message, which stays without what it said */
export interface CometChatDeleteMessageAct {
  /** what is done */
  act: "deleteMessage";
  /** the id of the message */
  message: string;
  /** the id of the user who does it */
  user: string;
}

export interface CometChatDeleteMessageActed {
  /** what is done */
  act: "deleteMessage";
  /** the id of the user who does it */
  user: string;
}

/** Give a message another text */
export interface CometChatEditMessageAct {
  /** what is done */
  act: "editMessage";
  /** the id of the message */
  message: string;
  /** what it says from now on */
  text: string;
  /** the id of the user who does it */
  user: string;
}

export interface CometChatEditMessageActed {
  /** what is done */
  act: "editMessage";
  /** the id of the user who does it */
  user: string;
}

/** Join a group */
export interface CometChatJoinGroupAct {
  /** what is done */
  act: "joinGroup";
  /** the id of the group */
  group: string;
  /** of a group of the type password */
  password?: string;
  /** the id of the user who does it */
  user: string;
}

export interface CometChatJoinGroupActed {
  /** what is done */
  act: "joinGroup";
  /** the id of the user who does it */
  user: string;
}

/** Leave a group */
export interface CometChatLeaveGroupAct {
  /** what is done */
  act: "leaveGroup";
  /** the id of the group */
  group: string;
  /** the id of the user who does it */
  user: string;
}

export interface CometChatLeaveGroupActed {
  /** what is done */
  act: "leaveGroup";
  /** the id of the user who does it */
  user: string;
}

/** Read a conversation to its end */
export interface CometChatReadAct {
  /** what is done */
  act: "read";
  /** the id of the group, in the place of with */
  group?: string;
  /** the id of the user who does it */
  user: string;
  /** the id of the other user */
  with?: string;
}

export interface CometChatReadActed {
  /** what is done */
  act: "read";
  /** the id of the user who does it */
  user: string;
}

/** Take back a reaction to a message */
export interface CometChatRemoveReactionAct {
  /** what is done */
  act: "removeReaction";
  /** the id of the message */
  message: string;
  /** an emoji, or any text */
  reaction: string;
  /** the id of the user who does it */
  user: string;
}

export interface CometChatRemoveReactionActed {
  /** what is done */
  act: "removeReaction";
  /** the id of the user who does it */
  user: string;
}

/** Send a message to a user or a group */
export interface CometChatSendMessageAct {
  /** what is done */
  act: "sendMessage";
  /** message, custom, interactive or card; message when left out */
  category?: string;
  /** what the message holds beside the text: metadata, attachments, customData and so on */
  data?: Record<string, unknown> | string;
  /** the id that the user's app gives it */
  muid?: string;
  /** the id of a message of the same conversation that it quotes */
  quotedMessageId?: number;
  /** labels for filtering */
  tags?: string[];
  /** what the message says: the member text of data */
  text?: string;
  /** the id of a user; a message has this or toGroup */
  to?: string;
  /** the id of a group */
  toGroup?: string;
  /** of the category; text when left out */
  type?: string;
  /** the id of the user who does it */
  user: string;
}

export interface CometChatSendMessageActed {
  /** what is done */
  act: "sendMessage";
  /** the id that names it */
  msgId: string;
  /** the id of the user who does it */
  user: string;
}

export interface Counted {
  count: number;
  /** how many requests that may have been meant the journal has dropped since it was cleared, to make room; left out when none */
  forgotten?: number;
}

export interface DeletedApp {
  /** the app's name */
  deleted: string;
}

export interface DeletedCount {
  /** how many there were */
  deleted: number;
}

export interface Deliveries {
  /** the oldest first */
  deliveries: Delivery[];
}

export interface Delivery {
  /** its first 4096 bytes, secrets masked */
  body: string;
  /** bytes of the whole body */
  body_length: number;
  /** its name, in the vendor's words */
  event: string;
  /** by which it can be sent again; that of its first try in the journal */
  id: string;
  /** where its newest try stands */
  state: "waiting" | "trying" | "delivered" | "failed" | "dropped" | "given_up";
  /** the oldest first */
  tries: Try[];
  /** to whom, secrets masked */
  url: string;
}

/** an operation, or an event that is delivered */
export type EntryName = "ListBlockedUsers" | "BlockUsers" | "UnblockUsers" | "CreateUser" | "ListUsers" | "ReactivateUsers" | "DeactivateUsers" | "GetUser" | "UpdateUser" | "DeleteUser" | "AddFriends" | "ListFriends" | "RemoveFriends" | "CreateAuthToken" | "ListAuthTokens" | "FlushAuthTokens" | "GetAuthToken" | "UpdateAuthToken" | "DeleteAuthToken" | "CreateRole" | "ListRoles" | "GetRole" | "UpdateRole" | "DeleteRole" | "RestrictFeatures" | "GetRestrictedfeatures" | "AllowFeatures" | "ListRolePermissions" | "SetRolePermissions" | "UnsetRolePermissions" | "ListScopePermissions" | "SetScopePermissions" | "UnsetScopePermissions" | "CreateAPIKey" | "ListAPIKeys" | "GetAPIKey" | "UpdateAPIKey" | "DeleteAPIKey" | "ImportUsers" | "ImportGroups" | "ImportMembers" | "ImportMessages" | "SendMessage" | "SendBotMessage" | "GetMessage" | "ListAllMessages" | "ListUserMessages" | "UserListGroupMessages" | "UpdateMessage" | "DeleteMessage" | "AddMessageReactions" | "RemoveMessageReactions" | "ListAllReactions" | "GetMessageReactions" | "PinMessage" | "UnpinMessage" | "SaveMessage" | "UnsaveMessage" | "MarkInteracted" | "SubscribeThread" | "UnsubscribeThread" | "SendThreadMessage" | "ListAllThreadMessages" | "ListThreads" | "CreateGroup" | "ListGroups" | "GetGroup" | "UpdateGroup" | "DeleteGroup" | "AddGroupMembers" | "ListGroupMembers" | "ChangeGroupMemberScope" | "KickGroupMember" | "BanGroupUser" | "UnbanGroupUser" | "ListBannedGroupUsers" | "ListAllConversations" | "ListUserConversations" | "GetConversation" | "DeleteConversation" | "GetUserConversations" | "UpdateUserConversation" | "ResetUserConversation" | "GetGroupConversations" | "UpdateGroupConversation" | "ResetGroupConversation" | "MarkConversationAsDelivered" | "MarkConversationAsRead" | "MarkConversationAsUnread" | "MarkGroupConversationAsDelivered" | "MarkGroupConversationAsRead" | "MarkGroupConversationAsUnread" | "ListAppPinnedConversations" | "ReplaceAppPinnedConversations" | "PinUserConversation" | "UnpinUserConversation" | "PinGroupConversation" | "UnpinGroupConversation" | "GetSettings" | "GetMe" | "UpdateMe" | "DeleteMe" | "CreateJWT" | "CreateUserSession" | "ListBlockedUsersAsMe" | "BlockUsersAsMe" | "UnblockUsersAsMe" | "ListUsersAsMe" | "GetUserAsMe" | "SendMessageAsMe" | "GetMessageAsMe" | "GetMessageByMuid" | "ListAllMessagesAsMe" | "ListUserMessagesAsMe" | "UserListGroupMessagesAsMe" | "UpdateMessageAsMe" | "DeleteMessageAsMe" | "AddMessageReactionsAsMe" | "RemoveMessageReactionsAsMe" | "ListAllReactionsAsMe" | "GetMessageReactionsAsMe" | "PinMessageAsMe" | "UnpinMessageAsMe" | "SaveMessageAsMe" | "UnsaveMessageAsMe" | "MarkInteractedAsMe" | "SubscribeThreadAsMe" | "UnsubscribeThreadAsMe" | "SendThreadMessageAsMe" | "ListAllThreadMessagesAsMe" | "ListThreadsAsMe" | "ListUserThreads" | "ListGroupThreads" | "CreateGroupAsMe" | "ListGroupsAsMe" | "GetGroupAsMe" | "UpdateGroupAsMe" | "DeleteGroupAsMe" | "ListGroupMembersAsMe" | "ChangeGroupMemberScopeAsMe" | "KickGroupMemberAsMe" | "BanGroupUserAsMe" | "UnbanGroupUserAsMe" | "ListBannedGroupUsersAsMe" | "JoinGroup" | "LeaveGroup" | "AddMembersToGroup" | "TransferGroupOwnership" | "GetUploadURL" | "ListAllConversationsAsMe" | "GetUserConversationsAsMe" | "UpdateUserConversationAsMe" | "ResetUserConversationAsMe" | "GetGroupConversationsAsMe" | "UpdateGroupConversationAsMe" | "ResetGroupConversationAsMe" | "MarkConversationAsDeliveredAsMe" | "MarkConversationAsReadAsMe" | "MarkConversationAsUnreadAsMe" | "MarkGroupConversationAsDeliveredAsMe" | "MarkGroupConversationAsReadAsMe" | "MarkGroupConversationAsUnreadAsMe" | "PinUserConversationAsMe" | "UnpinUserConversationAsMe" | "PinGroupConversationAsMe" | "UnpinGroupConversationAsMe" | "QueryBlacklist" | "AddUsersToBlacklist" | "RemoveUsersFromBlacklist" | "CheckUsersIsInBlacklist" | "UserRegister" | "QueryUserInfos" | "ModifyUserInfo" | "QueryUserOnlineState" | "RobotRegister" | "SendPeerMessage" | "SendGroupMessage" | "SendRoomMessage" | "SendMessageToAllUsers" | "ImportPeerMsg" | "ImportGroupMsg" | "QueryMessagesByMsgSeq" | "RevokePeerMessage" | "RevokeGroupMessage" | "RevokeRoomMessage" | "EditC2cMsgBody" | "EditGroupMsgBody" | "ClearPeerMessage" | "ClearMemberGroupMessage" | "C2cReadReceipt" | "C2cDeliveryReceipt" | "GroupReadReceipt" | "GroupDeliveryReceipt" | "SendFriendApplication" | "DeleteFriends" | "DeleteAllFriends" | "QueryFriendList" | "CheckFriendsRelation" | "UpdateFriendsAlias" | "UpdateFriendAttributes" | "DismissGroup" | "QueryGroupMemberList" | "InviteUsersIntoGroup" | "KickoutGroupUser" | "QueryGroupInfo" | "UpdateGroupData" | "ModifyGroupAttribute" | "ModifyGroupLimit" | "TransferGroupOwner" | "SetGroupMemberRole" | "SetGroupMembersNickname" | "MuteGroup" | "MuteGroupMembers" | "FetchForbidGroupList" | "QueryAppGroupList" | "QueryGroupsInfoOfUser" | "CreateRoom" | "DestroyRoom" | "QueryRoomUserList" | "QueryRoomMembers" | "KickoutRoomUser" | "QueryRoomAttribute" | "ModifyRoomAttribute" | "QueryPeerMsg" | "QueryGroupMsg" | "QueryConversationList" | "ClearConversationUnread" | "DeleteConv" | "ConvPinned" | "SilenceConvNotification" | "SetConvMark" | "CallInvite" | "CallAccept" | "CallReject" | "QueryAppCommunityList" | "CgiDescribeZIMAudioLicense" | "user_blocked" | "user_unblocked" | "user_mentioned" | "group_created" | "group_updated" | "group_owner_transferred" | "group_deleted" | "group_member_added" | "group_member_kicked" | "group_member_banned" | "group_member_unbanned" | "group_member_scope_changed" | "group_member_joined" | "group_member_left" | "message_sent" | "before_message" | "after_message" | "message_delivery_receipt" | "message_read_receipt" | "message_delivered_to_all" | "message_read_by_all" | "message_edited" | "message_deleted" | "message_reaction_added" | "message_reaction_removed" | "send_msg" | "bot_msg" | "before_send_msg" | "user_action" | "room_create" | "room_enter" | "room_exit" | "room_destroy" | "group_create" | "group_join" | "group_exit" | "group_destroy" | "call_create" | "call_cancel" | "call_accept" | "call_reject" | "call_timeout" | "call_invite";

export interface Explanation {
  /** what is looked at before a call is answered, in the vendor's order */
  checks: Check[];
  /** of an event, where the try stands */
  outcome: "answered" | "refused" | "fault" | "unmatched" | "waiting" | "trying" | "delivered" | "failed" | "dropped" | "given_up";
  /** why it was refused or not delivered, or what of it had no effect, in one line; else empty */
  reason: string;
  /** its id */
  request: string;
}

export interface Fact {
  behaviour: string;
  provenance: string;
  source?: string;
}

export interface Fault {
  /** why the last one could not */
  bypass_reason?: string;
  /** calls that should have, and could not */
  bypassed: number;
  /** what happens to them: one or more */
  fault: FaultDone;
  /** calls that went wrong by it */
  hits: number;
  /** as in the journal */
  id: string;
  /** which calls; all when left out */
  match?: FaultMatch;
  /** of a call that matches: above 0, at most 1, which is the default. Drawn from the app's seed */
  probability?: number;
  /** how many calls go wrong, then the rule is gone; 0 is all */
  times?: number;
  /** before nothing has been done, which is the default, or after the state has changed, so that the answer is lost */
  when?: "before" | "after";
}

/** How long an answer waits, in milliseconds. */
export interface FaultDelay {
  /** uniform: the shortest, from 0; each whole millisecond from it to upper is as likely */
  lower?: number;
  /** lognormal: longer ones are drawn again; not below the median, at most 600000, which holds when it is left out */
  maxValue?: number;
  /** lognormal: half of the times are shorter; from 0 to 600000 */
  median?: number;
  /** fixed: from 0 */
  milliseconds?: number;
  /** lognormal: the standard deviation of the logarithm, from 0 */
  sigma?: number;
  /** which of the members hold: milliseconds; lower and upper; median, sigma and maxValue */
  type: "fixed" | "uniform" | "lognormal";
  /** uniform: the longest */
  upper?: number;
}

export interface FaultDone {
  /** for TRUNCATED_BODY: so many bytes of the body are sent; 0 when left out */
  after_bytes?: number;
  /** as it is sent. One that is JSON has the vendor's Content-Type, another one text/plain or text/html, unless headers say which */
  body?: string;
  /** a code of the vendor, answered in its shape with its usual status; GET /__admin/codes lists them. A number is taken, too */
  code?: string | number;
  /** wait first, in real time; alone, the call then goes on as usual */
  delay?: FaultDelay;
  /** headers of the answer that code, status, body or json makes, in the place of those that it has by the same names */
  headers?: Record<string, string | string[]>;
  /** any JSON value in the place of body */
  json?: unknown;
  /** refused as if the limit had just been used up */
  rate_limited?: boolean;
  /** this HTTP status, with the headers and the body; 200 when there is a body and no status */
  status?: number;
  /** the connection breaks */
  transport?: "EMPTY_RESPONSE" | "CONNECTION_RESET_BY_PEER" | "MALFORMED_RESPONSE_CHUNK" | "RANDOM_DATA_THEN_CLOSE" | "TRUNCATED_BODY";
}

export interface FaultMatch {
  /** the Action in the query as it was sent, of a vendor whose calls have one; also one that matches no operation */
  action?: string;
  /** headers of the request and their exact values */
  header?: Record<string, string>;
  /** the HTTP method */
  method?: string;
  /** only the nth call that matches the rest, from 1 */
  nth?: number;
  /** the name of the operation */
  operation?: OperationName;
  /** the path as it was sent, without the query and without /__apps/{appId}; each * stands for any characters. Also of calls that match no operation, and of those that are for no vendor */
  path?: string;
  /** the user that the call acts for or on, as the client wrote it */
  user?: string;
  /** the vendor; that of the app when left out */
  vendor?: "cometchat" | "zim";
}

export interface FaultRule {
  /** what happens to them: one or more */
  fault: FaultDone;
  /** which calls; all when left out */
  match?: FaultMatch;
  /** of a call that matches: above 0, at most 1, which is the default. Drawn from the app's seed */
  probability?: number;
  /** how many calls go wrong, then the rule is gone; 0 is all */
  times?: number;
  /** before nothing has been done, which is the default, or after the state has changed, so that the answer is lost */
  when?: "before" | "after";
}

export interface Faults {
  /** the oldest first */
  faults: Fault[];
}

export interface Filter {
  /** the app's name, cometchat:{appId} or zim:{appId} */
  app?: string;
  /** the vendor's code in the answer; 0 for calls that succeeded, of either vendor */
  code?: string;
  /** only tries to deliver an event that stand there */
  delivery_state?: "waiting" | "trying" | "delivered" | "failed" | "dropped" | "given_up";
  /** only those that the fault rule with this id hit */
  fault?: string;
  /** the name of the operation; of a try to deliver an event, the event's */
  operation?: EntryName;
  /** only those that came back before Retry-After, or before the limit's window opened */
  retried_too_early?: boolean;
  /** not earlier than this, on the app's clock */
  since?: string;
  /** where on its way the request ended; done: it did what it was asked for */
  stage?: "malformed" | "fault_asked" | "fault" | "unmatched" | "app" | "credential" | "limit" | "body" | "full" | "parameters" | "user" | "action" | "internal" | "done";
  /** the HTTP status of the answer */
  status?: number;
  /** only those that match no operation */
  unmatched?: boolean;
  /** not later than this, on the app's clock */
  until?: string;
  /** the user that the call acts for or on, as the client wrote it */
  user?: string;
  vendor?: "cometchat" | "zim";
}

export type Fixture = FixtureCometChatApp | FixtureZIMApp | FixtureCometChatFile | FixtureZIMFile;

/** A CometChat API key. */
export interface FixtureAPIKey {
  /** The fixture's epoch when left out. */
  createdAt?: string;
  /** The key itself; CometChat's are 40 hex digits. */
  key: string;
  /** A name for people; the scope when left out. */
  name?: string;
  /** fullAccess may do everything, authOnly may create and update users and log them in. */
  scope: "fullAccess" | "authOnly";
  /** Never updated when left out. */
  updatedAt?: string;
}

/** A note about a friend. */
export interface FixtureAttribute {
  /** Its name. */
  key: "k0" | "k1" | "k2" | "k3" | "k4";
  /** Its value. Empty when left out. */
  value?: string;
}

/** An auth token of a user. */
export interface FixtureAuthToken {
  /** What the client says of itself: any mapping, or a text. */
  appInfo?: Record<string, unknown> | string;
  /** The token itself. No two users have the same. */
  authToken: string;
  /** The time of the user's creation when left out. */
  createdAt?: string;
  /** What the client runs on. */
  platform?: string;
  /** What the client calls itself. */
  userAgent?: string;
}

/** A CometChat app. */
export interface FixtureCometChatApp {
  /** Keys that clients may show in the header apikey. */
  apiKeys?: FixtureAPIKey[] | null;
  /** The app id, the first label of the host name. */
  appId?: string;
  /** How users stand to conversations, where that does not follow from the messages. */
  conversations?: FixtureCometChatConversation[] | null;
  /** Calls of this app that go wrong. */
  faults?: FixtureFault[] | null;
  /** People invented from the seed, created after the listed ones. */
  generate?: FixtureCometChatGenerate;
  /** Groups, in order of creation. */
  groups?: FixtureCometChatGroup[] | null;
  /** The id that was given out last, if that message is gone. The next message gets the one after it. */
  lastMessageId?: number;
  /** The id that was given to a reaction last, if that reaction is gone. */
  lastReactionId?: number;
  /** Rate limits of this app instead of the vendor's. */
  limits?: FixtureCometChatLimits;
  /** Messages to users and to groups, in the order in which they were sent. */
  messages?: FixtureMessage[] | null;
  /** What the app has pinned for everybody, in the order in which it is shown. */
  pinnedConversations?: FixtureCometChatPin[] | null;
  /** Who has got, or read, messages. */
  receipts?: FixtureCometChatReceipt[] | null;
  /** The region in the host name. */
  region?: string;
  /** Roles besides the role default, which every app has. */
  roles?: FixtureRole[] | null;
  /** What all who are in a conversation have in common, where that does not follow from its messages. */
  talks?: FixtureCometChatTalk[] | null;
  /** People, in order of creation. */
  users?: FixtureCometChatUser[] | null;
  /** What this app does where it is not known for sure what CometChat does. */
  variants?: FixtureCometChatVariants;
  /** Who is told of events, such as user_blocked. */
  webhooks?: FixtureWebhook[] | null;
}

/** A user who is banned from a group. */
export type FixtureCometChatBan = string | {
  /** Since when. When the group was made when left out. */
  at?: string;
  /** Since when the user is listed so. When the group was made when left out. */
  joinedAt?: string;
  /** With what scope the user is still listed among the members, as after usersToBan. Not listed when left out. */
  scope?: "admin" | "moderator" | "participant";
  /** The uid of a listed or generated user. */
  uid: string;
};

/** What does not follow from the messages of a user's conversation. */
export interface FixtureCometChatConversation {
  /** Messages up to this id are deleted for the user. */
  clearedTo?: number;
  /** The id of its last message when the user deleted it. It is there again with the next one. */
  deletedTo?: number;
  /** The group, in the place of with. */
  group?: string;
  /** The id of the last message that the user alone sees, if that message is gone. */
  lastMessageId?: number;
  /** What the conversation of the group was when the user left the group. */
  left?: FixtureCometChatLeft;
  /** Since when the user has pinned it. */
  pinnedAt?: string;
  /** The id of the message up to which the user has read. */
  readTo?: number;
  /** The tags that the user has given it. */
  tags?: string[] | null;
  /** How many messages the user has not read. All that others have sent when left out. */
  unread?: number;
  /** When that was sent. */
  updatedAt?: string;
  /** Whose it is: the uid of a listed or generated user. */
  user: string;
  /** The other user, or app_system. */
  with?: string;
}

/** The state that chatdouble starts with. */
export interface FixtureCometChatFile {
  /** Apps that speak the CometChat REST API v3. */
  cometchat: FixtureCometChatApp[] | null;
  /** Times that are not given are counted from here. */
  epoch?: string;
  /** All generated people, blocks and friendships follow from it. */
  seed?: number;
  /** Apps that speak the ZEGOCLOUD ZIM Server API. */
  zim?: FixtureZIMApp[] | null;
}

/** People invented from the seed. */
export interface FixtureCometChatGenerate {
  /** Whom they block. */
  blocks?: FixtureGenerateBlocks;
  /** Whom they befriend. */
  friends?: FixtureGenerateFriends;
  /** Groups of them and of the listed people. */
  groups?: FixtureGenerateGroups;
  /** What they write to others. */
  messages?: FixtureGenerateMessages;
  /** How many. Their ids are user-0001, user-0002 and so on. */
  users?: number;
}

/** A group of people. */
export interface FixtureCometChatGroup {
  /** Who is banned from the group. */
  banned?: FixtureCometChatBan[] | null;
  /** The epoch plus the group's place in the app in seconds when left out. */
  createdAt?: string;
  /** What the group is for. */
  description?: string;
  /** The group's id: a-z, 0-9, - and _. */
  guid: string;
  /** Address of a picture. */
  icon?: string;
  /** Who is in the group. */
  members?: FixtureCometChatMember[] | null;
  /** Any mapping, or a text. */
  metadata?: Record<string, unknown> | string;
  /** The guid when left out. */
  name?: string;
  /** The uid of a listed or generated user, who is an admin, and the first member when members do not say another place. */
  owner?: string;
  /** Whether the owner is no member, as that of a group that was imported. Then members must not have the owner. */
  ownerOutside?: boolean;
  /** Of a group of the type password. */
  password?: string;
  /** What the members of each scope may do. */
  scopes?: FixtureCometChatScopes;
  /** Labels for filtering. */
  tags?: string[] | null;
  /** Who may join: everybody, nobody, or who knows the password. */
  type?: "public" | "private" | "password";
  /** When it, or who is in it, was changed last. Never when left out. */
  updatedAt?: string;
  /** The uid of who updated it last, or app_system. */
  updatedBy?: string;
}

/** The use of a part of an interactive message. */
export interface FixtureCometChatInteraction {
  /** When the message was sent when left out. */
  at?: string;
  /** The part of the message. */
  elementId: string;
  /** The uid of a listed or generated user. */
  uid: string;
}

/** A group's conversation as it was. */
export interface FixtureCometChatLeft {
  /** The time of its last message then. */
  at?: string;
  /** The id of its last message then. */
  lastMessageId?: number;
}

/** Requests a minute. Limits are switched off by starting the server with --limits off. */
export interface FixtureCometChatLimits {
  /** All operations of the app together, 100000 when left out. */
  app?: number;
  /** Core operations, 10000 when left out. */
  core?: number;
  /** Messages of one sender, 30 when left out. */
  sends?: number;
  /** All other operations, 20000 when left out. */
  standard?: number;
}

/** A user who has done something with a message. */
export type FixtureCometChatMark = string | {
  /** When the message was sent when left out. */
  at?: string;
  /** The uid of a listed or generated user. */
  uid: string;
};

/** A user in a group. */
export type FixtureCometChatMember = string | {
  /** When the group was made when left out. */
  joinedAt?: string;
  /** What the user may do: participant when left out, admin for the owner. */
  scope?: "admin" | "moderator" | "participant";
  /** The uid of a listed or generated user. */
  uid: string;
};

/** The conversations with a user, or that of a group. */
export interface FixtureCometChatPin {
  /** Since when. Left out, it follows from the epoch and the order in the file. */
  at?: string;
  /** The guid of a listed group, in the place of uid. */
  guid?: string;
  /** The uid of a listed or generated user. */
  uid?: string;
}

/** A reaction to a message. */
export interface FixtureCometChatReaction {
  /** When the message was sent when left out. */
  at?: string;
  /** One more than the highest before it in the file when left out. No two of an app have the same. */
  id?: number;
  /** An emoji, or any text. */
  reaction: string;
  /** The uid of a listed or generated user. */
  uid: string;
}

/** That a user has got, or read, a conversation up to a message. */
export interface FixtureCometChatReceipt {
  /** When. */
  at: string;
  /** The group, in the place of with. */
  group?: string;
  /** Whether it is that of reading. What is read has one of its delivery as well. */
  read?: boolean;
  /** The id of the message. */
  upTo: number;
  /** Who has got it: the uid of a listed or generated user. */
  user: string;
  /** The other user, or app_system. */
  with?: string;
}

/** Permissions of the scopes in a group: mappings of ids, such as sendMessage, to values, such as deny. */
export interface FixtureCometChatScopes {
  /** Those of admins. */
  admin?: Record<string, unknown> | string;
  /** Those of moderators. */
  moderator?: Record<string, unknown> | string;
  /** Those of participants. */
  participant?: Record<string, unknown> | string;
}

/** What all who are in a conversation have in common, where it does not follow from its messages. */
export interface FixtureCometChatTalk {
  /** The two users, of whom one may be app_system. */
  between?: string[] | null;
  /** The time of its first message, if that message is gone. */
  createdAt?: string;
  /** The group, in the place of between. */
  group?: string;
  /** The id of the last thing in its history, if that is gone. */
  historyTo?: number;
  /** The id of its last message, if that message is gone. */
  lastMessageId?: number;
  /** The time of its last message, if that message is gone. */
  updatedAt?: string;
}

/** A person of a CometChat app. */
export interface FixtureCometChatUser {
  /** With what the user's clients are logged in, the oldest first. */
  authTokens?: FixtureAuthToken[] | null;
  /** Address of a picture. */
  avatar?: string;
  /** Whom this user has blocked. */
  blocks?: FixtureUIDAt[] | null;
  /** The epoch plus the user's place in the app in seconds when left out. */
  createdAt?: string;
  /** Since when the user is deactivated. Active when left out. */
  deactivatedAt?: string;
  /** Whose friend this user is. One side is enough. */
  friends?: FixtureUIDAt[] | null;
  /** Never active when left out. */
  lastActiveAt?: string;
  /** Address of a page about the user. */
  link?: string;
  /** Any mapping, or a text. */
  metadata?: Record<string, unknown> | string;
  /** The uid when left out. */
  name?: string;
  /** The id of one of the app's roles. */
  role?: string;
  /** Whether the user is connected. */
  status?: "available" | "offline";
  /** A line about what the user is doing. */
  statusMessage?: string;
  /** Labels for filtering. */
  tags?: string[] | null;
  /** The user's id: a-z, 0-9, - and _. */
  uid: string;
  /** Never updated when left out. */
  updatedAt?: string;
}

/** Choices between behaviours. GET /__admin/variants says what is known of each. */
export interface FixtureCometChatVariants {
  /** The answer of BanGroupUser. success when left out. */
  banAnswer?: "success" | "actionMessage";
  /** Who stands in members of group_member_banned and group_member_unbanned when the call had onBehalfOf. target when left out. */
  banWebhook?: "target" | "actor";
  /** A message to a user who has blocked the sender. accept when left out. */
  blockedSender?: "accept" | "refuse";
  /** What data.message of message_edited and message_deleted is: the message or the action message. message when left out. */
  editedWebhook?: "message" | "action";
  /** How many users CreateUser makes an app have at the most; 0 is any number, which is the default. */
  freePlanUsers?: "0" | "25";
  /** For how many milliseconds after a send its sender may not edit or delete the message, react to it or answer it in a thread. 0 when left out. */
  settleMs?: string | number;
}

/** A rule that makes calls go wrong. */
export interface FixtureFault {
  /** what happens to them: one or more */
  fault: FixtureFaultDone;
  /** which calls; all when left out */
  match?: FixtureFaultMatch;
  /** of a call that matches: above 0, at most 1, which is the default. Drawn from the app's seed */
  probability?: number;
  /** how many calls go wrong, then the rule is gone; 0 is all */
  times?: number;
  /** before nothing has been done, which is the default, or after the state has changed, so that the answer is lost */
  when?: "before" | "after";
}

/** How long an answer waits, in milliseconds. */
export interface FixtureFaultDelay {
  /** uniform: the shortest, from 0; each whole millisecond from it to upper is as likely */
  lower?: number;
  /** lognormal: longer ones are drawn again; not below the median, at most 600000, which holds when it is left out */
  maxValue?: number;
  /** lognormal: half of the times are shorter; from 0 to 600000 */
  median?: number;
  /** fixed: from 0 */
  milliseconds?: number;
  /** lognormal: the standard deviation of the logarithm, from 0 */
  sigma?: number;
  /** which of the members hold: milliseconds; lower and upper; median, sigma and maxValue */
  type: "fixed" | "uniform" | "lognormal";
  /** uniform: the longest */
  upper?: number;
}

export interface FixtureFaultDone {
  /** for TRUNCATED_BODY: so many bytes of the body are sent; 0 when left out */
  after_bytes?: number;
  /** as it is sent. One that is JSON has the vendor's Content-Type, another one text/plain or text/html, unless headers say which */
  body?: string;
  /** a code of the vendor, answered in its shape with its usual status; GET /__admin/codes lists them. A number is taken, too */
  code?: string | number;
  /** wait first, in real time; alone, the call then goes on as usual */
  delay?: FixtureFaultDelay;
  /** headers of the answer that code, status, body or json makes, in the place of those that it has by the same names */
  headers?: Record<string, string | string[]>;
  /** any JSON value in the place of body */
  json?: unknown;
  /** refused as if the limit had just been used up */
  rate_limited?: boolean;
  /** this HTTP status, with the headers and the body; 200 when there is a body and no status */
  status?: number;
  /** the connection breaks */
  transport?: "EMPTY_RESPONSE" | "CONNECTION_RESET_BY_PEER" | "MALFORMED_RESPONSE_CHUNK" | "RANDOM_DATA_THEN_CLOSE" | "TRUNCATED_BODY";
}

export interface FixtureFaultMatch {
  /** the Action in the query as it was sent, of a vendor whose calls have one; also one that matches no operation */
  action?: string;
  /** headers of the request and their exact values */
  header?: Record<string, string>;
  /** the HTTP method */
  method?: string;
  /** only the nth call that matches the rest, from 1 */
  nth?: number;
  /** the name of the operation */
  operation?: string;
  /** the path as it was sent, without the query and without /__apps/{appId}; each * stands for any characters. Also of calls that match no operation, and of those that are for no vendor */
  path?: string;
  /** the user that the call acts for or on, as the client wrote it */
  user?: string;
  /** the vendor; that of the app when left out */
  vendor?: "cometchat" | "zim";
}

/** Blocks invented from the seed. */
export interface FixtureGenerateBlocks {
  /** How many people the user named by of blocks in all, the listed blocks included. */
  count?: number;
  /** Every generated user blocks so many others. */
  each?: number;
  /** A listed user who gets a long block list. */
  of?: string;
}

/** Friendships invented from the seed. */
export interface FixtureGenerateFriends {
  /** Every generated user befriends so many others. */
  each?: number;
}

/** Groups invented from the seed. */
export type FixtureGenerateGroups = number | {
  /** How many. Their ids are group-0001, group-0002 and so on. */
  count?: number;
  /** How many people each has, its owner too. 10 when left out, or everybody when the app has fewer. */
  members?: number;
};

/** Messages invented from the seed. */
export interface FixtureGenerateMessages {
  /** Every generated user sends so many, to up to ten others by turns. */
  each?: number;
}

/** A message to a user or to a group. */
export interface FixtureMessage {
  /** message, custom, interactive, card or, of what has happened in a group, action. */
  category?: string;
  /** What the message holds, such as {text: Hello}, and the entities sender and receiver as they were; as they are when left out. */
  data: Record<string, unknown> | string;
  /** When it was deleted, but not for good. Not deleted when left out. */
  deletedAt?: string;
  /** Who has deleted it. */
  deletedBy?: string;
  /** Never edited when left out. */
  editedAt?: string;
  /** Who has edited it. */
  editedBy?: string;
  /** One more than that of the message before when left out. Ids ascend. */
  id?: number;
  /** Who has used which part of it. */
  interactions?: FixtureCometChatInteraction[] | null;
  /** The id that the sender's client gave the message. */
  muid?: string;
  /** Whether it was sent to a group that was too large for unread counts, of more than 300 members. Messages of the category action never count. */
  noUnread?: boolean;
  /** The id of the message that it answers in a thread. */
  parentId?: number;
  /** Since when it is pinned. When it was sent when left out. */
  pinnedAt?: string;
  /** Who has pinned it: a uid, or app_system. Not pinned when left out. */
  pinnedBy?: string;
  /** The id of the message that it quotes. */
  quotedMessageId?: number;
  /** Who has reacted to it, in the order in which that came. */
  reactions?: FixtureCometChatReaction[] | null;
  /** The uid of a listed or generated user, or the guid of a listed group. */
  receiver: string;
  /** What receiver is. */
  receiverType?: "user" | "group";
  /** Who has saved it. */
  savedBy?: FixtureCometChatMark[] | null;
  /** The uid of a listed or generated user, or app_system. */
  sender: string;
  /** The epoch plus the message's number in seconds when left out. */
  sentAt?: string;
  /** Who has subscribed to its thread. */
  subscribers?: FixtureCometChatMark[] | null;
  /** Labels for filtering. */
  tags?: string[] | null;
  /** text, image, file, audio, video, a type of its category or, in the category custom, any word. */
  type?: string;
  /** The time of sending when left out. */
  updatedAt?: string;
  /** Of an action by the app on a message between two users: the uid of the one of them who is not the receiver. */
  with?: string;
  /** Whether the receiver had blocked the sender and so never sees it. */
  withheld?: boolean;
}

export type FixtureOrYAML = Fixture | string;

/** A feature that a role is kept from. */
export type FixtureRestrictedFeature = string | {
  /** Since when. The fixture's epoch when left out. */
  at?: string;
  /** The feature, such as u.createGroup. */
  key: string;
};

/** A CometChat role. */
export interface FixtureRole {
  /** The fixture's epoch when left out. */
  createdAt?: string;
  /** What the role is for. */
  description?: string;
  /** Any mapping, or a text. */
  metadata?: Record<string, unknown> | string;
  /** The id when left out. */
  name?: string;
  /** What the role may do: a mapping of ids, such as sendMessage, to values, such as deny. */
  permissions?: Record<string, unknown> | string;
  /** What end users of the role are kept from. */
  restrictedFeatures?: FixtureRestrictedFeature[] | null;
  /** The role's id. */
  role: string;
  /** What people of the role may do: listUsers and sendMessagesTo, each all or friendsOnly. */
  settings?: Record<string, unknown> | string;
  /** Never updated when left out. */
  updatedAt?: string;
}

/** A user and since when. */
export type FixtureUIDAt = string | {
  /** Since when. Left out, it follows from the epoch and the order in the file. */
  at?: string;
  /** The uid of a listed or generated user. */
  uid: string;
};

/** A user and since when. */
export type FixtureUserIDAt = string | {
  /** Since when. Left out, it follows from the epoch and the order in the file. */
  at?: string;
  /** Its place among all blocks of the app, from 1, when that does not follow from the times. */
  seq?: number;
  /** The id of a listed or generated user. */
  userId: string;
};

/** An address that is told of events. */
export interface FixtureWebhook {
  /** The webhook's id, which stands in each event. */
  id: string;
  /** The triggers of a legacy webhook, which is told of nothing else: before_message is asked before a message is stored, after_message has the message right under data. An ordinary webhook when left out. */
  legacy?: ("before_message" | "after_message")[] | null;
  /** For basic authentication. */
  password?: string;
  /** Whether a delivery that fails is made again after 10 s and after 30 s. Off when left out. */
  retryOnFailure?: boolean;
  /** Where events are posted. Hosts other than this machine must be allowed by --callback-hosts. */
  url: string;
  /** For basic authentication. */
  username?: string;
}

/** A ZEGOCLOUD ZIM app. */
export interface FixtureZIMApp {
  /** The app id, a 32-bit number. */
  appId?: number;
  /** Who is told of messages and of users who log in and out. */
  callback?: FixtureZIMCallback;
  /** Invitations to calls, in the order in which they were made. */
  calls?: FixtureZIMCall[] | null;
  /** Communities, in the order in which they were made. */
  communities?: FixtureZIMCommunity[] | null;
  /** How users stand to conversations, where that does not follow from the messages. */
  conversations?: FixtureZIMConversation[] | null;
  /** Calls of this app that go wrong. */
  faults?: FixtureFault[] | null;
  /** People, groups and messages invented from the seed, behind the listed ones. */
  generate?: FixtureZIMGenerate;
  /** Groups, in the order in which they were made. */
  groups?: FixtureZIMGroup[] | null;
  /** The number of the last message that was ever kept, if that message is gone. */
  lastMessageId?: number;
  /** Limits of this app instead of the vendor's. */
  limits?: FixtureZIMLimits;
  /** Messages to users, groups and rooms, in the order in which they were sent. */
  messages?: FixtureZIMMessage[] | null;
  /** Rooms, in the order in which they were made. */
  rooms?: FixtureZIMRoom[] | null;
  /** Signs requests; ZEGOCLOUD's have 32 characters. */
  serverSecret?: string;
  /** What the participants of conversations have in common, where it does not follow from the messages. */
  talks?: FixtureZIMTalk[] | null;
  /** The ids of groups that are gone: no group ever has one of them again. */
  usedGroupIds?: string[] | null;
  /** Registered people, in order of registration. */
  users?: FixtureZIMUser[] | null;
  /** What this app does where it is not known for sure, or a setting of the project decides, what ZIM does. */
  variants?: FixtureZIMVariants;
}

/** An invitation to a call. It waits as long as a callee is inviting. */
export interface FixtureZIMCall {
  /** The call's id; the vendor's have 20 digits. */
  callId: string;
  /** Who was invited. */
  callees: FixtureZIMCallee[] | null;
  /** The id of a listed or generated user. */
  caller: string;
  /** The epoch when left out. */
  createdAt?: string;
  /** When the last callee had answered, if all have: the last change of a callee when left out. */
  endedAt?: string;
  /** What the caller sends along. */
  extendedData?: string;
  /** For how many seconds a callee is inviting, 90 when left out. */
  timeout?: number;
}

/** The address that is told of events. */
export interface FixtureZIMCallback {
  /** Who is asked before a message of an app user is sent; without it each is sent. */
  beforeUrl?: string;
  /** Where messages to bots are posted beside; without it nobody is told of them as such. */
  botUrl?: string;
  /** The CallbackSecret that signs events; the server secret when left out. */
  secret?: string;
  /** Where events are posted; without it nobody is told. Hosts other than this machine must be allowed by --callback-hosts. */
  url?: string;
}

/** A user who was invited to a call. */
export type FixtureZIMCallee = string | {
  /** Since when; since the call was made when left out. */
  at?: string;
  /** inviting when left out. */
  state?: "inviting" | "accepted" | "rejected" | "timeout" | "cancelled";
  /** The id of a listed or generated user. */
  userId: string;
};

/** A community. */
export type FixtureZIMCommunity = string | {
  /** The community's id. */
  communityId: string;
  /** Empty when left out. */
  communityName?: string;
};

/** What does not follow from the messages of a user's conversation. */
export interface FixtureZIMConversation {
  /** Messages up to this msgSeq are deleted for the user. */
  clearedTo?: number;
  /** The last msgSeq when the user deleted the conversation. */
  deletedTo?: number;
  /** The group, in the place of with. */
  group?: string;
  /** What the conversation of the group was when the user left the group. */
  left?: FixtureZIMLeft;
  /** Its marks, numbers. */
  marks?: (string | number)[] | null;
  /** Whether its notifications are muted. */
  muted?: boolean;
  /** Whether it is pinned to the top. */
  pinned?: boolean;
  /** How many messages the user has not read. All that others have sent since the user is there, when left out. */
  unread?: number;
  /** Whose it is: the id of a listed or generated user. */
  user: string;
  /** The other user of a one-to-one conversation. */
  with?: string;
}

/** The state that chatdouble starts with. */
export interface FixtureZIMFile {
  /** Apps that speak the CometChat REST API v3. */
  cometchat?: FixtureCometChatApp[] | null;
  /** Times that are not given are counted from here. */
  epoch?: string;
  /** All generated people, blocks and friendships follow from it. */
  seed?: number;
  /** Apps that speak the ZEGOCLOUD ZIM Server API. */
  zim: FixtureZIMApp[] | null;
}

/** A friend, since when, and what is noted about it. */
export type FixtureZIMFriend = string | {
  /** Since when. Left out, it follows from the epoch and the order in the file. */
  at?: string;
  /** What the user notes about the friend. */
  attributes?: FixtureAttribute[] | null;
  /** What the user calls the friend. */
  friendAlias?: string;
  /** Its place among all friends of the app, from 1, when that does not follow from the times. */
  seq?: number;
  /** The id of a listed or generated user. */
  userId: string;
  /** With what words the friend was added. */
  wording?: string;
};

/** People, groups and messages invented from the seed. */
export interface FixtureZIMGenerate {
  /** Whom they block. */
  blacklist?: FixtureGenerateBlocks;
  /** Groups of anybody. */
  groups?: FixtureGenerateGroups;
  /** What they write to others. */
  messages?: FixtureGenerateMessages;
  /** How many. Their ids are user-0001, user-0002 and so on. */
  users?: number;
}

/** A group of people. */
export interface FixtureZIMGroup {
  /** Its attributes, in the order in which they were first set. */
  attributes?: FixtureZIMGroupAttribute[] | null;
  /** Empty when left out. */
  avatar?: string;
  /** As in ModifyGroupLimit. */
  beInvitedMode?: number;
  /** The epoch plus the group's place in the app in seconds when left out. */
  createdAt?: string;
  /** How often UpdateGroupData has changed it. */
  dataSeq?: number;
  /** The group's id, as a user's. */
  groupId: string;
  /** Empty when left out. */
  groupName?: string;
  /** As in ModifyGroupLimit. */
  inviteMode?: number;
  /** As in ModifyGroupLimit. */
  joinMode?: number;
  /** How many members it may have; as many as the app allows when left out. */
  memberCountLimit?: number;
  /** Who is in the group. */
  members?: FixtureZIMMember[] | null;
  /** Who may not speak. */
  mute?: FixtureZIMGroupMute;
  /** Empty when left out. */
  notice?: string;
  /** The id of a listed or generated user. The owner is the first member when members do not say another place. */
  owner: string;
}

/** An attribute of a group. */
export interface FixtureZIMGroupAttribute {
  /** Its name. */
  key: string;
  /** Its value. Empty when left out. */
  value?: string;
}

/** Who may not speak, and until when. */
export interface FixtureZIMGroupMute {
  /** Nobody may. */
  all?: boolean;
  /** Members with these roles may not. */
  roles?: (string | number)[] | null;
  /** When it ends; never when left out. */
  until?: string;
}

/** A group's conversation as it was. */
export interface FixtureZIMLeft {
  /** The time of its last message then. */
  at?: string;
  /** How many of its messages counted as unread for somebody then. */
  counted?: number;
  /** The number of its last message then. */
  msgSeq?: number;
}

/** Limits of the app. Rate limits are switched off by starting the server with --limits off. */
export interface FixtureZIMLimits {
  /** People in one request, 20 when left out. */
  batch?: number;
  /** People in one blacklist, 1000 when left out. */
  blacklist?: number;
  /** Members of one group; as many as one likes when left out. */
  groupMembers?: number;
  /** Groups in the app; as many as one likes when left out. */
  groups?: number;
  /** Calls a second of QueryAppGroupList, and of QueryAppCommunityList, 1 when left out. */
  listsPerSecond?: number;
  /** Calls a second of SendGroupMessage, and of SendRoomMessage, 10 when left out. */
  messagesPerSecond?: number;
  /** Calls a second for one group of those actions that are counted so, 1 when left out. */
  perGroupSecond?: number;
  /** Calls a second of QueryRoomMembers for one room, 5 when left out. */
  perRoomSecond?: number;
  /** Calls a second of one action, 20 when left out. */
  perSecond?: number;
  /** Calls of SendMessageToAllUsers in 24 hours, 100 when left out. */
  pushesPerDay?: number;
  /** Calls a second of SendMessageToAllUsers, 1 when left out. */
  pushesPerSecond?: number;
  /** For how many days messages are kept; for ever when left out. */
  retentionDays?: number;
  /** Rooms in the app; as many as one likes when left out. */
  rooms?: number;
}

/** A user in a group. */
export type FixtureZIMMember = string | {
  /** How many of the messages until then count as unread for others. */
  countedBefore?: number;
  /** The MsgSeq of the group's last message when the user joined: the conversation begins behind it. */
  joinedAfter?: number;
  /** When the group was made when left out. */
  joinedAt?: string;
  /** The user may not speak, and that does not end. */
  muted?: boolean;
  /** Until when the user may not speak. */
  mutedUntil?: string;
  /** What the user is called in the group. */
  nickname?: string;
  /** 1 for the owner, 2 for an administrator, 3 for a member, or one of the app's own; 3 when left out. */
  role?: number;
  /** Its place among all memberships of the app, from 1, when that does not follow from the times. */
  seq?: number;
  /** The id of a listed or generated user. */
  userId: string;
};

/** A message to a user, a group or a room. */
export interface FixtureZIMMessage {
  /** When it was edited last. Never when left out. */
  editedAt?: string;
  /** What the sender's backend sends along with the text. */
  extendedData?: string;
  /** The id of a listed or generated user. */
  from: string;
  /** Who gets it can confirm it. */
  hasReceipt?: boolean;
  /** Its number in the app, one more than that of the message before when left out. Numbers ascend. */
  id?: number;
  /** The number that names it. It follows from id when left out. */
  msgId?: string | number;
  /** Its number in the conversation, one more than that of the message before when left out. Numbers ascend. */
  msgSeq?: number;
  /** It does not count as unread. */
  noUnread?: boolean;
  /** Those of the group who do not see it. */
  notTo?: string[] | null;
  /** The one of the two who sees it, as one that was imported. Both when left out. */
  onlyFor?: string;
  /** Those of the group who see it, beside the sender. All when left out. */
  onlyTo?: string[] | null;
  /** That the sender took it back. */
  recalled?: FixtureZIMRecall;
  /** What came of it with those who have got it. */
  receipts?: FixtureZIMReceipt[] | null;
  /** What a search looks at. Empty when left out. */
  searchedContent?: string;
  /** The epoch plus the message's number in seconds when left out. */
  sentAt?: string;
  /** Its SubMsgType. 0 when left out. */
  subType?: number;
  /** What it says: the member Message of its MessageBody. */
  text: string;
  /** The id of a listed or generated user. A message has this, toGroup or toRoom. */
  to?: string;
  /** The id of a listed group. */
  toGroup?: string;
  /** The id of a listed room. */
  toRoom?: string;
  /** The number of its type, 1 for a text. */
  type?: string | number;
  /** The time of sending when left out. */
  updatedAt?: string;
}

/** That a message was taken back. */
export interface FixtureZIMRecall {
  /** When. */
  at: string;
  /** Who took it back, the sender when left out. */
  by?: string;
  /** What was said with it. Empty when left out. */
  payload?: string;
}

/** What somebody has done with a message. */
export interface FixtureZIMReceipt {
  /** Since when the user has it. Not confirmed when left out. */
  deliveredAt?: string;
  /** When the user read it. Not confirmed when left out. */
  readAt?: string;
  /** Who. */
  userId: string;
}

/** A room of a ZIM app. */
export interface FixtureZIMRoom {
  /** How often an attribute was changed, if that is more than the seq of the last one. */
  attributeSeq?: number;
  /** Its attributes, in the order of their last changes. */
  attributes?: FixtureZIMRoomAttribute[] | null;
  /** The epoch when left out. */
  createdAt?: string;
  /** For how many seconds the room stays when its last user has left. 0, it goes at once, when left out. */
  destroyDelay?: number;
  /** When the last user left, if nobody is in it and it waits for its end. An empty room without it stays. */
  emptySince?: string;
  /** The room's id. */
  roomId: string;
  /** Empty when left out. */
  roomName?: string;
  /** Who is in it, in the order of entering. */
  users?: FixtureZIMRoomUser[] | null;
}

/** An attribute of a room. */
export interface FixtureZIMRoomAttribute {
  /** It goes when its owner leaves the room. */
  autoDelete?: boolean;
  /** Its name. */
  key: string;
  /** The id of the user who has set it last. */
  owner?: string;
  /** The number of its last change, one more than that of the attribute before when left out. They ascend. */
  seq?: number;
  /** Its value. Empty when left out. */
  value?: string;
}

/** A user in a room. */
export type FixtureZIMRoomUser = string | {
  /** The time at which the room was made when left out. */
  enteredAt?: string;
  /** When the user leaves all rooms, whose connection is lost and does not come back. */
  leavesAt?: string;
  /** The id of a listed or generated user. */
  userId: string;
};

/** What all participants of a conversation have in common, where it does not follow from its messages. */
export interface FixtureZIMTalk {
  /** The two users of a one-to-one conversation. */
  between?: string[] | null;
  /** How often a message of it was edited or recalled. */
  changes?: number;
  /** How often a message of it was edited. */
  edits?: number;
  /** The group, in the place of between. */
  group?: string;
  /** The number of its last message, if that message is gone. */
  lastMsgSeq?: number;
  /** The room, in the place of between. */
  room?: string;
  /** The time of its last message, edit or recall. */
  updatedAt?: string;
}

/** A registered person of a ZIM app. */
export interface FixtureZIMUser {
  /** Whom this user has blocked. */
  blacklist?: FixtureUserIDAt[] | null;
  /** The epoch plus the user's place in the app in seconds when left out. */
  createdAt?: string;
  /** Free text of the app. */
  extra?: string;
  /** Who stands on this user's list of friends. The other side is listed there. */
  friends?: FixtureZIMFriend[] | null;
  /** When the user last logged in. Never when left out. */
  loggedInAt?: string;
  /** Whom this user had blocked once and then removed: removing them again says so. */
  removedFromBlacklist?: string[] | null;
  /** Online, or Offline when the heartbeat timed out. Left out for who never logged in, or has logged out. */
  status?: "Online" | "Offline";
  /** Never updated when left out. */
  updatedAt?: string;
  /** Empty when left out. */
  userAvatar?: string;
  /** The user's id: at most 32 ASCII letters, digits, spaces and !#$%&()+-:;<=.>?@[]^_{}|~. */
  userId: string;
  /** Empty when left out. */
  userName?: string;
}

/** Choices between behaviours. GET /__admin/variants says what is known of each. */
export interface FixtureZIMVariants {
  /** Whether a web page of another origin may call. off when left out. */
  cors?: "off" | "on";
  /** A list without an entry in an answer: [], null, or left out. array when left out. */
  emptyList?: "array" | "null" | "omit";
  /** MsgId in the answer of SendGroupMessage. number when left out. */
  groupMessageId?: "number" | "string";
  /** Whether FromUserId of a call on a group must be a member with the right to do it. off when left out. */
  groupPermissions?: "off" | "on";
  /** Status in QueryUserOnlineState: Online and Offline, or online and offline. documented when left out. */
  onlineStatus?: "documented" | "lower";
  /** MsgSeq and MsgId in the answer of SendRoomMessage. absent when left out. */
  roomMessageIds?: "absent" | "present";
  /** Whether room, group and call callbacks tell of calls of the server API. on when left out. */
  serverCallbacks?: "on" | "off";
  /** Whether ZIM is switched on for the project in the console. on when left out; off: every call is answered 100000016. */
  service?: "on" | "off";
}

export interface Health {
  /** the names of all apps */
  apps: string[];
  /** how many requests the journals have dropped to make room, since the start; left out when none */
  forgotten?: number;
  /** the server's time */
  now: string;
  status: "ok";
  /** of the program */
  version: string;
}

export interface Hit {
  id: string;
  kind: "code" | "status" | "delay" | "transport" | "rate_limited";
}

export interface MemberError {
  /** what is wrong with it */
  detail: string;
  /** the member, as a JSON pointer (RFC 6901) behind a # */
  pointer: string;
}

export interface NewApp {
  /** with whom the app begins: an app of a fixture, or a whole fixture with one; as JSON, or a text that holds it as YAML. The app id and keys may be left out */
  fixture?: FixtureOrYAML;
  /** ids and keys follow from the seed, this name and how often it has come; a counter without it */
  name?: string;
  vendor: "cometchat" | "zim";
}

export interface OnlineState {
  state: "loggedIn" | "online" | "offline" | "loggedOut";
}

export interface Operation {
  credential: string;
  facts: Fact[];
  limits: string[];
  method: string;
  name: string;
  /** of the vendor, on which it stands */
  page?: string;
  /** in the query or the body, and what becomes of them */
  parameters?: Parameter[];
  path: string;
  /** that what is recorded comes from */
  recording?: string;
  vendor: string;
}

/** an operation that is answered, as GET /__admin/operations names it */
export type OperationName = "ListBlockedUsers" | "BlockUsers" | "UnblockUsers" | "CreateUser" | "ListUsers" | "ReactivateUsers" | "DeactivateUsers" | "GetUser" | "UpdateUser" | "DeleteUser" | "AddFriends" | "ListFriends" | "RemoveFriends" | "CreateAuthToken" | "ListAuthTokens" | "FlushAuthTokens" | "GetAuthToken" | "UpdateAuthToken" | "DeleteAuthToken" | "CreateRole" | "ListRoles" | "GetRole" | "UpdateRole" | "DeleteRole" | "RestrictFeatures" | "GetRestrictedfeatures" | "AllowFeatures" | "ListRolePermissions" | "SetRolePermissions" | "UnsetRolePermissions" | "ListScopePermissions" | "SetScopePermissions" | "UnsetScopePermissions" | "CreateAPIKey" | "ListAPIKeys" | "GetAPIKey" | "UpdateAPIKey" | "DeleteAPIKey" | "ImportUsers" | "ImportGroups" | "ImportMembers" | "ImportMessages" | "SendMessage" | "SendBotMessage" | "GetMessage" | "ListAllMessages" | "ListUserMessages" | "UserListGroupMessages" | "UpdateMessage" | "DeleteMessage" | "AddMessageReactions" | "RemoveMessageReactions" | "ListAllReactions" | "GetMessageReactions" | "PinMessage" | "UnpinMessage" | "SaveMessage" | "UnsaveMessage" | "MarkInteracted" | "SubscribeThread" | "UnsubscribeThread" | "SendThreadMessage" | "ListAllThreadMessages" | "ListThreads" | "CreateGroup" | "ListGroups" | "GetGroup" | "UpdateGroup" | "DeleteGroup" | "AddGroupMembers" | "ListGroupMembers" | "ChangeGroupMemberScope" | "KickGroupMember" | "BanGroupUser" | "UnbanGroupUser" | "ListBannedGroupUsers" | "ListAllConversations" | "ListUserConversations" | "GetConversation" | "DeleteConversation" | "GetUserConversations" | "UpdateUserConversation" | "ResetUserConversation" | "GetGroupConversations" | "UpdateGroupConversation" | "ResetGroupConversation" | "MarkConversationAsDelivered" | "MarkConversationAsRead" | "MarkConversationAsUnread" | "MarkGroupConversationAsDelivered" | "MarkGroupConversationAsRead" | "MarkGroupConversationAsUnread" | "ListAppPinnedConversations" | "ReplaceAppPinnedConversations" | "PinUserConversation" | "UnpinUserConversation" | "PinGroupConversation" | "UnpinGroupConversation" | "GetSettings" | "GetMe" | "UpdateMe" | "DeleteMe" | "CreateJWT" | "CreateUserSession" | "ListBlockedUsersAsMe" | "BlockUsersAsMe" | "UnblockUsersAsMe" | "ListUsersAsMe" | "GetUserAsMe" | "SendMessageAsMe" | "GetMessageAsMe" | "GetMessageByMuid" | "ListAllMessagesAsMe" | "ListUserMessagesAsMe" | "UserListGroupMessagesAsMe" | "UpdateMessageAsMe" | "DeleteMessageAsMe" | "AddMessageReactionsAsMe" | "RemoveMessageReactionsAsMe" | "ListAllReactionsAsMe" | "GetMessageReactionsAsMe" | "PinMessageAsMe" | "UnpinMessageAsMe" | "SaveMessageAsMe" | "UnsaveMessageAsMe" | "MarkInteractedAsMe" | "SubscribeThreadAsMe" | "UnsubscribeThreadAsMe" | "SendThreadMessageAsMe" | "ListAllThreadMessagesAsMe" | "ListThreadsAsMe" | "ListUserThreads" | "ListGroupThreads" | "CreateGroupAsMe" | "ListGroupsAsMe" | "GetGroupAsMe" | "UpdateGroupAsMe" | "DeleteGroupAsMe" | "ListGroupMembersAsMe" | "ChangeGroupMemberScopeAsMe" | "KickGroupMemberAsMe" | "BanGroupUserAsMe" | "UnbanGroupUserAsMe" | "ListBannedGroupUsersAsMe" | "JoinGroup" | "LeaveGroup" | "AddMembersToGroup" | "TransferGroupOwnership" | "GetUploadURL" | "ListAllConversationsAsMe" | "GetUserConversationsAsMe" | "UpdateUserConversationAsMe" | "ResetUserConversationAsMe" | "GetGroupConversationsAsMe" | "UpdateGroupConversationAsMe" | "ResetGroupConversationAsMe" | "MarkConversationAsDeliveredAsMe" | "MarkConversationAsReadAsMe" | "MarkConversationAsUnreadAsMe" | "MarkGroupConversationAsDeliveredAsMe" | "MarkGroupConversationAsReadAsMe" | "MarkGroupConversationAsUnreadAsMe" | "PinUserConversationAsMe" | "UnpinUserConversationAsMe" | "PinGroupConversationAsMe" | "UnpinGroupConversationAsMe" | "QueryBlacklist" | "AddUsersToBlacklist" | "RemoveUsersFromBlacklist" | "CheckUsersIsInBlacklist" | "UserRegister" | "QueryUserInfos" | "ModifyUserInfo" | "QueryUserOnlineState" | "RobotRegister" | "SendPeerMessage" | "SendGroupMessage" | "SendRoomMessage" | "SendMessageToAllUsers" | "ImportPeerMsg" | "ImportGroupMsg" | "QueryMessagesByMsgSeq" | "RevokePeerMessage" | "RevokeGroupMessage" | "RevokeRoomMessage" | "EditC2cMsgBody" | "EditGroupMsgBody" | "ClearPeerMessage" | "ClearMemberGroupMessage" | "C2cReadReceipt" | "C2cDeliveryReceipt" | "GroupReadReceipt" | "GroupDeliveryReceipt" | "SendFriendApplication" | "DeleteFriends" | "DeleteAllFriends" | "QueryFriendList" | "CheckFriendsRelation" | "UpdateFriendsAlias" | "UpdateFriendAttributes" | "DismissGroup" | "QueryGroupMemberList" | "InviteUsersIntoGroup" | "KickoutGroupUser" | "QueryGroupInfo" | "UpdateGroupData" | "ModifyGroupAttribute" | "ModifyGroupLimit" | "TransferGroupOwner" | "SetGroupMemberRole" | "SetGroupMembersNickname" | "MuteGroup" | "MuteGroupMembers" | "FetchForbidGroupList" | "QueryAppGroupList" | "QueryGroupsInfoOfUser" | "CreateRoom" | "DestroyRoom" | "QueryRoomUserList" | "QueryRoomMembers" | "KickoutRoomUser" | "QueryRoomAttribute" | "ModifyRoomAttribute" | "QueryPeerMsg" | "QueryGroupMsg" | "QueryConversationList" | "ClearConversationUnread" | "DeleteConv" | "ConvPinned" | "SilenceConvNotification" | "SetConvMark" | "CallInvite" | "CallAccept" | "CallReject" | "QueryAppCommunityList" | "CgiDescribeZIMAudioLicense";

export interface Operations {
  /** when they alone are asked for, each once */
  names?: string[];
  /** missing when the names alone are asked for */
  operations?: Operation[];
}

export interface Parameter {
  in: string;
  list?: boolean;
  name: string;
  use: string;
}

export interface Problem {
  /** the vendor's code with which the user's app would be refused the same */
  code?: string;
  /** what is wrong with this request and what to do */
  detail: string;
  /** the members of the body that are wrong */
  errors?: MemberError[];
  /** the path of the request */
  instance: string;
  status: number;
  /** the status in words */
  title: string;
}

export interface Received {
  /** its first 4096 bytes, secrets masked */
  body: string;
  /** bytes of the whole body */
  body_length: number;
  /** secrets masked */
  headers: Record<string, string[]>;
  method: string;
  /** as the client wrote it, secrets masked */
  url: string;
}

export interface Request {
  /** the app's name; missing when it reached none */
  app?: string;
  /** whether the answer is out; of an event, whether the receiver has taken it */
  completed: boolean;
  /** the try, for an event that the server sent */
  delivery?: number;
  /** where that try stands */
  delivery_state?: "waiting" | "trying" | "delivered" | "failed" | "dropped" | "given_up";
  /** as in the header X-Chatdouble-Request-Id */
  id: string;
  /** the operation that a request which matched none may have meant */
  nearest?: string;
  /** missing when it matched none; of a try to deliver an event, the event's name */
  operation?: EntryName;
  request: Received;
  response: Answered;
  /** the client came back before it was allowed to */
  retried_too_early?: boolean;
  /** when it came, on the app's clock */
  time: string;
  /** the user that the call acts for or on, as the client wrote it */
  user?: string;
  /** missing when it belongs to neither vendor */
  vendor?: string;
}

export interface Requests {
  /** how many requests that may have been meant the journal has dropped since it was cleared, to make room; left out when none */
  forgotten?: number;
  /** the oldest first */
  requests: Request[];
}

export interface Reset {
  /** the app's name, or all */
  reset: string;
}

export interface SignWanted {
  /** the name of the app that signs; without it the one that the URL's AppId names, else the first ZIM app */
  app?: string;
  /** a ZIM call, such as http://localhost:8080/?Action=QueryBlacklist&FromUserId=alice; what it has already stays, but for a signature */
  url: string;
}

export interface SignedURL {
  /** with AppId, SignatureNonce, Timestamp on the app's clock, SignatureVersion and Signature */
  url: string;
}

export interface Snapshot {
  app: string;
  /** its name */
  snapshot: string;
}

export interface StateChanged {
  app: string;
  /** how many it has now */
  users: number;
}

export interface Status {
  status: "ok";
}

export interface Try {
  /** why the event is not delivered, or not yet */
  reason?: string;
  /** the id under which the journal has it */
  request: string;
  state: "waiting" | "trying" | "delivered" | "failed" | "dropped" | "given_up";
  /** of the answer; left out when there was none */
  status?: number;
  /** when it was made, or when it was known that there will be one, on the app's clock */
  time: string;
  /** which one it is, from 1 */
  try: number;
}

export interface UserState {
  state: "loggedIn" | "online" | "offline" | "loggedOut";
  user: string;
}

export interface Variant {
  /** what it decides */
  changes: string;
  default: string;
  /** as the fixture's variants have it */
  name: string;
  /** the values, and how each is known */
  values: VariantValue[];
  vendor: "cometchat" | "zim";
}

export interface VariantValue {
  evidence: string;
  provenance: string;
  value: string;
}

export interface Variants {
  variants: Variant[];
}

export interface Version {
  /** of the program */
  version: string;
}

export interface Waited {
  /** how many there are */
  count: number;
  /** how many requests that may have been meant the journal has dropped since it was cleared, to make room; left out when none */
  forgotten?: number;
  /** whether there were so many before the time was over */
  reached: boolean;
  /** the oldest first */
  requests: Request[];
}

export type ZIMAct = ZIMGoOnlineAct | ZIMGoOfflineAct | ZIMEnterRoomAct | ZIMLeaveRoomAct | ZIMJoinGroupAct | ZIMLeaveGroupAct | ZIMSendMessageAct | ZIMReadAct | ZIMAnswerCallAct | ZIMCancelCallAct | ZIMInviteToCallAct | ZIMCreateCommunityAct;

export type ZIMActed = ZIMGoOnlineActed | ZIMGoOfflineActed | ZIMEnterRoomActed | ZIMLeaveRoomActed | ZIMJoinGroupActed | ZIMLeaveGroupActed | ZIMSendMessageActed | ZIMReadActed | ZIMAnswerCallActed | ZIMCancelCallActed | ZIMInviteToCallActed | ZIMCreateCommunityActed;

/** Accept or reject a call */
export interface ZIMAnswerCallAct {
  /** what is done */
  act: "answerCall";
  /** what the user says */
  answer: "accept" | "reject";
  /** the CallId */
  call: string;
  /** extend_data of the callback */
  extendedData?: string;
  /** the id of the user who does it */
  user: string;
}

export interface ZIMAnswerCallActed {
  /** what is done */
  act: "answerCall";
  /** the id of the user who does it */
  user: string;
}

/** Cancel a call that nobody has accepted */
export interface ZIMCancelCallAct {
  /** what is done */
  act: "cancelCall";
  /** the CallId */
  call: string;
  /** payload of the callback */
  extendedData?: string;
  /** the id of the user who does it */
  user: string;
}

export interface ZIMCancelCallActed {
  /** what is done */
  act: "cancelCall";
  /** the id of the user who does it */
  user: string;
}

/** Make a community */
export interface ZIMCreateCommunityAct {
  /** what is done */
  act: "createCommunity";
  /** the id of the community */
  community: string;
  /** what it is called */
  name?: string;
  /** the id of the user who does it */
  user: string;
}

export interface ZIMCreateCommunityActed {
  /** what is done */
  act: "createCommunity";
  /** the id of the user who does it */
  user: string;
}

/** Enter a room, which is made when it is not there */
export interface ZIMEnterRoomAct {
  /** what is done */
  act: "enterRoom";
  /** the id of the room */
  room: string;
  /** the id of the user who does it */
  user: string;
}

export interface ZIMEnterRoomActed {
  /** what is done */
  act: "enterRoom";
  /** the id of the user who does it */
  user: string;
}

/** Lose the connection, or log out */
export interface ZIMGoOfflineAct {
  /** what is done */
  act: "goOffline";
  /** the user logs out; else the connection is lost */
  loggedOut?: boolean;
  /** the id of the user who does it */
  user: string;
}

export interface ZIMGoOfflineActed {
  /** what is done */
  act: "goOffline";
  /** the id of the user who does it */
  user: string;
}

/** Log in, or come back when the connection was lost */
export interface ZIMGoOnlineAct {
  /** what is done */
  act: "goOnline";
  /** the id of the user who does it */
  user: string;
}

export interface ZIMGoOnlineActed {
  /** what is done */
  act: "goOnline";
  /** the id of the user who does it */
  user: string;
}

/** Invite others to a call that one is in */
export interface ZIMInviteToCallAct {
  /** what is done */
  act: "inviteToCall";
  /** the CallId */
  call: string;
  /** the id of the user who does it */
  user: string;
  /** who is invited */
  users: string[];
}

export interface ZIMInviteToCallActed {
  /** what is done */
  act: "inviteToCall";
  /** without those who are not registered, and those who are invited or in the call already */
  invited: string[];
  /** the id of the user who does it */
  user: string;
}

/** Join a group */
export interface ZIMJoinGroupAct {
  /** what is done */
  act: "joinGroup";
  /** the id of the group */
  group: string;
  /** the id of the user who does it */
  user: string;
}

export interface ZIMJoinGroupActed {
  /** what is done */
  act: "joinGroup";
  /** the id of the user who does it */
  user: string;
}

/** Leave a group */
export interface ZIMLeaveGroupAct {
  /** what is done */
  act: "leaveGroup";
  /** the id of the group */
  group: string;
  /** the id of the user who does it */
  user: string;
}

export interface ZIMLeaveGroupActed {
  /** what is done */
  act: "leaveGroup";
  /** the id of the user who does it */
  user: string;
}

/** Leave a room */
export interface ZIMLeaveRoomAct {
  /** what is done */
  act: "leaveRoom";
  /** the id of the room */
  room: string;
  /** the id of the user who does it */
  user: string;
}

export interface ZIMLeaveRoomActed {
  /** what is done */
  act: "leaveRoom";
  /** the id of the user who does it */
  user: string;
}

/** Read a conversation to its end */
export interface ZIMReadAct {
  /** what is done */
  act: "read";
  /** the id of the group, in the place of with */
  group?: string;
  /** the id of the user who does it */
  user: string;
  /** the id of the other user */
  with?: string;
}

export interface ZIMReadActed {
  /** what is done */
  act: "read";
  /** the id of the user who does it */
  user: string;
}

/** Send a message to a user, a group or a room */
export interface ZIMSendMessageAct {
  /** what is done */
  act: "sendMessage";
  /** payload of the callbacks */
  extendedData?: string;
  /** who gets it can confirm it */
  hasReceipt?: boolean;
  /** it does not count as unread */
  noUnread?: boolean;
  /** what a search looks at */
  searchedContent?: string;
  /** the SubMsgType of a custom message */
  subType?: number;
  /** what the message says: the member Message of a MessageBody */
  text: string;
  /** the id of a user; a message has this, toGroup or toRoom */
  to?: string;
  /** the id of a group */
  toGroup?: string;
  /** the id of a room */
  toRoom?: string;
  /** the number of its type, 1 for a text */
  type?: "1" | "2" | "10" | "11" | "12" | "13" | "14" | "20" | "100" | "200";
  /** the id of the user who does it */
  user: string;
}

export interface ZIMSendMessageActed {
  /** what is done */
  act: "sendMessage";
  /** the number that names it in callbacks and lists */
  msgId: string;
  /** its number in the conversation; left out for a message that is not kept */
  msgSeq?: number;
  /** the id of the user who does it */
  user: string;
}

export interface CometChatActor {
  /** React to a message */
  addReaction(members: Omit<CometChatAddReactionAct, 'act' | 'user'>): Promise<CometChatAddReactionActed>;
  /** Delete a message, which stays without what it said */
  deleteMessage(members: Omit<CometChatDeleteMessageAct, 'act' | 'user'>): Promise<CometChatDeleteMessageActed>;
  /** Give a message another text */
  editMessage(members: Omit<CometChatEditMessageAct, 'act' | 'user'>): Promise<CometChatEditMessageActed>;
  /** Join a group */
  joinGroup(members: Omit<CometChatJoinGroupAct, 'act' | 'user'>): Promise<CometChatJoinGroupActed>;
  /** Leave a group */
  leaveGroup(members: Omit<CometChatLeaveGroupAct, 'act' | 'user'>): Promise<CometChatLeaveGroupActed>;
  /** Read a conversation to its end */
  read(members?: Omit<CometChatReadAct, 'act' | 'user'>): Promise<CometChatReadActed>;
  /** Take back a reaction to a message */
  removeReaction(members: Omit<CometChatRemoveReactionAct, 'act' | 'user'>): Promise<CometChatRemoveReactionActed>;
  /** Send a message to a user or a group */
  sendMessage(members?: Omit<CometChatSendMessageAct, 'act' | 'user'>): Promise<CometChatSendMessageActed>;
}

export interface ZIMActor {
  /** Accept or reject a call */
  answerCall(members: Omit<ZIMAnswerCallAct, 'act' | 'user'>): Promise<ZIMAnswerCallActed>;
  /** Cancel a call that nobody has accepted */
  cancelCall(members: Omit<ZIMCancelCallAct, 'act' | 'user'>): Promise<ZIMCancelCallActed>;
  /** Make a community */
  createCommunity(members: Omit<ZIMCreateCommunityAct, 'act' | 'user'>): Promise<ZIMCreateCommunityActed>;
  /** Enter a room, which is made when it is not there */
  enterRoom(members: Omit<ZIMEnterRoomAct, 'act' | 'user'>): Promise<ZIMEnterRoomActed>;
  /** Lose the connection, or log out */
  goOffline(members?: Omit<ZIMGoOfflineAct, 'act' | 'user'>): Promise<ZIMGoOfflineActed>;
  /** Log in, or come back when the connection was lost */
  goOnline(members?: Omit<ZIMGoOnlineAct, 'act' | 'user'>): Promise<ZIMGoOnlineActed>;
  /** Invite others to a call that one is in */
  inviteToCall(members: Omit<ZIMInviteToCallAct, 'act' | 'user'>): Promise<ZIMInviteToCallActed>;
  /** Join a group */
  joinGroup(members: Omit<ZIMJoinGroupAct, 'act' | 'user'>): Promise<ZIMJoinGroupActed>;
  /** Leave a group */
  leaveGroup(members: Omit<ZIMLeaveGroupAct, 'act' | 'user'>): Promise<ZIMLeaveGroupActed>;
  /** Leave a room */
  leaveRoom(members: Omit<ZIMLeaveRoomAct, 'act' | 'user'>): Promise<ZIMLeaveRoomActed>;
  /** Read a conversation to its end */
  read(members?: Omit<ZIMReadAct, 'act' | 'user'>): Promise<ZIMReadActed>;
  /** Send a message to a user, a group or a room */
  sendMessage(members: Omit<ZIMSendMessageAct, 'act' | 'user'>): Promise<ZIMSendMessageActed>;
}
