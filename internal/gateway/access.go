package gateway

import (
	"github.com/chatdouble/mockserver/internal/store"
)

// Access is something that a client needs to know of an app to be let in, as the server's own API shows it.
type Access struct {
	Name, Doc string
	Of        func(*store.Tx) string // empty when the app has none
}

// AccessTo is what a client needs to know of one of the vendor's apps, by its names.
func (c *Catalogue) AccessTo(app *App) map[string]string {
	known := make(map[string]string)
	_ = app.Store.View(app.Clock.Now(), func(tx *store.Tx) error {
		for _, access := range c.Access {
			if value := access.Of(tx); value != "" {
				known[access.Name] = value
			}
		}
		return nil
	})
	return known
}
