package zegoapi

import (
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var sendMessageToAllUsers = operation{
	Name: "SendMessageToAllUsers", Page: "Messaging/push-message-to-all-users",
	Does: action[pushToAll, none]{
		Check: func(_ *gateway.Call, q *pushToAll) error {
			if size := len(q.Body.Message); size > maxMessage {
				return errMessageTooLarge.because("Message has %d bytes; at most %d are allowed", size, maxMessage)
			}
			return nil
		},
		Run: func(*store.Tx, pushToAll) (none, error) { return none{}, nil },
	},
	Rate: errPushRate, Rates: []rate{{Quota: "pushesPerSecond"}, {Quota: "pushesPerDay", Window: 24 * time.Hour}},
	Listed: []*codeError{errInput, errMessageTooLarge, errNotRegistered, errPushRate, errFreePlan},
	Checks: []*codeError{errPushRate, errInput, errMessageTooLarge, errNotRegistered},
	Notes: []gateway.Fact{
		documented("MessageType is 1, 11-14 or 200"),
		documented("nothing is stored: no conversation, no MsgId, nothing unread"),
		assumed("no callback: send_msg has no conv_type for it"),
		documentedOn("MessageBody introduction", "Message has 1 byte to 2 KB, ExtendedData at most 1 KB"),
		documented("too large Message: 660400001"),
		documented("the answer has no members of its own"),
		assumed("the text of the page speaks of an ErrorList, its schema has none; block lists have no effect; the 24 hours begin with the first call that is counted, and refused calls count"),
	},
}

// pushToAll is a message to everybody. Nothing here pushes to a phone, and there is no client that would show it.
type pushToAll struct {
	FromUserID string   `json:"FromUserId" rule:"required,userid"`
	Type       int64    `json:"MessageType" rule:"required,enum=1|11|12|13|14|200"`
	SubType    int64    `json:"SubMsgType" rule:"max=200,noeffect" only:"MessageType=200"`
	PushType   int64    `json:"PushType" rule:"enum=0|1|2,notemulated"`
	Body       pushBody `json:"MessageBody" rule:"required"`
}

type pushBody struct {
	Message  string      `json:"Message" rule:"required"`
	Extended string      `json:"ExtendedData" rule:"maxbytes=1024,noeffect" long:"660400001,assumed"`
	Push     offlinePush `json:"OfflinePush" rule:"notemulated"`
}
