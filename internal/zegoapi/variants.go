package zegoapi

import "github.com/chatdouble/mockserver/internal/gateway"

// The choices of an app. Their names and values stand in its fixture, too ([FixtureVariants]).
var (
	onlineStatus = gateway.Variant{
		Name:    "onlineStatus",
		Changes: "Status in the answer of QueryUserOnlineState",
		Values: []gateway.VariantValue{
			{Value: "documented", Evidence: `Online and Offline, as page "QueryUserOnlineState" and its YAML have them`, Provenance: gateway.Documented},
			{Value: "lower", Evidence: "online and offline, which two unrelated public programs that read the answer compare with", Provenance: gateway.Assumed},
		},
	}
	emptyList = gateway.Variant{
		Name:    "emptyList",
		Changes: "lists of failures and of results that have no entry",
		Values: []gateway.VariantValue{
			{Value: "array", Evidence: `[], as the sample of page "Register bots" has it`, Provenance: gateway.Documented},
			{Value: "null", Evidence: "null, which older pages speak of and the one public program that looks for an empty list looks for", Provenance: gateway.Assumed},
			{Value: "omit", Evidence: `left out: older pages say "only returned when"`, Provenance: gateway.Assumed},
		},
	}
	service = gateway.Variant{
		Name:    "service",
		Changes: "whether ZIM is switched on for the project in the console",
		Values: []gateway.VariantValue{
			{Value: "on", Evidence: "calls are answered", Provenance: gateway.Documented},
			{Value: "off", Evidence: "every call is answered with a text that was seen in the field; that its code is 100000016 and not 100000017 is inferred", Provenance: gateway.Assumed},
		},
	}
	serverCallbacks = gateway.Variant{
		Name:    "serverCallbacks",
		Changes: "whether room, group and call callbacks tell of calls of the server API; send_msg and bot_msg always do",
		Values: []gateway.VariantValue{
			{Value: "on", Evidence: "so that a receiver can be tested without a client; no page says it of these events", Provenance: gateway.Assumed},
			{Value: "off", Evidence: `the pages of these callbacks speak of "the user": only what a client does`, Provenance: gateway.Assumed},
		},
	}
	groupPermissions = gateway.Variant{
		Name:    "groupPermissions",
		Changes: "whether FromUserId of a call on a group must be a member with the right to do it; the role that MuteGroup and MuteGroupMembers want of a member does not depend on it",
		Values: []gateway.VariantValue{
			{Value: "off", Evidence: `page "Set group member roles" calls its table of rights client-side, page "Disband a group chat" lets any registered user do it, and most pages list no code for it`, Provenance: gateway.Documented},
			{Value: "on", Evidence: "660600024 and 660600032 on the pages of MuteGroup and MuteGroupMembers; other pages demand membership", Provenance: gateway.Documented},
		},
	}
	groupMessageID = gateway.Variant{
		Name:    "groupMessageId",
		Changes: "MsgId in the answer of SendGroupMessage",
		Values: []gateway.VariantValue{
			{Value: "number", Evidence: `a number, as page, YAML and sample of "SendGroupMessage" have it`, Provenance: gateway.Documented},
			{Value: "string", Evidence: "a text, as SendPeerMessage and the callbacks have it; 18 digits do not fit a double", Provenance: gateway.Assumed},
		},
	}
	roomMessageIDs = gateway.Variant{
		Name:    "roomMessageIds",
		Changes: "MsgSeq and MsgId in the answer of SendRoomMessage",
		Values: []gateway.VariantValue{
			{Value: "absent", Evidence: "the members of its page", Provenance: gateway.Documented},
			{Value: "present", Evidence: `page "Recall a room message" takes MsgSeq from that answer`, Provenance: gateway.Documented},
		},
	}
	cors = gateway.Variant{
		Name:    "cors",
		Changes: "whether a web page of another origin may call",
		Values: []gateway.VariantValue{
			{Value: "off", Evidence: "no page documents a header for it; OPTIONS is answered 405", Provenance: gateway.Assumed},
			{Value: "on", Evidence: "OPTIONS is answered 204, each answer has Access-Control-Allow-Origin: *; a public admin page calls the host from a browser", Provenance: gateway.Assumed},
		},
	}
)

// Variants lists them all.
func Variants() []gateway.Variant {
	return []gateway.Variant{
		onlineStatus, emptyList, roomMessageIDs, groupMessageID, serverCallbacks, groupPermissions, service, cors,
	}
}
