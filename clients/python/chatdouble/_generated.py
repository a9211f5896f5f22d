"""What the admin API's OpenAPI document says: names, filters, and a method for each act. Do not edit:
go test ./clients/python -run TestPythonIsGenerated -update writes it anew."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Callable, Literal, Sequence, TypedDict, Union, cast

from ._errors import hidden as __tracebackhide__  # noqa: F401

OperationName = Literal[
    "ListBlockedUsers",
    "BlockUsers",
    "UnblockUsers",
    "CreateUser",
    "ListUsers",
    "ReactivateUsers",
    "DeactivateUsers",
    "GetUser",
    "UpdateUser",
    "DeleteUser",
    "AddFriends",
    "ListFriends",
    "RemoveFriends",
    "CreateAuthToken",
    "ListAuthTokens",
    "FlushAuthTokens",
    "GetAuthToken",
    "UpdateAuthToken",
    "DeleteAuthToken",
    "CreateRole",
    "ListRoles",
    "GetRole",
    "UpdateRole",
    "DeleteRole",
    "RestrictFeatures",
    "GetRestrictedfeatures",
    "AllowFeatures",
    "ListRolePermissions",
    "SetRolePermissions",
    "UnsetRolePermissions",
    "ListScopePermissions",
    "SetScopePermissions",
    "UnsetScopePermissions",
    "CreateAPIKey",
    "ListAPIKeys",
    "GetAPIKey",
    "UpdateAPIKey",
    "DeleteAPIKey",
    "ImportUsers",
    "ImportGroups",
    "ImportMembers",
    "ImportMessages",
    "SendMessage",
    "SendBotMessage",
    "GetMessage",
    "ListAllMessages",
    "ListUserMessages",
    "UserListGroupMessages",
    "UpdateMessage",
    "DeleteMessage",
    "AddMessageReactions",
    "RemoveMessageReactions",
    "ListAllReactions",
    "GetMessageReactions",
    "PinMessage",
    "UnpinMessage",
    "SaveMessage",
    "UnsaveMessage",
    "MarkInteracted",
    "SubscribeThread",
    "UnsubscribeThread",
    "SendThreadMessage",
    "ListAllThreadMessages",
    "ListThreads",
    "CreateGroup",
    "ListGroups",
    "GetGroup",
    "UpdateGroup",
    "DeleteGroup",
    "AddGroupMembers",
    "ListGroupMembers",
    "ChangeGroupMemberScope",
    "KickGroupMember",
    "BanGroupUser",
    "UnbanGroupUser",
    "ListBannedGroupUsers",
    "ListAllConversations",
    "ListUserConversations",
    "GetConversation",
    "DeleteConversation",
    "GetUserConversations",
    "UpdateUserConversation",
    "ResetUserConversation",
    "GetGroupConversations",
    "UpdateGroupConversation",
    "ResetGroupConversation",
    "MarkConversationAsDelivered",
    "MarkConversationAsRead",
    "MarkConversationAsUnread",
    "MarkGroupConversationAsDelivered",
    "MarkGroupConversationAsRead",
    "MarkGroupConversationAsUnread",
    "ListAppPinnedConversations",
    "ReplaceAppPinnedConversations",
    "PinUserConversation",
    "UnpinUserConversation",
    "PinGroupConversation",
    "UnpinGroupConversation",
    "GetSettings",
    "GetMe",
    "UpdateMe",
    "DeleteMe",
    "CreateJWT",
    "CreateUserSession",
    "ListBlockedUsersAsMe",
    "BlockUsersAsMe",
    "UnblockUsersAsMe",
    "ListUsersAsMe",
    "GetUserAsMe",
    "SendMessageAsMe",
    "GetMessageAsMe",
    "GetMessageByMuid",
    "ListAllMessagesAsMe",
    "ListUserMessagesAsMe",
    "UserListGroupMessagesAsMe",
    "UpdateMessageAsMe",
    "DeleteMessageAsMe",
    "AddMessageReactionsAsMe",
    "RemoveMessageReactionsAsMe",
    "ListAllReactionsAsMe",
    "GetMessageReactionsAsMe",
    "PinMessageAsMe",
    "UnpinMessageAsMe",
    "SaveMessageAsMe",
    "UnsaveMessageAsMe",
    "MarkInteractedAsMe",
    "SubscribeThreadAsMe",
    "UnsubscribeThreadAsMe",
    "SendThreadMessageAsMe",
    "ListAllThreadMessagesAsMe",
    "ListThreadsAsMe",
    "ListUserThreads",
    "ListGroupThreads",
    "CreateGroupAsMe",
    "ListGroupsAsMe",
    "GetGroupAsMe",
    "UpdateGroupAsMe",
    "DeleteGroupAsMe",
    "ListGroupMembersAsMe",
    "ChangeGroupMemberScopeAsMe",
    "KickGroupMemberAsMe",
    "BanGroupUserAsMe",
    "UnbanGroupUserAsMe",
    "ListBannedGroupUsersAsMe",
    "JoinGroup",
    "LeaveGroup",
    "AddMembersToGroup",
    "TransferGroupOwnership",
    "GetUploadURL",
    "ListAllConversationsAsMe",
    "GetUserConversationsAsMe",
    "UpdateUserConversationAsMe",
    "ResetUserConversationAsMe",
    "GetGroupConversationsAsMe",
    "UpdateGroupConversationAsMe",
    "ResetGroupConversationAsMe",
    "MarkConversationAsDeliveredAsMe",
    "MarkConversationAsReadAsMe",
    "MarkConversationAsUnreadAsMe",
    "MarkGroupConversationAsDeliveredAsMe",
    "MarkGroupConversationAsReadAsMe",
    "MarkGroupConversationAsUnreadAsMe",
    "PinUserConversationAsMe",
    "UnpinUserConversationAsMe",
    "PinGroupConversationAsMe",
    "UnpinGroupConversationAsMe",
    "QueryBlacklist",
    "AddUsersToBlacklist",
    "RemoveUsersFromBlacklist",
    "CheckUsersIsInBlacklist",
    "UserRegister",
    "QueryUserInfos",
    "ModifyUserInfo",
    "QueryUserOnlineState",
    "RobotRegister",
    "SendPeerMessage",
    "SendGroupMessage",
    "SendRoomMessage",
    "SendMessageToAllUsers",
    "ImportPeerMsg",
    "ImportGroupMsg",
    "QueryMessagesByMsgSeq",
    "RevokePeerMessage",
    "RevokeGroupMessage",
    "RevokeRoomMessage",
    "EditC2cMsgBody",
    "EditGroupMsgBody",
    "ClearPeerMessage",
    "ClearMemberGroupMessage",
    "C2cReadReceipt",
    "C2cDeliveryReceipt",
    "GroupReadReceipt",
    "GroupDeliveryReceipt",
    "SendFriendApplication",
    "DeleteFriends",
    "DeleteAllFriends",
    "QueryFriendList",
    "CheckFriendsRelation",
    "UpdateFriendsAlias",
    "UpdateFriendAttributes",
    "DismissGroup",
    "QueryGroupMemberList",
    "InviteUsersIntoGroup",
    "KickoutGroupUser",
    "QueryGroupInfo",
    "UpdateGroupData",
    "ModifyGroupAttribute",
    "ModifyGroupLimit",
    "TransferGroupOwner",
    "SetGroupMemberRole",
    "SetGroupMembersNickname",
    "MuteGroup",
    "MuteGroupMembers",
    "FetchForbidGroupList",
    "QueryAppGroupList",
    "QueryGroupsInfoOfUser",
    "CreateRoom",
    "DestroyRoom",
    "QueryRoomUserList",
    "QueryRoomMembers",
    "KickoutRoomUser",
    "QueryRoomAttribute",
    "ModifyRoomAttribute",
    "QueryPeerMsg",
    "QueryGroupMsg",
    "QueryConversationList",
    "ClearConversationUnread",
    "DeleteConv",
    "ConvPinned",
    "SilenceConvNotification",
    "SetConvMark",
    "CallInvite",
    "CallAccept",
    "CallReject",
    "QueryAppCommunityList",
    "CgiDescribeZIMAudioLicense",
]
EntryName = Literal[
    "ListBlockedUsers",
    "BlockUsers",
    "UnblockUsers",
    "CreateUser",
    "ListUsers",
    "ReactivateUsers",
    "DeactivateUsers",
    "GetUser",
    "UpdateUser",
    "DeleteUser",
    "AddFriends",
    "ListFriends",
    "RemoveFriends",
    "CreateAuthToken",
    "ListAuthTokens",
    "FlushAuthTokens",
    "GetAuthToken",
    "UpdateAuthToken",
    "DeleteAuthToken",
    "CreateRole",
    "ListRoles",
    "GetRole",
    "UpdateRole",
    "DeleteRole",
    "RestrictFeatures",
    "GetRestrictedfeatures",
    "AllowFeatures",
    "ListRolePermissions",
    "SetRolePermissions",
    "UnsetRolePermissions",
    "ListScopePermissions",
    "SetScopePermissions",
    "UnsetScopePermissions",
    "CreateAPIKey",
    "ListAPIKeys",
    "GetAPIKey",
    "UpdateAPIKey",
    "DeleteAPIKey",
    "ImportUsers",
    "ImportGroups",
    "ImportMembers",
    "ImportMessages",
    "SendMessage",
    "SendBotMessage",
    "GetMessage",
    "ListAllMessages",
    "ListUserMessages",
    "UserListGroupMessages",
    "UpdateMessage",
    "DeleteMessage",
    "AddMessageReactions",
    "RemoveMessageReactions",
    "ListAllReactions",
    "GetMessageReactions",
    "PinMessage",
    "UnpinMessage",
    "SaveMessage",
    "UnsaveMessage",
    "MarkInteracted",
    "SubscribeThread",
    "UnsubscribeThread",
    "SendThreadMessage",
    "ListAllThreadMessages",
    "ListThreads",
    "CreateGroup",
    "ListGroups",
    "GetGroup",
    "UpdateGroup",
    "DeleteGroup",
    "AddGroupMembers",
    "ListGroupMembers",
    "ChangeGroupMemberScope",
    "KickGroupMember",
    "BanGroupUser",
    "UnbanGroupUser",
    "ListBannedGroupUsers",
    "ListAllConversations",
    "ListUserConversations",
    "GetConversation",
    "DeleteConversation",
    "GetUserConversations",
    "UpdateUserConversation",
    "ResetUserConversation",
    "GetGroupConversations",
    "UpdateGroupConversation",
    "ResetGroupConversation",
    "MarkConversationAsDelivered",
    "MarkConversationAsRead",
    "MarkConversationAsUnread",
    "MarkGroupConversationAsDelivered",
    "MarkGroupConversationAsRead",
    "MarkGroupConversationAsUnread",
    "ListAppPinnedConversations",
    "ReplaceAppPinnedConversations",
    "PinUserConversation",
    "UnpinUserConversation",
    "PinGroupConversation",
    "UnpinGroupConversation",
    "GetSettings",
    "GetMe",
    "UpdateMe",
    "DeleteMe",
    "CreateJWT",
    "CreateUserSession",
    "ListBlockedUsersAsMe",
    "BlockUsersAsMe",
    "UnblockUsersAsMe",
    "ListUsersAsMe",
    "GetUserAsMe",
    "SendMessageAsMe",
    "GetMessageAsMe",
    "GetMessageByMuid",
    "ListAllMessagesAsMe",
    "ListUserMessagesAsMe",
    "UserListGroupMessagesAsMe",
    "UpdateMessageAsMe",
    "DeleteMessageAsMe",
    "AddMessageReactionsAsMe",
    "RemoveMessageReactionsAsMe",
    "ListAllReactionsAsMe",
    "GetMessageReactionsAsMe",
    "PinMessageAsMe",
    "UnpinMessageAsMe",
    "SaveMessageAsMe",
    "UnsaveMessageAsMe",
    "MarkInteractedAsMe",
    "SubscribeThreadAsMe",
    "UnsubscribeThreadAsMe",
    "SendThreadMessageAsMe",
    "ListAllThreadMessagesAsMe",
    "ListThreadsAsMe",
    "ListUserThreads",
    "ListGroupThreads",
    "CreateGroupAsMe",
    "ListGroupsAsMe",
    "GetGroupAsMe",
    "UpdateGroupAsMe",
    "DeleteGroupAsMe",
    "ListGroupMembersAsMe",
    "ChangeGroupMemberScopeAsMe",
    "KickGroupMemberAsMe",
    "BanGroupUserAsMe",
    "UnbanGroupUserAsMe",
    "ListBannedGroupUsersAsMe",
    "JoinGroup",
    "LeaveGroup",
    "AddMembersToGroup",
    "TransferGroupOwnership",
    "GetUploadURL",
    "ListAllConversationsAsMe",
    "GetUserConversationsAsMe",
    "UpdateUserConversationAsMe",
    "ResetUserConversationAsMe",
    "GetGroupConversationsAsMe",
    "UpdateGroupConversationAsMe",
    "ResetGroupConversationAsMe",
    "MarkConversationAsDeliveredAsMe",
    "MarkConversationAsReadAsMe",
    "MarkConversationAsUnreadAsMe",
    "MarkGroupConversationAsDeliveredAsMe",
    "MarkGroupConversationAsReadAsMe",
    "MarkGroupConversationAsUnreadAsMe",
    "PinUserConversationAsMe",
    "UnpinUserConversationAsMe",
    "PinGroupConversationAsMe",
    "UnpinGroupConversationAsMe",
    "QueryBlacklist",
    "AddUsersToBlacklist",
    "RemoveUsersFromBlacklist",
    "CheckUsersIsInBlacklist",
    "UserRegister",
    "QueryUserInfos",
    "ModifyUserInfo",
    "QueryUserOnlineState",
    "RobotRegister",
    "SendPeerMessage",
    "SendGroupMessage",
    "SendRoomMessage",
    "SendMessageToAllUsers",
    "ImportPeerMsg",
    "ImportGroupMsg",
    "QueryMessagesByMsgSeq",
    "RevokePeerMessage",
    "RevokeGroupMessage",
    "RevokeRoomMessage",
    "EditC2cMsgBody",
    "EditGroupMsgBody",
    "ClearPeerMessage",
    "ClearMemberGroupMessage",
    "C2cReadReceipt",
    "C2cDeliveryReceipt",
    "GroupReadReceipt",
    "GroupDeliveryReceipt",
    "SendFriendApplication",
    "DeleteFriends",
    "DeleteAllFriends",
    "QueryFriendList",
    "CheckFriendsRelation",
    "UpdateFriendsAlias",
    "UpdateFriendAttributes",
    "DismissGroup",
    "QueryGroupMemberList",
    "InviteUsersIntoGroup",
    "KickoutGroupUser",
    "QueryGroupInfo",
    "UpdateGroupData",
    "ModifyGroupAttribute",
    "ModifyGroupLimit",
    "TransferGroupOwner",
    "SetGroupMemberRole",
    "SetGroupMembersNickname",
    "MuteGroup",
    "MuteGroupMembers",
    "FetchForbidGroupList",
    "QueryAppGroupList",
    "QueryGroupsInfoOfUser",
    "CreateRoom",
    "DestroyRoom",
    "QueryRoomUserList",
    "QueryRoomMembers",
    "KickoutRoomUser",
    "QueryRoomAttribute",
    "ModifyRoomAttribute",
    "QueryPeerMsg",
    "QueryGroupMsg",
    "QueryConversationList",
    "ClearConversationUnread",
    "DeleteConv",
    "ConvPinned",
    "SilenceConvNotification",
    "SetConvMark",
    "CallInvite",
    "CallAccept",
    "CallReject",
    "QueryAppCommunityList",
    "CgiDescribeZIMAudioLicense",
    "user_blocked",
    "user_unblocked",
    "user_mentioned",
    "group_created",
    "group_updated",
    "group_owner_transferred",
    "group_deleted",
    "group_member_added",
    "group_member_kicked",
    "group_member_banned",
    "group_member_unbanned",
    "group_member_scope_changed",
    "group_member_joined",
    "group_member_left",
    "message_sent",
    "before_message",
    "after_message",
    "message_delivery_receipt",
    "message_read_receipt",
    "message_delivered_to_all",
    "message_read_by_all",
    "message_edited",
    "message_deleted",
    "message_reaction_added",
    "message_reaction_removed",
    "send_msg",
    "bot_msg",
    "before_send_msg",
    "user_action",
    "room_create",
    "room_enter",
    "room_exit",
    "room_destroy",
    "group_create",
    "group_join",
    "group_exit",
    "group_destroy",
    "call_create",
    "call_cancel",
    "call_accept",
    "call_reject",
    "call_timeout",
    "call_invite",
]
Vendor = Literal["cometchat", "zim"]
Transport = Literal["EMPTY_RESPONSE", "CONNECTION_RESET_BY_PEER", "MALFORMED_RESPONSE_CHUNK", "RANDOM_DATA_THEN_CLOSE", "TRUNCATED_BODY"]


class Filter(TypedDict, total=False):
    app: str  # the app's name, cometchat:{appId} or zim:{appId}
    vendor: Literal["cometchat", "zim"]
    operation: "EntryName"  # the name of the operation; of a try to deliver an event, the event's
    user: str  # the user that the call acts for or on, as the client wrote it
    code: str  # the vendor's code in the answer; 0 for calls that succeeded, of either vendor
    status: int  # the HTTP status of the answer
    stage: Literal["malformed", "fault_asked", "fault", "unmatched", "app", "credential", "limit", "body", "full", "parameters", "user", "action", "internal", "done"]  # where on its way the request ended; done: it did what it was asked for
    since: Union[datetime, str]  # not earlier than this, on the app's clock
    until: Union[datetime, str]  # not later than this, on the app's clock
    unmatched: bool  # only those that match no operation
    retried_too_early: bool  # only those that came back before Retry-After, or before the limit's window opened
    fault: str  # only those that the fault rule with this id hit
    delivery_state: Literal["waiting", "trying", "delivered", "failed", "dropped", "given_up"]  # only tries to deliver an event that stand there


class CometChatSendMessageActed(TypedDict, total=False):
    msgId: str  # the id that names it


class CometChatActor:
    """An end user of a CometChat app, who does what only the user's own app can do. What cannot be done raises Error."""

    def __init__(self, act: Callable[[str, str, dict[str, Any]], Any], user: str) -> None:
        self._act = act
        self._user = user

    def join_group(self, group: str, *, password: str | None = None) -> None:
        """Join a group.

        group: the id of the group.
        password: of a group of the type password."""
        self._act("joinGroup", self._user, {"group": group, "password": password})

    def leave_group(self, group: str) -> None:
        """Leave a group.

        group: the id of the group."""
        self._act("leaveGroup", self._user, {"group": group})

    def send_message(self, text: str | None = None, *, to: str | None = None, to_group: str | None = None, category: str | None = None, type: str | None = None, data: Union[dict[str, Any], str] | None = None, muid: str | None = None, tags: Sequence[str] | None = None, quoted_message_id: int | None = None) -> CometChatSendMessageActed:
        """Send a message to a user or a group.

        text: what the message says: the member text of data.
        to: the id of a user; a message has this or toGroup.
        to_group: the id of a group.
        category: message, custom, interactive or card; message when left out.
        type: of the category; text when left out.
        data: what the message holds beside the text: metadata, attachments, customData and so on.
        muid: the id that the user's app gives it.
        tags: labels for filtering.
        quoted_message_id: the id of a message of the same conversation that it quotes."""
        return cast("CometChatSendMessageActed", self._act("sendMessage", self._user, {"text": text, "to": to, "toGroup": to_group, "category": category, "type": type, "data": data, "muid": muid, "tags": tags, "quotedMessageId": quoted_message_id}))

    def read(self, *, with_: str | None = None, group: str | None = None) -> None:
        """Read a conversation to its end.

        with_: the id of the other user.
        group: the id of the group, in the place of with."""
        self._act("read", self._user, {"with": with_, "group": group})

    def edit_message(self, message: str, text: str) -> None:
        """Give a message another text.

        message: the id of the message.
        text: what it says from now on."""
        self._act("editMessage", self._user, {"message": message, "text": text})

    def delete_message(self, message: str) -> None:
        """Delete a message, which stays without what it said.

        message: the id of the message."""
        self._act("deleteMessage", self._user, {"message": message})

    def add_reaction(self, message: str, reaction: str) -> None:
        """React to a message.

        message: the id of the message.
        reaction: an emoji, or any text."""
        self._act("addReaction", self._user, {"message": message, "reaction": reaction})

    def remove_reaction(self, message: str, reaction: str) -> None:
        """Take back a reaction to a message.

        message: the id of the message.
        reaction: an emoji, or any text."""
        self._act("removeReaction", self._user, {"message": message, "reaction": reaction})


