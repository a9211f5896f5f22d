package chatdouble

// AcceptCall lets a ZIM user accept a call, whose id CallInvite answers with, as [Actor.RejectCall] lets one reject it.
// extendedData goes along with the callback and may be empty.
func (a *Actor) AcceptCall(callID, extendedData string) {
	a.app.t.Helper()
	act[done](a, "answerCall", map[string]any{"call": callID, "answer": "accept", "extendedData": extendedData})
}

// RejectCall lets a ZIM user reject a call.
func (a *Actor) RejectCall(callID, extendedData string) {
	a.app.t.Helper()
	act[done](a, "answerCall", map[string]any{"call": callID, "answer": "reject", "extendedData": extendedData})
}

// CancelCall lets the ZIM user who has made a call cancel it, as long as nobody has accepted.
func (a *Actor) CancelCall(callID, extendedData string) {
	a.app.t.Helper()
	act[done](a, "cancelCall", map[string]any{"call": callID, "extendedData": extendedData})
}

// InviteToCall lets a ZIM user invite others to a call that the user is in, and returns who of them was invited.
func (a *Actor) InviteToCall(callID string, userIDs ...string) []string {
	a.app.t.Helper()
	return act[struct{ Invited []string }](a, "inviteToCall", map[string]any{"call": callID, "users": userIDs}).Invited
}
