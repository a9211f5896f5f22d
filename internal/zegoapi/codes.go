package zegoapi

// messages are the return codes of the page "Return codes" that this server can answer with. The
// texts are this server's own, in the style of the few that the vendor shows: short, lower case,
// no full stop.
var messages = map[int]string{
	1: "request failed",
	2: "input parameter error",
	3: "authentication failed",
	7: "requests per second exceed the system setting",

	50014:  "user name too long",
	51102:  "user does not exist",
	105001: "database request failed",

	100000000: "host error",
	100000001: "appid format error",
	100000002: "timestamp is empty",
	100000003: "timestamp format error",
	100000004: "signature expired",
	100000005: "signature error",
	100000006: "action is empty",
	100000007: "unsupported action",
	100000008: "signature nonce is empty",
	100000009: "signature is empty",
	100000010: "get server secret failed",
	100000011: "get app config failed",
	100000012: "read body failed",
	100000013: "signature version is empty",
	100000014: "unsupported signature version",
	100000015: "internal error",
	100000016: "app not configured",
	100000017: "service not enabled",

	660000001: "business error",
	660000002: "input params error",
	660000003: "logic processing error",
	660300005: "appid request frequency limit",
	660500002: "operator user not registered",
	660800001: "user not registered",
}
