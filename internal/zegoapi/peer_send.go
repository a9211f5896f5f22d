package zegoapi

import (
	"encoding/json"
	"strconv"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/store"
)

// sentPeerMessage is a message and what became of it.
type sentPeerMessage struct {
	peerMessage
	Receipts []receipt
	outcome
}

// receipt says that one person has got a message.
type receipt struct {
	UserID string
	MsgID  uint64
	MsgSeq int64 // 0: the kind of message has none
}

func sendPeerMessage(tx *store.Tx, m peerMessage) (sentPeerMessage, error) {
	if _, ok := tx.User(m.From); !ok {
		return sentPeerMessage{}, errNotRegistered.because("FromUserId %q is not a user of this app", m.From)
	}
	sent := sentPeerMessage{peerMessage: m}
	var failed []failure
	for i, to := range m.To {
		if why := refusal(tx, m.From, to); why != nil {
			failed = append(failed, failure{UserID: to, SubCode: why.Code})
			continue
		}
		r := receipt{UserID: to, MsgID: m.ids.id(i)}
		if m.Type != typeSignaling { // those are not kept
			r.MsgSeq = keepMessage(tx, m, r)
		}
		sent.Receipts = append(sent.Receipts, r)
	}
	sent.outcome = outcomeOf(len(m.To), failed, 0)
	return sent, nil
}

// refusal is why a message does not reach somebody, nil when it does. That the sender has blocked
// the receiver does not matter (guide "Blacklist management").
func refusal(tx *store.Tx, from, to string) *codeError {
	if _, ok := tx.User(to); !ok {
		if !ValidUserID(to) {
			return errInput
		}
		return errUserUnknown
	}
	if tx.HasBlocked(to, from) {
		return errBlocked
	}
	return nil
}

// keptMessage is what the store keeps of a message as its data.
type keptMessage struct {
	MsgID        string `json:"MsgId"`
	MsgSeq       int64
	Message      string
	ExtendedData string `json:",omitempty"`
}

// keepMessage stores a message and returns its number in the conversation of the two: 1, 2, 3 and
// so on, whoever sends.
func keepMessage(tx *store.Tx, m peerMessage, r receipt) int64 {
	kept := keptMessage{MsgID: strconv.FormatUint(r.MsgID, 10), MsgSeq: 1, Message: m.Message, ExtendedData: m.Extended}
	for newest := range tx.Messages(m.From, r.UserID, 0) {
		var before keptMessage
		_ = json.Unmarshal(newest.Data, &before) // written below
		kept.MsgSeq = before.MsgSeq + 1
		break
	}
	data, _ := json.Marshal(kept) // numbers and texts always go
	tx.AddMessage(store.Message{
		Sender: m.From, Receiver: r.UserID, Category: "peer", Type: strconv.FormatInt(m.Type, 10),
		Data: data, SentAt: tx.Now(), UpdatedAt: tx.Now(),
	})
	return kept.MsgSeq
}

// messageIDs are the ids of one call's messages: decimal numbers of 18 digits, as in the samples
// of the callbacks, which look random and never come twice in an app.
type messageIDs struct {
	seed int64
	call uint64 // the call's place among all calls of the server
}

func (ids messageIDs) id(i int) uint64 {
	const (
		base = 800_000_000_000_000_000
		bits = 56 // so that no sum has a digit more
		odd  = 0x9e3779b97f4a7c15
	)
	// To multiply by an odd number and to add are both one-to-one in so many bits.
	n := ids.call*maxUsers + uint64(i)
	return base + (n*odd+gateway.Mix(uint64(ids.seed)))%(1<<bits)
}

func encodeSentPeerMessage(dst []byte, c *gateway.Call, sent sentPeerMessage) []byte {
	dst = appendOutcome(dst, c, sent.outcome)
	dst = appendFailures(dst, c, "ErrorList", sent.Failures)
	dst = appendList(dst, c, "SuccList", sent.Receipts, func(dst []byte, r receipt) []byte { return append(r.append(dst), '}') })
	return append(appendEmptyList(dst, c, "AuditInfos"), '}') // nothing is moderated here
}

// append writes a receipt without the brace at its end.
func (r receipt) append(dst []byte) []byte {
	dst = append(dst, `{"UserId":`...)
	dst = jsontext.AppendString(dst, r.UserID)
	return r.appendIDs(dst, `,"MsgId":"`, `,"MsgSeq":`)
}

// appendIDs writes the message's id and its number in the conversation behind what begins them. The id of no
// message is empty, and where there is no number its member is left out.
func (r receipt) appendIDs(dst []byte, msgID, msgSeq string) []byte {
	dst = append(dst, msgID...)
	if r.MsgID != 0 {
		dst = strconv.AppendUint(dst, r.MsgID, 10)
	}
	dst = append(dst, '"')
	if r.MsgSeq != 0 {
		dst = append(dst, msgSeq...)
		dst = strconv.AppendInt(dst, r.MsgSeq, 10)
	}
	return dst
}
