package zegoapi

import (
	"encoding/base64"
	"strconv"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// Message types that have rules of their own (page "MessageBody introduction").
const (
	typeText      = 1
	typeSignaling = 2
	typeMultiItem = 10
	typeImage     = 11
	typeVideo     = 14
	typeBarrage   = 20
	typeCombined  = 100
	typeRecalled  = 31
	typeCustom    = 200
)

// Limits of Message in bytes (page "MessageBody introduction"). The vendor's support raises them to 32 KB.
const (
	maxMessage   = 2 << 10
	maxMultiItem = 5 << 10
)

// contents are what a message says: the members that all sends and imports have.
type contents struct {
	SubType  int64       `json:"SubMsgType" rule:"max=200" only:"MessageType=200"`
	Searched string      `json:"SearchedContent" rule:"maxbytes=64" long:"660400001,assumed" only:"MessageType=200"`
	Body     messageBody `json:"MessageBody" rule:"required"`
}

type messageBody struct {
	Message    string      `json:"Message" rule:"required"`
	Extended   string      `json:"ExtendedData" rule:"maxbytes=1024" long:"660400001,assumed"`
	IsBase64   int64       `json:"IsBase64" rule:"enum=0|1" only:"MessageType=2"`
	Push       offlinePush `json:"OfflinePush" rule:"notemulated"`
	HasReceipt int64       `json:"HasReceipt" rule:"enum=0|1"`
}

type offlinePush struct {
	Enable int64 `json:"Enable" rule:"enum=0|1"`
}

type sendOptions struct {
	NoUnread bool `json:"NoUnread"`
}

// check looks at what no member says alone.
func (b *messageBody) check(kind int64) error {
	size, err := b.size()
	if err != nil {
		return err
	}
	return fits(size, kind)
}

// size is how many bytes the message counts as. A signaling message in base64 counts as what it stands for (page
// "MessageBody introduction").
func (b *messageBody) size() (int, error) {
	if b.IsBase64 != 1 {
		return len(b.Message), nil
	}
	plain, err := base64.StdEncoding.DecodeString(b.Message)
	if err != nil {
		return 0, errNotBase64.because("IsBase64 is 1 and Message is not base64: %v", err)
	}
	return len(plain), nil
}

// fits refuses a Message with too many bytes for its type.
func fits(size int, kind int64) error {
	most := maxMessage
	if kind == typeMultiItem {
		most = maxMultiItem
	}
	if size > most {
		return errMessageTooLarge.because("Message has %d bytes; at most %d are allowed", size, most)
	}
	return nil
}

// message is what the store keeps of it, without those who get it. Equal ids of one user share their bytes.
func (s *contents) message(tx *store.Tx, from string, kind int64) store.Message {
	if u, ok := tx.User(from); ok {
		from = u.ID
	}
	m := store.Message{
		Sender: from, Type: strconv.FormatInt(kind, 10), SubType: int32(s.SubType),
		Text: s.Body.Message, Extended: s.Body.Extended, SentAt: tx.Now(), UpdatedAt: tx.Now(),
		WantsReceipt: s.Body.HasReceipt == 1,
	}
	if s.Searched != "" {
		m = m.With(store.MessageMore{Searched: s.Searched})
	}
	return m
}

// kindOf is the number of a message's type.
func kindOf(m *store.Message) int64 {
	kind, _ := strconv.ParseInt(m.Type, 10, 64) // it was made from such a number, or a fixture has been checked for it
	return kind
}

// isKept reports whether messages of a type stand in histories and are told of (page "MessageBody introduction").
func isKept(kind int64) bool { return kind != typeSignaling && kind != typeBarrage }

// bodyFacts are what the shared pages say of what a message may hold.
func bodyFacts(more ...gateway.Fact) []gateway.Fact {
	return append([]gateway.Fact{
		documentedOn("MessageBody introduction", "Message has 1 byte to 2 KB, 5 KB for type 10; one in base64 counts as what it stands for; ExtendedData at most 1 KB, SearchedContent 64 bytes"),
		documented("too large Message: 660400001"),
		assumed("SubMsgType and SearchedContent of other types than 200 are not looked at; the structure of media and multi-item messages is not checked"),
	}, more...)
}

// retentionOf is how long messages are kept; 0: for ever.
func retentionOf(app *gateway.App) time.Duration {
	return time.Duration(app.Quotas["retentionDays"]) * 24 * time.Hour
}
