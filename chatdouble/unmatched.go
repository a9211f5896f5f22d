package chatdouble

// WithUnmatched has each request that matches no operation shown to f, before the client has its
// answer and whatever happens to the journal later. f is called by the goroutines that answer, several
// at a time.
func WithUnmatched(f func(Request)) Option {
	return func(c *config) error { c.unmatched = f; return nil }
}

// WithFailOnUnmatched fails a test at its end when requests that belong to it matched no operation,
// with a list of them and of what each may have meant. A request to an app that [Control.CometChat] or
// [Control.ZIM] made belongs to that app's test. What reached no such app belongs to the test that
// [Start] was given; behind [Connect] it fails no test, because others may use the server, too.
func WithFailOnUnmatched() Option {
	return func(c *config) error { c.failOnUnmatched = true; return nil }
}
