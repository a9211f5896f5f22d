package journal

// put returns the slot for the newest entry.
func (j *Journal) put() (s *slot) {
	switch free := len(j.free); {
	case j.count == j.size:
		s = j.dropOldest()
	case free > 0:
		s, j.free = j.free[free-1], j.free[:free-1]
	default:
		s = new(slot)
	}
	if j.count == len(j.ring) {
		wider := make([]*slot, min(j.size, max(16, 2*j.count)))
		copy(wider, j.ring[j.first:])
		copy(wider[len(j.ring)-j.first:], j.ring[:j.first])
		j.ring, j.first = wider, 0
	}
	j.ring[(j.first+j.count)%len(j.ring)] = s
	j.count++
	return s
}

// dropOldest forgets the oldest entry and returns its slot.
func (j *Journal) dropOldest() *slot {
	s := j.ring[j.first]
	j.ring[j.first] = nil
	j.first, j.count = (j.first+1)%len(j.ring), j.count-1
	j.bytes, j.bodies = j.bytes-s.size, j.bodies-s.bodies
	j.tell(&s.Entry, -1)
	j.forgotten.Add(1)
	if s.Time.After(j.lost) {
		j.lost = s.Time
	}
	return s
}

// measure counts the bytes of an entry that has changed, and makes the oldest ones go when there are
// too many.
func (j *Journal) measure(s *slot) {
	j.bytes, j.bodies = j.bytes-s.size, j.bodies-s.bodies
	s.size, s.bodies = s.Entry.size(s.header), len(s.Body)+len(s.Reply)
	j.bytes, j.bodies = j.bytes+s.size, j.bodies+s.bodies
	for j.bytes > ByteLimit && j.count > 1 {
		free := j.dropOldest()
		free.Entry = Entry{Body: free.Body, Reply: free.Reply} // the texts can go
		j.free = append(j.free, free)
	}
	j.group.account(j)
}

// shrink lets the oldest entries go, buffers as well, until enough says so or half of what the journal
// held is gone. It reports false when nothing can go: the newest entry stays.
func (j *Journal) shrink(enough func() bool) (shrunk bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	half := j.accounted / 2
	for j.accounted > half && !enough() {
		var s *slot
		switch free := len(j.free); {
		case free > 0:
			s, j.free = j.free[free-1], j.free[:free-1]
		case j.count > 1:
			s = j.dropOldest()
		default:
			return shrunk
		}
		j.buffers -= cap(s.Body) + cap(s.Reply)
		*s = slot{} // a Place may still lead here
		j.group.account(j)
		shrunk = true
	}
	return shrunk
}

// size is how many bytes an entry counts for, with headers of that length.
func (e *Entry) size(header int) int {
	return entrySize + len(e.Header)*headerSize + header +
		len(e.Method) + len(e.URL) + len(e.User) + len(e.Body) + len(e.Code) + len(e.Reason) + len(e.Cut) + len(e.Uncut) + len(e.Nearest) + len(e.Reply)
}

// keep copies what is kept of a body into a slot's buffer, unless it is there already.
func (j *Journal) keep(buffer, body []byte) []byte {
	body = body[:min(len(body), BodyLimit)]
	if len(buffer) > 0 && len(body) > 0 && &buffer[0] == &body[0] {
		return body
	}
	if len(body) <= cap(buffer) && j.buffers <= 2*ByteLimit {
		return append(buffer[:0], body...)
	}
	j.buffers -= cap(buffer)
	buffer = append([]byte(nil), body...)
	j.buffers += cap(buffer)
	return buffer
}
