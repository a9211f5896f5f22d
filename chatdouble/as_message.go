package chatdouble

// SentMessage is how a message is named that an end user has sent.
type SentMessage struct {
	MsgID  string // in callbacks and lists
	MsgSeq int64  // its number in the conversation
}

// Send lets a ZIM user send a text to another user. The app's callbacks are told, those for bots too when a bot gets it; a
// backend that is asked before decides whether it is sent.
func (a *Actor) Send(userID, text string) SentMessage {
	a.app.t.Helper()
	return act[SentMessage](a, "sendMessage", map[string]any{"to": userID, "text": text})
}

// SendGroup lets a ZIM user send a text to a group that the user is in, as [Actor.Send] does to another user.
func (a *Actor) SendGroup(groupID, text string) SentMessage {
	a.app.t.Helper()
	return act[SentMessage](a, "sendMessage", map[string]any{"toGroup": groupID, "text": text})
}

// SendRoom lets a ZIM user send a text to a room that the user is in, as [Actor.Send] does to another user.
func (a *Actor) SendRoom(roomID, text string) SentMessage {
	a.app.t.Helper()
	return act[SentMessage](a, "sendMessage", map[string]any{"toRoom": roomID, "text": text})
}
