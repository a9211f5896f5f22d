package chatdouble

// SentMessage is how a message is named that an end user has sent.
type SentMessage struct {
	MsgID  string // in callbacks, webhooks and lists
	MsgSeq int64  // its number in the conversation; of ZIM's alone
}

// Send lets a user send a text to another user. The app's webhooks or callbacks are told, those for bots too when a bot
// gets it; a backend that is asked before decides whether it is sent.
func (a *Actor) Send(userID, text string) SentMessage {
	a.app.t.Helper()
	return act[SentMessage](a, "sendMessage", map[string]any{"to": userID, "text": text})
}

// SendGroup lets a user send a text to a group that the user is in, as [Actor.Send] does to another user.
func (a *Actor) SendGroup(groupID, text string) SentMessage {
	a.app.t.Helper()
	return act[SentMessage](a, "sendMessage", map[string]any{"toGroup": groupID, "text": text})
}

// SendRoom lets a ZIM user send a text to a room that the user is in, as [Actor.Send] does to another user.
func (a *Actor) SendRoom(roomID, text string) SentMessage {
	a.app.t.Helper()
	return act[SentMessage](a, "sendMessage", map[string]any{"toRoom": roomID, "text": text})
}

// MessageData is what a message of CometChat is, beside whom it goes to. What is empty is left out.
type MessageData struct {
	Category string         // message, custom, interactive or card
	Type     string         // such as image
	Data     map[string]any // such as text, attachments, metadata, customData
	Tags     []string
}

// SendData lets a CometChat user send any kind of message to another user, as [Actor.Send] does a text.
func (a *Actor) SendData(userID string, m MessageData) SentMessage {
	a.app.t.Helper()
	return act[SentMessage](a, "sendMessage", m.members("to", userID))
}

// SendGroupData lets a CometChat user send any kind of message to a group, as [Actor.SendGroup] does a text.
func (a *Actor) SendGroupData(groupID string, m MessageData) SentMessage {
	a.app.t.Helper()
	return act[SentMessage](a, "sendMessage", m.members("toGroup", groupID))
}

func (m *MessageData) members(kind, receiver string) map[string]any {
	all := map[string]any{kind: receiver, "category": m.Category, "type": m.Type}
	if m.Data != nil {
		all["data"] = m.Data
	}
	if m.Tags != nil {
		all["tags"] = m.Tags
	}
	return all
}
