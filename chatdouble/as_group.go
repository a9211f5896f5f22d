package chatdouble

// JoinGroup lets a user join a group. Webhooks or the callback are told, unless, at ZIM, the user is a member already;
// a CometChat user who is one cannot join.
func (a *Actor) JoinGroup(groupID string) {
	a.app.t.Helper()
	act[done](a, "joinGroup", map[string]any{"group": groupID})
}

// JoinGroupWith lets a CometChat user join a group that has a password. Webhooks are told.
func (a *Actor) JoinGroupWith(groupID, password string) {
	a.app.t.Helper()
	act[done](a, "joinGroup", map[string]any{"group": groupID, "password": password})
}

// LeaveGroup lets a user leave a group. Webhooks or the callback are told. A ZIM group gets another owner when its owner
// leaves, and ends when nobody is left; the owner of a CometChat group cannot leave.
func (a *Actor) LeaveGroup(groupID string) {
	a.app.t.Helper()
	act[done](a, "leaveGroup", map[string]any{"group": groupID})
}
