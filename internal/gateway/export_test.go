package gateway

// Remembered is how many refused clients an app remembers.
func Remembered(app *App) int {
	app.refusals.mu.Lock()
	defer app.refusals.mu.Unlock()
	return len(app.refusals.last)
}
