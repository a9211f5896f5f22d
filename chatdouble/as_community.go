package chatdouble

// CreateCommunity lets a ZIM user make a community.
func (a *Actor) CreateCommunity(communityID, name string) {
	a.app.t.Helper()
	act[done](a, "createCommunity", map[string]any{"community": communityID, "name": name})
}
