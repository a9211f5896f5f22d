package chatdouble

// GoOnline logs a ZIM user in, or lets one come back whose connection was lost. Somebody who is not there is added, as a
// user whom no server has registered. The app's callback is told.
func (a *Actor) GoOnline() {
	a.app.t.Helper()
	act[done](a, "goOnline", nil)
}

// GoOffline lets a ZIM user lose the connection. The app's callback is told.
func (a *Actor) GoOffline() {
	a.app.t.Helper()
	act[done](a, "goOffline", nil)
}

// LogOut logs a ZIM user out. The app's callback is told.
func (a *Actor) LogOut() {
	a.app.t.Helper()
	act[done](a, "goOffline", map[string]any{"loggedOut": true})
}
