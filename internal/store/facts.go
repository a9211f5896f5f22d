package store

// fact is what is known of one end and another beside their ties, such as a note.
type fact[D any] struct {
	from, to *end
	what     D
}

// facts are those of one kind, at most one from an end to another.
type facts[D any] struct{ collection[uint64, fact[D]] }

func newFacts[D any](Order) *facts[D] {
	return &facts[D]{*keyed(
		func(f *fact[D]) uint64 { return endsKey(f.from, f.to) },
		func(a, b *fact[D]) bool { return endsKey(a.to, a.from) < endsKey(b.to, b.from) },
	)}
}

func (f *facts[D]) fork() part { return &facts[D]{f.copied()} }

// forget removes what is known of an end.
func (f *facts[D]) forget(_ *Tx, e *end) {
	var gone []*fact[D]
	for known := range f.from(endsKey(e, &end{})) {
		if known.from != e {
			break
		}
		gone = append(gone, known)
	}
	for known := range f.by(0).from(&fact[D]{from: &end{}, to: e}) {
		if known.to != e {
			break
		}
		gone = append(gone, known)
	}
	for _, known := range gone {
		f.drop(endsKey(known.from, known.to))
	}
}
