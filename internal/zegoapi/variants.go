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
func Variants() []gateway.Variant { return []gateway.Variant{onlineStatus, emptyList, service, cors} }