class ZIMSendMessageActed(TypedDict, total=False):
    msgId: str  # the number that names it in callbacks and lists
    msgSeq: int  # its number in the conversation; left out for a message that is not kept


class ZIMInviteToCallActed(TypedDict, total=False):
    invited: Sequence[str]  # without those who are not registered, and those who are invited or in the call already


class ZIMActor:
    """An end user of a ZIM app, who does what only the user's own app can do. What cannot be done raises Error."""

    def __init__(self, act: Callable[[str, str, dict[str, Any]], Any], user: str) -> None:
        self._act = act
        self._user = user

    def go_online(self) -> None:
        """Log in, or come back when the connection was lost."""
        self._act("goOnline", self._user, {})

    def go_offline(self, *, logged_out: bool | None = None) -> None:
        """Lose the connection, or log out.

        logged_out: the user logs out; else the connection is lost."""
        self._act("goOffline", self._user, {"loggedOut": logged_out})

    def enter_room(self, room: str) -> None:
        """Enter a room, which is made when it is not there.

        room: the id of the room."""
        self._act("enterRoom", self._user, {"room": room})

    def leave_room(self, room: str) -> None:
        """Leave a room.

        room: the id of the room."""
        self._act("leaveRoom", self._user, {"room": room})

    def join_group(self, group: str) -> None:
        """Join a group.

        group: the id of the group."""
        self._act("joinGroup", self._user, {"group": group})

    def leave_group(self, group: str) -> None:
        """Leave a group.

        group: the id of the group."""
        self._act("leaveGroup", self._user, {"group": group})

    def send_message(self, text: str, *, to: str | None = None, to_group: str | None = None, to_room: str | None = None, type: Literal["1", "2", "10", "11", "12", "13", "14", "20", "100", "200"] | None = None, sub_type: int | None = None, searched_content: str | None = None, extended_data: str | None = None, no_unread: bool | None = None, has_receipt: bool | None = None) -> ZIMSendMessageActed:
        """Send a message to a user, a group or a room.

        text: what the message says: the member Message of a MessageBody.
        to: the id of a user; a message has this, toGroup or toRoom.
        to_group: the id of a group.
        to_room: the id of a room.
        type: the number of its type, 1 for a text.
        sub_type: the SubMsgType of a custom message.
        searched_content: what a search looks at.
        extended_data: payload of the callbacks.
        no_unread: it does not count as unread.
        has_receipt: who gets it can confirm it."""
        return cast("ZIMSendMessageActed", self._act("sendMessage", self._user, {"text": text, "to": to, "toGroup": to_group, "toRoom": to_room, "type": type, "subType": sub_type, "searchedContent": searched_content, "extendedData": extended_data, "noUnread": no_unread, "hasReceipt": has_receipt}))

    def read(self, *, with_: str | None = None, group: str | None = None) -> None:
        """Read a conversation to its end.

        with_: the id of the other user.
        group: the id of the group, in the place of with."""
        self._act("read", self._user, {"with": with_, "group": group})

    def answer_call(self, call: str, answer: Literal["accept", "reject"], *, extended_data: str | None = None) -> None:
        """Accept or reject a call.

        call: the CallId.
        answer: what the user says.
        extended_data: extend_data of the callback."""
        self._act("answerCall", self._user, {"call": call, "answer": answer, "extendedData": extended_data})

    def cancel_call(self, call: str, *, extended_data: str | None = None) -> None:
        """Cancel a call that nobody has accepted.

        call: the CallId.
        extended_data: payload of the callback."""
        self._act("cancelCall", self._user, {"call": call, "extendedData": extended_data})

    def invite_to_call(self, call: str, users: Sequence[str]) -> ZIMInviteToCallActed:
        """Invite others to a call that one is in.

        call: the CallId.
        users: who is invited."""
        return cast("ZIMInviteToCallActed", self._act("inviteToCall", self._user, {"call": call, "users": users}))

    def create_community(self, community: str, *, name: str | None = None) -> None:
        """Make a community.

        community: the id of the community.
        name: what it is called."""
        self._act("createCommunity", self._user, {"community": community, "name": name})
