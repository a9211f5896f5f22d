package cometchatapi

import "github.com/chatmock/mockserver/internal/gateway"

// Explain runs the checks of a call from the journal again.
func (a *API) Explain(c *gateway.Call) []gateway.Check { return gateway.Judge(c, nil) }
