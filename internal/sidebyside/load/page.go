package load

import (
	"fmt"
	"strconv"
	"time"

	"github.com/chatdouble/mockserver/internal/sigverify"
)

// Vendors of a [Page].
const (
	CometChat = "cometchat"
	ZIM       = "zim"
)

// Page is the page of a block list that is asked for.
type Page struct {
	Vendor string
	People int   // on the page
	Number int   // CometChat: which page; 0 and 1 are the first
	Next   int64 // ZIM: where the page begins, as an answer's Next says; 0 is the beginning
}

// Request is the request as it goes over the wire. That for ZIM is signed: it is good for ten
// minutes to either side of now.
func (p Page) Request(now time.Time) []byte {
	if p.Vendor == CometChat {
		return fmt.Appendf(nil, "GET /v3/users/%s/blockedusers?perPage=%d&page=%d HTTP/1.1\r\n"+
			"Host: 127.0.0.1:8080\r\nAccept: application/json\r\nappId: %s\r\napikey: %s\r\n\r\n",
			Crowded, p.People, max(p.Number, 1), CometChatAppID, APIKey)
	}
	const nonce = "15215528852396"
	timestamp := strconv.FormatInt(now.Unix(), 10)
	return fmt.Appendf(nil, "GET /?Action=QueryBlacklist&AppId=%s&FromUserId=%s&Limit=%d&Next=%d"+
		"&SignatureNonce=%s&Timestamp=%s&Signature=%s&SignatureVersion=2.0 HTTP/1.1\r\n"+
		"Host: 127.0.0.1:8080\r\nAccept: application/json\r\n\r\n",
		ZIMAppID, Crowded, p.People, p.Next, nonce, timestamp, sigverify.Sign(ZIMAppID, nonce, ServerSecret, timestamp))
}
