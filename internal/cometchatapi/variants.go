package cometchatapi

import "github.com/chatdouble/mockserver/internal/gateway"

// The choices of an app. Their names and values stand in its fixture, too ([FixtureVariants]).
var (
	blockedSender = gateway.Variant{
		Name:    "blockedSender",
		Changes: "a message to a user who has blocked the sender",
		Values: []gateway.VariantValue{
			{Value: "accept", Evidence: "200, and the receiver never sees it: a test of the vendor's Android SDK", Provenance: gateway.Recorded},
			{Value: "refuse", Evidence: "403 ERR_BLOCKED_SENDER, nothing stored: \"communication to and from that user stops\", taken at its word", Provenance: gateway.Documented},
		},
	}
	freePlanUsers = gateway.Variant{
		Name:    "freePlanUsers",
		Changes: "how many users an app may have before CreateUser is 402 ERR_PLAN_QUOTA_RESTRICTION",
		Values: []gateway.VariantValue{
			{Value: "0", Evidence: "any number, as in paid plans", Provenance: gateway.Documented},
			{Value: "25", Evidence: "a free plan of 2023: recca0120/comet-chat, fixture user/exhausted_quota", Provenance: gateway.Recorded},
		},
	}
	banAnswer = gateway.Variant{
		Name:    "banAnswer",
		Changes: "the answer of BanGroupUser",
		Values: []gateway.VariantValue{
			{Value: "success", Evidence: "success and a text, as the vendor's OpenAPI file has it", Provenance: gateway.Documented},
			{Value: "actionMessage", Evidence: "the action message banned: a suite that runs against the live API reads entities.on.entity.uid", Provenance: gateway.Recorded},
		},
	}
	banWebhook = gateway.Variant{
		Name:    "banWebhook",
		Changes: "who stands in members of group_member_banned and group_member_unbanned when the call had onBehalfOf",
		Values: []gateway.VariantValue{
			{Value: "target", Evidence: "who was banned, as the vendor's samples have it", Provenance: gateway.Documented},
			{Value: "actor", Evidence: "who acts: a bug of the vendor's that was reported and reproduced in 2026", Provenance: gateway.Recorded},
		},
	}
	settleMs = gateway.Variant{
		Name:    "settleMs",
		Changes: "for how many milliseconds after a send its sender may not edit or delete the message, react to it or answer it in a thread; any number up to 999999",
		Values: []gateway.VariantValue{
			{Value: "0", Evidence: "a test need not wait", Provenance: gateway.Assumed},
			{Value: "2800", Evidence: "403 ERR_MESSAGE_NO_ACCESS for about 2.8 seconds, measured three times against a live app in 2026", Provenance: gateway.Recorded},
		},
	}
	editedWebhook = gateway.Variant{
		Name:    "editedWebhook",
		Changes: "data.message of message_edited and message_deleted",
		Values: []gateway.VariantValue{
			{Value: "message", Evidence: "the message that was edited or deleted: a suite that runs against the live service reads its id and its text there", Provenance: gateway.Recorded},
			{Value: "action", Evidence: "the action message that the call answers, as the vendor's samples of 2023 have it", Provenance: gateway.Documented},
		},
	}
)

// choices are the values that hold for a call.
type choices struct{ BlockedSender, FreePlanUsers, BanAnswer, BanWebhook, SettleMs, EditedWebhook string }

func choicesOf(app *gateway.App) choices {
	return choices{
		BlockedSender: blockedSender.Of(app), FreePlanUsers: freePlanUsers.Of(app), BanAnswer: banAnswer.Of(app), BanWebhook: banWebhook.Of(app),
		SettleMs:      settleMs.Of(app),
		EditedWebhook: editedWebhook.Of(app),
	}
}

// Variants lists them all.
func Variants() []gateway.Variant {
	return []gateway.Variant{blockedSender, freePlanUsers, banAnswer, banWebhook, settleMs, editedWebhook}
}
