package cometchatapi

// Nearest is the operation that an unmatched request was most likely meant for.
func (a *API) Nearest(_, path, query string) string { return "" }
