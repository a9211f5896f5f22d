package cometchatapi

import "github.com/chatdouble/mockserver/internal/gateway"

// The choices of an app. Their names and values stand in its fixture, too ([FixtureVariants]).
var (
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
)

// choices are the values that hold for a call.
type choices struct{ BanAnswer, BanWebhook string }

// Variants lists them all.
func Variants() []gateway.Variant {
	return []gateway.Variant{banAnswer, banWebhook}
}
