package listen

import "context"

// WithoutAnswers is a request's context by which [Prepare] finds no connection: the reply goes by way of
// net/http.
func WithoutAnswers(ctx context.Context) context.Context {
	return context.WithValue(ctx, connKey{}, nil)
}
