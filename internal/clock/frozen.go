package clock

// Frozen reports whether this clock stands still, by its own setting or because the one that it
// follows does.
func (c *Clock) Frozen() bool {
	s := c.setting.Load()
	return s.frozen || c.parent != nil && c.parent.Frozen()
}
