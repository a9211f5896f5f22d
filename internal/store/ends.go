package store

// end is one end of ties: a person, or what else may have ties, from when it comes until it is deleted, whatever
// changes of it meanwhile. Ends are compared by their addresses.
type end struct {
	id string
	n  uint32 // grows with every end that comes, whatever it is
}

// endsKey is one key for two ends.
func endsKey(a, b *end) uint64 { return uint64(a.n)<<32 | uint64(b.n) }

// allEnds gives the ends their numbers, and knows which of them stand in nobody's list.
type allEnds struct {
	last   uint32
	things slots[end] // those that are no person's
	hidden slots[end]
}

var ends = keep(func(Order) *allEnds { return &allEnds{} })

func (a *allEnds) fork() part { return a.copied() }

func (a *allEnds) copied() *allEnds { return &allEnds{a.last, a.things.fork(), a.hidden.fork()} }

func (a *allEnds) add(id string) *end {
	a.last++
	return &end{id, a.last}
}

// addThing adds the end of what is no person.
func (a *allEnds) addThing(id string) *end {
	e := a.add(id)
	a.things.set(uint64(e.n), e)
	return e
}

// ofThing is the end with that number, which is no person's and must be there.
func (a *allEnds) ofThing(n uint32) *end { return a.things.get(uint64(n)) }

func (a *allEnds) hides(e *end) bool { return a.hidden.get(uint64(e.n)) != nil }

func (a *allEnds) hide(e *end, hidden bool) {
	if hidden {
		a.hidden.set(uint64(e.n), e)
	} else {
		a.hidden.set(uint64(e.n), nil)
	}
}

// ofEnds is a part that holds what belongs to ends, all of which goes when the end is deleted.
type ofEnds interface{ forget(*Tx, *end) }

// forget removes all that belongs to an end, which is still there.
func (tx *Tx) forget(e *end) {
	for n, p := range tx.parts {
		if _, ok := p.(ofEnds); ok {
			tx.own(n).(ofEnds).forget(tx, e)
		}
	}
	tx.hide(e, false)
	if known := ends.of(tx.state); known.things.get(uint64(e.n)) != nil {
		ends.in(tx).things.set(uint64(e.n), nil)
	}
}

// hide hides an end or shows it. Its ties leave the lists in which they stand and come into those where they
// belong afterwards.
func (tx *Tx) hide(e *end, hidden bool) {
	before := ends.of(tx.state)
	if before.hides(e) == hidden {
		return
	}
	after := before.copied()
	after.hide(e, hidden)
	for n, p := range tx.parts {
		if _, ok := p.(*relation); ok {
			tx.own(n).(*relation).relist(e, before, after)
		}
	}
	tx.parts[ends.n], tx.owned[ends.n] = after, true
}
