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

// What a [Page] has.
const (
	Blacklist = "" // the people whom Crowded blocks
	History   = "history"
	Members   = "members"
	Everybody = "everybody" // CometChat: the messages of all
	Sent      = "sent"      // ZIM: no list, but what is answered to a message to the group

	Conversations = "conversations" // CometChat: those of Crowded
)

// Page is the page of a list that is asked for.
type Page struct {
	Vendor string
	Of     string // the list
	People int    // on the page; messages of a History, or conversations
	Number int    // CometChat: which page of people or conversations; 0 and 1 are the first
	Next   int64  // where the page begins, as an answer's Next says, or behind which id; 0 is the beginning
}

// Request is the request as it goes over the wire. That for ZIM is signed: it is good for ten
// minutes to either side of now.
func (p Page) Request(now time.Time) []byte {
	if p.Vendor == CometChat {
		return p.cometChat()
	}
	switch p.Of {
	case History:
		return post(now, "Action=QueryPeerMsg", fmt.Sprintf(`{"FromUserId":%q,"ToUserId":%q,"Limit":%d,"Next":%d}`, other(0), other(1), p.People, p.Next))
	case Members:
		return post(now, "Action=QueryGroupMemberList", fmt.Sprintf(`{"GroupId":%q,"Limit":%d,"Next":%d}`, Group, p.People, p.Next))
	case Sent:
		return post(now, "Action=SendGroupMessage", fmt.Sprintf(`{"FromUserId":%q,"GroupId":%q,"MessageType":1,"Priority":2,"MessageBody":{"Message":%q}}`,
			other(0), Group, text(0)))
	}
	return fmt.Appendf(nil, "GET /?Action=QueryBlacklist&FromUserId=%s&Limit=%d&Next=%d&%s HTTP/1.1\r\n"+
		"Host: 127.0.0.1:8080\r\nAccept: application/json\r\n\r\n", Crowded, p.People, p.Next, signed(now))
}

// cometChat is a request for CometChat. Messages are read by who has written half of them.
func (p Page) cometChat() []byte {
	target, me := fmt.Sprintf("users/%s/blockedusers?perPage=%d&page=%d", Crowded, p.People, max(p.Number, 1)), ""
	from := ""
	if p.Next > 0 {
		from = fmt.Sprintf("&id=%d", p.Next)
	}
	switch p.Of {
	case History:
		target, me = fmt.Sprintf("users/%s/messages?limit=%d%s", other(1), p.People, from), "onBehalfOf: "+other(0)+"\r\n"
	case Conversations:
		target, me = fmt.Sprintf("conversations?perPage=%d&page=%d", p.People, max(p.Number, 1)), "onBehalfOf: "+Crowded+"\r\n"
	case Everybody:
		target = fmt.Sprintf("messages?limit=%d%s", p.People, from)
	case Members:
		target = fmt.Sprintf("groups/%s/members?perPage=%d&page=%d", Group, p.People, max(p.Number, 1))
	}
	return fmt.Appendf(nil, "GET /v3/%s HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nAccept: application/json\r\nappId: %s\r\napikey: %s\r\n%s\r\n",
		target, CometChatAppID, APIKey, me)
}

func post(now time.Time, query, body string) []byte {
	return fmt.Appendf(nil, "POST /?%s&%s HTTP/1.1\r\nHost: 127.0.0.1:8080\r\nAccept: application/json\r\n"+
		"Content-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", query, signed(now), len(body), body)
}

// signed are the parameters that say who asks.
func signed(now time.Time) string {
	const nonce = "15215528852396"
	timestamp := strconv.FormatInt(now.Unix(), 10)
	return fmt.Sprintf("AppId=%s&SignatureNonce=%s&Timestamp=%s&Signature=%s&SignatureVersion=2.0",
		ZIMAppID, nonce, timestamp, sigverify.Sign(ZIMAppID, nonce, ServerSecret, timestamp))
}
