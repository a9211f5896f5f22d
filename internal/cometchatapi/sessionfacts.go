package cometchatapi

import "github.com/chatdouble/mockserver/internal/gateway"

var settingsFacts = []gateway.Fact{
	{Behaviour: "names of the members that the SDK reads", Provenance: gateway.Documented},
	{Behaviour: "the hosts are that of the request, apiclient- turned into api- for calls with a key; APP_VERSION is 4", Provenance: gateway.Assumed},
	{Behaviour: "analytics and polling are off, there are no extensions; settingsHash is the same for an app at all times", Provenance: gateway.Assumed},
	{Behaviour: "there is no web socket behind CHAT_HOST", Provenance: gateway.Assumed},
}

var getMeFacts = []gateway.Fact{
	{Behaviour: "the user of the token with authToken, jwt and settings", Provenance: gateway.Documented},
	{Behaviour: "their places behind the user's own members; tags and metadata are shown", Provenance: gateway.Assumed},
}

var updateMeFacts = []gateway.Fact{
	{Behaviour: "this call is an SDK's login; it answers authToken, jwt and settings", Provenance: gateway.Documented},
	{Behaviour: "only the user of the token is updated whatever the uid sent, and the role stays", Provenance: gateway.Documented},
	{Behaviour: "the other members are checked as by UpdateUser", Provenance: gateway.Assumed},
	{Behaviour: "a login changes neither status nor lastActiveAt nor updatedAt, because there is no web socket", Provenance: gateway.Assumed},
	{Behaviour: "platform, userAgent and appInfo are kept with the token; deviceId is ignored", Provenance: gateway.Assumed},
	{Behaviour: "logins are core calls", Provenance: gateway.Documented},
	{Behaviour: "this call is the login that counts, also when it changes a profile", Provenance: gateway.Assumed},
}

var deleteMeFacts = []gateway.Fact{
	{Behaviour: "the token is unknown afterwards, other tokens of the user stay", Provenance: gateway.Assumed},
	{Behaviour: "the answer's text", Provenance: gateway.Assumed},
}

var createJWTFacts = []gateway.Fact{
	{Behaviour: "data.token is a text of three parts", Provenance: gateway.Documented},
	{Behaviour: "its content; the body is ignored", Provenance: gateway.Assumed},
}

var createUserSessionFacts = []gateway.Fact{
	{Behaviour: "data.sessionId is the one that was sent", Provenance: gateway.Documented},
	{Behaviour: "a call without one is accepted; nothing is kept", Provenance: gateway.Assumed},
}
