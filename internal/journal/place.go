package journal

// Place is where an entry stands, for one that changes long after it was made: it is found without a
// search. The zero Place is nowhere.
type Place struct {
	slot   *slot
	number uint64
	clears int // of the journal, when the entry was made
}

// UpdateAt is [Journal.Update] for the entry that was given the place, if it is still there.
func (j *Journal) UpdateAt(p Place, change func(*Entry)) {
	j.mu.Lock()
	// A slot is used again, for an entry with another number or for none, and forgotten with all others.
	if p.slot != nil && p.slot.Number == p.number && p.clears == j.clears {
		j.update(p.slot, change)
	}
	j.mu.Unlock()
	j.group.trim()
}
