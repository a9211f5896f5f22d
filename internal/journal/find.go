package journal

import "slices"

// find looks for an entry from the newest one back: an entry changes soon after it was made, or never.
func (j *Journal) find(number uint64) *slot {
	for i := j.count - 1; i >= 0; i-- {
		if s := j.at(i); s.Number == number {
			return s
		}
	}
	return nil
}

// at is the slot of an entry, counted from the oldest.
func (j *Journal) at(i int) *slot { return j.ring[(j.first+i)%len(j.ring)] }

// Entries returns copies of all that is kept, the oldest first.
func (j *Journal) Entries() []Entry { return j.Find(nil) }

// Find returns copies of the entries that the filter means, the oldest first. No filter means all.
func (j *Journal) Find(f *Filter) []Entry { return j.Last(f, j.size) }

// Last is [Journal.Find] for the newest n entries.
func (j *Journal) Last(f *Filter, n int) (found []Entry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for i := j.count - 1; i >= 0 && len(found) < n; i-- {
		if e := &j.at(i).Entry; f.Match(e) {
			found = append(found, *e)
			last := &found[len(found)-1]
			last.Body, last.Reply = slices.Clone(e.Body), slices.Clone(e.Reply)
		}
	}
	slices.Reverse(found)
	return found
}

// Count is how many entries the filter means. It copies nothing, so it may be asked often.
func (j *Journal) Count(f *Filter) (n int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.matching(f)
}

// matching is Count for who has the lock.
func (j *Journal) matching(f *Filter) (n int) {
	for i := range j.count {
		if f.Match(&j.at(i).Entry) {
			n++
		}
	}
	return n
}

// Forgotten is how many entries the filter may have meant that were dropped to make room for others, since
// the journal was cleared. It is 0 when the filter means only later ones.
func (j *Journal) Forgotten(f *Filter) int {
	if j.forgotten.Load() == 0 {
		return 0
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if f != nil && f.Since.After(j.lost) {
		return 0
	}
	return int(j.forgotten.Load())
}

// Len is how many entries are kept.
func (j *Journal) Len() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.count
}
