package cometchatapi

import "github.com/chatdouble/mockserver/internal/gateway"

var createTokenFacts = []gateway.Fact{
	{Behaviour: "members and their order; a call without a body is accepted", Provenance: gateway.Recorded},
	{Behaviour: "a token is {uid}_, ten digits of the time in seconds, 30 hex digits", Provenance: gateway.Recorded},
	{Behaviour: "force: true makes a new token, older ones stay valid", Provenance: gateway.Recorded},
	{Behaviour: "force: false or not given: the newest token there is, else a new one", Provenance: gateway.Assumed},
	{Behaviour: "at most 100 tokens of a user are valid, the oldest goes when a call makes one more", Provenance: gateway.Documented},
	{Behaviour: "an authOnly key may create tokens", Provenance: gateway.Documented},
	{Behaviour: "platform, userAgent and appInfo of the body are kept with a new token and not answered; deviceId is ignored", Provenance: gateway.Assumed},
	{Behaviour: "counted as a standard call", Provenance: gateway.Recorded},
	{Behaviour: "unknown uid: 404 ERR_UID_NOT_FOUND", Provenance: gateway.Recorded},
	{Behaviour: "deactivated uid: the same; its tokens are refused and work again when it is reactivated", Provenance: gateway.Documented},
}

var listTokensFacts = []gateway.Fact{
	{Behaviour: "the newest first, real totals, no cursor; what a fixture holds is listed whole, also beyond 100", Provenance: gateway.Recorded},
	{Behaviour: "platform, userAgent and appInfo behind createdAt, when set", Provenance: gateway.Documented},
	{Behaviour: "perPage: 100 unless given; page: 1 unless given", Provenance: gateway.Documented},
	{Behaviour: "bounds of perPage and page as in the list of blocked users; nothing there: total_pages is 1", Provenance: gateway.Assumed},
	{Behaviour: "unknown uid: 404 ERR_UID_NOT_FOUND", Provenance: gateway.Recorded},
}

var flushTokensFacts = []gateway.Fact{
	{Behaviour: "the answer's text; a body is ignored", Provenance: gateway.Recorded},
	{Behaviour: "a user without tokens gets the same answer", Provenance: gateway.Assumed},
	{Behaviour: "unknown uid: 404 ERR_UID_NOT_FOUND", Provenance: gateway.Recorded},
}

var getTokenFacts = []gateway.Fact{
	{Behaviour: "members and their order", Provenance: gateway.Recorded},
	{Behaviour: "platform, userAgent and appInfo, when set, as in the list", Provenance: gateway.Assumed},
	{Behaviour: "unknown token: 404 ERR_AUTH_TOKEN_NOT_FOUND", Provenance: gateway.Recorded},
	{Behaviour: "token of another user: 404", Provenance: gateway.Recorded},
	{Behaviour: "its code is ERR_AUTH_TOKEN_NOT_FOUND; an unknown uid is looked at first: ERR_UID_NOT_FOUND", Provenance: gateway.Assumed},
}

var updateTokenFacts = []gateway.Fact{
	{Behaviour: "an update with an empty body changes nothing", Provenance: gateway.Recorded},
	{Behaviour: "platform, userAgent and appInfo (an object) are what can be changed", Provenance: gateway.Documented},
	{Behaviour: "what is blank or empty stays as it was; another type: 400 ERR_BAD_REQUEST", Provenance: gateway.Assumed},
	{Behaviour: "unknown uid, unknown token, token of another user: 404", Provenance: gateway.Recorded},
	{Behaviour: "its codes are ERR_UID_NOT_FOUND and ERR_AUTH_TOKEN_NOT_FOUND", Provenance: gateway.Assumed},
}

var deleteTokenFacts = []gateway.Fact{
	{Behaviour: "the answer's text", Provenance: gateway.Assumed},
	{Behaviour: "unknown uid, unknown token, token of another user, deleted already: 404", Provenance: gateway.Recorded},
	{Behaviour: "its codes are ERR_UID_NOT_FOUND and ERR_AUTH_TOKEN_NOT_FOUND", Provenance: gateway.Assumed},
	{Behaviour: "a session with the token is refused from then on", Provenance: gateway.Assumed},
}
