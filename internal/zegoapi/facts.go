package zegoapi

import "github.com/chatdouble/mockserver/internal/gateway"

// CommonFacts are the behaviours that all actions share. No recording of a ZIM answer is public,
// so none is marked as recorded.
var CommonFacts = []gateway.Fact{
	{Behaviour: "one path, / or empty; the action and the common parameters are always in the query", Provenance: gateway.Documented},
	{Behaviour: "another path, on a host of the vendor's too: 404 in plain text; another method than GET and POST: 405 with code 100000007", Provenance: gateway.Assumed},
	{Behaviour: "GET and POST are accepted for every action; business parameters come from the query, else from a JSON object in the body", Provenance: gateway.Assumed},
	{Behaviour: "JSON members are matched whatever their case; unknown members and parameters are ignored; of repeated parameters the first counts", Provenance: gateway.Assumed},
	{Behaviour: "an action's answer is HTTP 200, its business errors too", Provenance: gateway.Documented},
	{Behaviour: "gateway errors (100000xxx) are HTTP 200 too", Provenance: gateway.Assumed},
	{Behaviour: "what is not HTTP as it should be: its 4xx or 5xx status with code 100000012", Provenance: gateway.Assumed},
	{Behaviour: "a POST's body that is not a JSON object: 660000002; on a GET it is left alone", Provenance: gateway.Assumed},
	{Behaviour: "in a body a number may stand in a string, null counts as missing, of repeated members the last counts; an empty value in the query counts as given", Provenance: gateway.Assumed},
	{Behaviour: "an action that the vendor has and this server has not: 100000007, as an unknown one", Provenance: gateway.Assumed},
	{Behaviour: "Content-Type is application/json; charset=utf-8; no CORS headers", Provenance: gateway.Assumed},
	{Behaviour: "envelope Code, Message, RequestId in this order, then the action's members; Message is success", Provenance: gateway.Documented},
	{Behaviour: "most pages list codes without saying which are a Code and which a SubCode; where no sample or text shows it, what is wrong with one item alone is its SubCode", Provenance: gateway.Assumed},
	{Behaviour: "RequestId is a decimal number of 18 or 19 digits, unique for each request", Provenance: gateway.Assumed},
	{Behaviour: "gateway errors have Code, Message and RequestId alone; any other refusal by an action with a failure list has that list too, empty when the call was refused as a whole", Provenance: gateway.Assumed},
	{Behaviour: "texts of Message on errors", Provenance: gateway.Assumed},
	{Behaviour: "Signature = lower-case hex md5(AppId + SignatureNonce + ServerSecret + Timestamp)", Provenance: gateway.Documented},
	{Behaviour: "SignatureVersion is 2.0, else 100000013 or 100000014", Provenance: gateway.Documented},
	{Behaviour: "a timestamp may differ from the app's clock by 10 minutes, else 100000004", Provenance: gateway.Documented},
	{Behaviour: "the 10 minutes hold either way, in whole seconds, 600 included", Provenance: gateway.Assumed},
	{Behaviour: "any non-empty nonce is good, and may be used again", Provenance: gateway.Assumed},
	{Behaviour: "meaning of the codes 100000001-100000015", Provenance: gateway.Documented},
	{Behaviour: "order of the checks: Action, AppId, SignatureVersion, SignatureNonce, Timestamp, Signature present, app known, clock, signature, body, limit", Provenance: gateway.Assumed},
	{Behaviour: "the host is not checked, so no request causes 100000000; 100000011 and 100000015 come from fault rules only", Provenance: gateway.Assumed},
	{Behaviour: "AppId and Timestamp must be plain decimals, without sign or leading zeros, else 100000001 or 100000003", Provenance: gateway.Assumed},
	{Behaviour: "a body that is too large or ends early: 100000012", Provenance: gateway.Assumed},
	{Behaviour: "20 calls a second for each app and action", Provenance: gateway.Documented},
	{Behaviour: "windows of one second from the first call; every call with a good signature counts", Provenance: gateway.Assumed},
}
