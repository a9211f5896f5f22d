package chatdouble

// Edit lets a CometChat user give a message another text, as its sender may and, in a group, its admins and moderators.
// Webhooks are told.
func (a *Actor) Edit(messageID, text string) {
	a.app.t.Helper()
	act[done](a, "editMessage", map[string]any{"message": messageID, "text": text})
}

// Delete lets a CometChat user delete a message, as those may who can edit it. The message stays, without what it said.
// Webhooks are told.
func (a *Actor) Delete(messageID string) {
	a.app.t.Helper()
	act[done](a, "deleteMessage", map[string]any{"message": messageID})
}

// React lets a CometChat user react to a message with an emoji, or any text. Webhooks are told, the first time.
func (a *Actor) React(messageID, reaction string) {
	a.app.t.Helper()
	act[done](a, "addReaction", map[string]any{"message": messageID, "reaction": reaction})
}

// Unreact takes a reaction back. Webhooks are told when there was one.
func (a *Actor) Unreact(messageID, reaction string) {
	a.app.t.Helper()
	act[done](a, "removeReaction", map[string]any{"message": messageID, "reaction": reaction})
}
