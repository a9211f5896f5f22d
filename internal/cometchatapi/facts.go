package cometchatapi

import (
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// CommonFacts are the behaviours that all operations share.
var CommonFacts = []gateway.Fact{
	recorded("JSON is compact, slashes are escaped (\\/), members stand in a fixed order, empty values are left out", "recca0120/comet-chat"),
	assumed("characters outside ASCII are written \\uXXXX"),
	recorded("response headers: Content-Type without charset, cache-control, Vary, the Access-Control-* set, in the recorded order and spelling", "recca0120/comet-chat, fixture block_user/unblock_user"),
	recorded("the headers Server, Content-Encoding: none, Upgrade and Accept are left out on purpose", "recca0120/comet-chat, fixture block_user/unblock_user"),
	assumed("the Date header follows the app's clock"),
	documented("paths under /v3.0 answer as those under /v3", "JavaScript SDK 4.2.0"),
	assumed("so do those under /v2.0, errors included: public programs call it on the region's host, with the headers appId and apiKey"),
	assumed("another version in the path, or none on a host of the vendor's: 404 ERR_INVALID_API_VERSION"),
	recorded("unknown path or method: 404 ERR_API_NOT_FOUND, without X-RateLimit headers; there is no 405", "recca0120/comet-chat, fixture message/get_message"),
	assumed("the families " + strings.Join(familyNames(), ", ") + " are known by name and answered as unknown endpoints, also on the hosts {appId}.call-{region} and apimgmt; the reason names the family"),
	assumed("an unknown endpoint is refused before app and key are checked"),
	assumed("a slash at the end of a path is ignored; plain http is accepted"),
	documented("the app comes from the host {appId}.api-{region}.* or {appId}.apiclient-{region}.*, else from the header appId", "Overview"),
	assumed("host and header name different apps: the host wins"),
	assumed("neither names an app: the only app there is (this server's own rule)"),
	assumed("no app named, unknown app, other region: 401 AUTH_ERR_EMPTY_APPID or AUTH_ERR_INVALID_APPID; status and texts"),
	assumed("no API key: 401 AUTH_ERR_EMPTY_APIKEY; status and text"),
	recorded("unknown API key: 401 AUTH_ERR_APIKEY_NOT_FOUND with the key masked; checked before the uid", "Forensic Integrity Audit Report: Milestone 2 (@kinesio/server)"),
	assumed("a key of up to ten characters is not masked"),
	recorded("an authOnly key: 403 AUTH_ERR_NO_ACCESS", "xdimedrolx/cometchat-php-sdk, fixture error_invalidApiKey_403"),
	assumed("the key in the 403 is masked like that in the 401; the 403 counts and shows X-RateLimit headers, the 401 does neither"),
	assumed("no authToken: 401 AUTH_ERR_EMPTY_AUTH_TOKEN; status and text"),
	recorded("unknown authToken: the text of AUTH_ERR_AUTH_TOKEN_NOT_FOUND", "cometchat/chat-sdk-ionic, issue 1"),
	assumed("its status 401; the token stands in it as it was sent; the token of a deactivated user is unknown"),
	recorded("20,000 standard calls a minute share one counter, 100,000 calls of the app another; failed calls count", "recca0120/comet-chat"),
	recorded("a window is 60 seconds from its first call; Remaining is the value after this call", "recca0120/comet-chat"),
	documented("above a limit: 429 ERR_TOO_MANY_REQUESTS", "Rate Limits"),
	assumed("the 429's text, its headers Retry-After and X-RateLimit-Reset in this spelling, and that a refused call does not lengthen the window"),
	recorded("path uids are lower-cased and not percent-decoded", "Babuyadav10/Babu-Automation, UsersTest"),
	assumed("a repeated query parameter: the last one counts; an empty one is missing; unknown ones are ignored"),
	recorded("a body on a GET is ignored", "recca0120/comet-chat"),
	assumed("a body is JSON or a form: name[] and name[n] make lists, name[member] objects, as in PHP"),
	documented("a form may be multipart/form-data; where messages are sent its files (files[] or file) become attachments", "JavaScript SDK 4.2.0"),
	assumed("a multipart form counts as empty when it is broken anywhere, has no boundary, more than 1020 parts, or a part with more than 8 KiB of headers"),
	assumed("a body that is no JSON object, or whose Content-Type is another one, counts as empty; one without a Content-Type is read as JSON"),
	assumed("a body that is too large: 413 with ERR_BAD_REQUEST; one that ends early: 400 ERR_BAD_REQUEST"),
}
