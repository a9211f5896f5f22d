package chatdouble

// Read lets a ZIM user read all of the conversation with another one. Messages that want receipts get them.
func (a *Actor) Read(userID string) {
	a.app.t.Helper()
	act[done](a, "read", map[string]any{"with": userID})
}

// ReadGroup lets a ZIM user read all of a group's conversation. Messages that want receipts get them.
func (a *Actor) ReadGroup(groupID string) {
	a.app.t.Helper()
	act[done](a, "read", map[string]any{"group": groupID})
}
