package cometchatapi

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
)

// sendsMessage has the words of the other vendor where the thing is the same.
type sendsMessage struct {
	gateway.By

	To       string          `json:"to,omitempty" doc:"the id of a user; a message has this or toGroup"`
	ToGroup  string          `json:"toGroup,omitempty" doc:"the id of a group"`
	Text     string          `json:"text,omitempty" doc:"what the message says: the member text of data"`
	Category string          `json:"category,omitempty" doc:"message, custom, interactive or card; message when left out"`
	Type     string          `json:"type,omitempty" doc:"of the category; text when left out"`
	Data     json.RawMessage `json:"data,omitempty" doc:"what the message holds beside the text: metadata, attachments, customData and so on"`
	Muid     string          `json:"muid,omitempty" doc:"the id that the user's app gives it"`
	Tags     []string        `json:"tags,omitempty" doc:"labels for filtering"`
	Quoted   int             `json:"quotedMessageId,omitempty" rule:"min=0" doc:"the id of a message of the same conversation that it quotes"`
}

type sentMessageID struct {
	MsgID string `json:"msgId" doc:"the id that names it"`
}

// actOfSending is SendMessage, as the user's app calls it.
var actOfSending = gateway.JudgedActOf(gateway.Act{
	Name: "sendMessage", Summary: "Send a message to a user or a group",
}, judgeSending, func(tx *store.Tx, a *gateway.Acting, in sendsMessage, no error) (out sentMessageID, _ gateway.Tell, err error) {
	sent, err := in.send(tx, a)
	if err = cmp.Or(err, no); err != nil {
		return out, nil, err
	}
	out.MsgID = strconv.FormatUint(sent.one.ID, 10)
	return out, func() []gateway.Event { return hooksOf(a.App, sent.told()) }, nil
})

// judgeSending asks the legacy webhooks that are asked before a message is stored, as a call does.
func judgeSending(a *gateway.Acting, in sendsMessage) error {
	if !asksInFlight(a.App) {
		return nil
	}
	a.CatchUp(a.App)
	var would sentMessages
	err := a.App.Store.Update(a.App.Now(), func(tx *store.Tx) (err error) {
		would, err = in.send(tx, a)
		return cmp.Or(err, errRehearsed)
	})
	if !errors.Is(err, errRehearsed) {
		return nil // the act says why
	}
	return would.ask(a.App, func(q gateway.Question) (gateway.Answer, error) { return a.Ask(a.App, q) })
}

func (in *sendsMessage) send(tx *store.Tx, a *gateway.Acting) (out sentMessages, err error) {
	who := caller{Me: strings.ToLower(in.User), EndUser: true, Choices: choicesOf(a.App)}
	if err := usersThere(tx, who); err != nil {
		return out, err
	}
	q, err := in.asBody()
	if err := cmp.Or(sendMessage.Right.refuse(tx, who, &q), err); err != nil {
		return out, err
	}
	return runSend(tx, who, q)
}

var newMessageShape = shape.For[newMessage]()

// asBody is what the user's app would send, read as a call's body is.
func (in *sendsMessage) asBody() (q newMessage, err error) {
	if (in.To == "") == (in.ToGroup == "") {
		return q, fmt.Errorf("a message has one of to and toGroup")
	}
	data, isObject := parseJSON(append([]byte(nil), cmp.Or(string(in.Data), "{}")...)).(object)
	if in.Data != nil && !isObject {
		return q, fmt.Errorf("data must be an object")
	}
	if in.Text != "" {
		data = data.with("text", in.Text)
	}
	f := form{members: map[string]json.RawMessage{"data": appendJSON(nil, data)}}
	for name, value := range map[string]any{
		"receiver": cmp.Or(in.To, in.ToGroup), "receiverType": in.receiverType(), "muid": in.Muid, "tags": in.Tags, "quotedMessageId": in.Quoted,
	} {
		f.members[name], _ = json.Marshal(value)
	}
	for name, value := range map[string]string{"category": in.Category, "type": in.Type} {
		if value != "" {
			f.members[name] = marshal(value)
		}
	}
	f.read(newMessageShape, &q)
	if len(f.wrong) > 0 {
		return q, errBadRequest.with(f.wrong).because("%s (%s)", f.wrong[0].Text, f.wrong[0].Field)
	}
	wrong := faulty{refused: f.refused}
	return q, wrong.error(nil)
}

func (in *sendsMessage) receiverType() string {
	if in.ToGroup != "" {
		return toGroup
	}
	return toUser
}
