package zegoapi

// Nearest is the action that an unmatched request was most likely meant for.
func (a *API) Nearest(_, path, query string) string { return "" }
