package chatdouble

// EnterRoom lets a ZIM user enter a room, which is made when it is not there. The app's callback is told. In the room
// already, nothing happens.
func (a *Actor) EnterRoom(roomID string) {
	a.app.t.Helper()
	act[done](a, "enterRoom", map[string]any{"room": roomID})
}

// LeaveRoom lets a ZIM user leave a room, which is destroyed when nobody is left in it, or DestroyDelayTime later. The
// app's callback is told.
func (a *Actor) LeaveRoom(roomID string) {
	a.app.t.Helper()
	act[done](a, "leaveRoom", map[string]any{"room": roomID})
}
