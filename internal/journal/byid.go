package journal

import "slices"

// ByID returns a copy of the entry with that id, the request's.
func (j *Journal) ByID(id string) (Entry, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for i := j.count - 1; i >= 0; i-- {
		if e := &j.at(i).Entry; e.ID == id {
			found := *e
			found.Body, found.Reply = slices.Clone(e.Body), slices.Clone(e.Reply)
			return found, true
		}
	}
	return Entry{}, false
}
