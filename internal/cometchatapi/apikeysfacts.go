package cometchatapi

import "github.com/chatdouble/mockserver/internal/gateway"

var createKeyFacts = []gateway.Fact{
	{Behaviour: "members and their order; a key is 40 hex digits; scope is authOnly unless given", Provenance: gateway.Documented},
	{Behaviour: "name missing, blank or that of another key: 400; scope blank: 400", Provenance: gateway.Recorded},
	{Behaviour: "the code ERR_BAD_REQUEST and the texts; another scope than authOnly and fullAccess: the same", Provenance: gateway.Assumed},
	{Behaviour: "names are compared as they are, case included", Provenance: gateway.Assumed},
	{Behaviour: "at most 25 keys, a name has at most 100 characters", Provenance: gateway.Documented},
	{Behaviour: "one more key: 400 ERR_BAD_REQUEST", Provenance: gateway.Assumed},
}

var listKeysFacts = []gateway.Fact{
	{Behaviour: "the newest first; an unknown scope finds nothing", Provenance: gateway.Recorded},
	{Behaviour: "real totals, no cursor, per_page is 100", Provenance: gateway.Documented},
	{Behaviour: "perPage and page are read as in other lists", Provenance: gateway.Assumed},
	{Behaviour: "searchKey is a prefix of the name or the key, whatever the case", Provenance: gateway.Assumed},
}

var getKeyFacts = []gateway.Fact{
	{Behaviour: "members and their order", Provenance: gateway.Documented},
	{Behaviour: "unknown key: 404", Provenance: gateway.Recorded},
	{Behaviour: "its code ERR_APIKEY_NOT_FOUND and its text, with the key as sent", Provenance: gateway.Assumed},
}

var updateKeyFacts = []gateway.Fact{
	{Behaviour: "name or scope alone may be changed; a blank one: 400; unknown key: 404", Provenance: gateway.Recorded},
	{Behaviour: "the code of that 404 is ERR_APIKEY_NOT_FOUND", Provenance: gateway.Assumed},
	{Behaviour: "a key cannot update itself: ERR_APIKEY_NO_SELF_ACTION", Provenance: gateway.Documented},
	{Behaviour: "the status 403 and the text of ERR_APIKEY_NO_SELF_ACTION; it comes before the check of the body", Provenance: gateway.Assumed},
	{Behaviour: "every update sets updatedAt, which stands behind createdAt; a name that another key has: 400", Provenance: gateway.Assumed},
}

var deleteKeyFacts = []gateway.Fact{
	{Behaviour: "the answer's text", Provenance: gateway.Documented},
	{Behaviour: "unknown key, deleted already: 404", Provenance: gateway.Recorded},
	{Behaviour: "its code is ERR_APIKEY_NOT_FOUND", Provenance: gateway.Assumed},
	{Behaviour: "a key cannot delete itself: ERR_APIKEY_NO_SELF_ACTION", Provenance: gateway.Documented},
	{Behaviour: "the status 403 and the text of ERR_APIKEY_NO_SELF_ACTION", Provenance: gateway.Assumed},
}
