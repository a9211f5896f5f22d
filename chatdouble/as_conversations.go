package chatdouble

// Read lets a user read all of the conversation with another one. At ZIM messages that want receipts get them; at
// CometChat what was sent has a readAt then, and webhooks are told.
func (a *Actor) Read(userID string) {
	a.app.t.Helper()
	act[done](a, "read", map[string]any{"with": userID})
}

// ReadGroup lets a user read all of a group's conversation. At ZIM messages that want receipts get them; at CometChat
// webhooks are told, and a user who is not in the group cannot read it.
func (a *Actor) ReadGroup(groupID string) {
	a.app.t.Helper()
	act[done](a, "read", map[string]any{"group": groupID})
}
