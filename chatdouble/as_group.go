package chatdouble

// JoinGroup lets a ZIM user join a group. The app's callback is told, unless the user is a member already.
func (a *Actor) JoinGroup(groupID string) {
	a.app.t.Helper()
	act[done](a, "joinGroup", map[string]any{"group": groupID})
}

// LeaveGroup lets a ZIM user leave a group, which gets another owner when it was its owner, and ends when nobody is
// left. The app's callback is told.
func (a *Actor) LeaveGroup(groupID string) {
	a.app.t.Helper()
	act[done](a, "leaveGroup", map[string]any{"group": groupID})
}
