package store

// things are values with ids of their own, each of which counts as a tie.
type things[T any] struct{ collection[string, T] }

func newThings[T any](id func(*T) string, more ...func(a, b *T) bool) *things[T] {
	return &things[T]{*keyed(id, more...)}
}

func (t *things[T]) fork() part { return &things[T]{t.copied()} }

func (t *things[T]) count(s *Size) { s.Ties += int64(t.len()) }
