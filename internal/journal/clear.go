package journal

import (
	"slices"
	"time"
)

// Clear forgets everything, buffers as well, and returns how many entries there were.
func (j *Journal) Clear() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.clear()
}

func (j *Journal) clear() int {
	n := j.count
	j.clears++
	for i := range n {
		j.tell(&j.at(i).Entry, -1)
	}
	j.ring, j.free, j.first, j.count, j.bytes, j.bodies, j.buffers = nil, nil, 0, 0, 0, 0, 0
	j.group.forgotten.Add(uint64(j.forgotten.Swap(0)))
	j.lost = time.Time{}
	j.group.account(j)
	return n
}

// Close forgets everything for ever: nothing is added any more, and whoever waits for something here need
// not.
func (j *Journal) Close() {
	j.group.allMu.Lock()
	defer j.group.allMu.Unlock()
	j.group.unlist(j)
	j.mu.Lock()
	defer j.mu.Unlock()
	j.clear()
	j.closed = true
	j.watches.wakeAll()
}

// hide takes something out of the texts of all entries.
func (j *Journal) hide(hide func(string) string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for i := range j.count {
		s := j.at(i)
		e := s.Entry
		texts := []*string{&e.Method, &e.URL, &e.Host, &e.User, &e.Reason, &e.Uncut, &e.Nearest}
		before := []string{e.Method, e.URL, e.Host, e.User, e.Reason, e.Uncut, e.Nearest, string(e.Body), string(e.Reply)}
		for k, text := range texts {
			*text = hide(before[k])
		}
		body, reply := hide(before[6]), hide(before[7])
		header, length, changed := hideIn(e.Header, hide)
		if !changed && slices.Equal(before, []string{e.Method, e.URL, e.Host, e.User, e.Reason, e.Uncut, e.Nearest, body, reply}) {
			continue
		}
		e.Body, e.Reply = []byte(body), []byte(reply)
		j.update(s, func(now *Entry) { *now = e })
		s.Header, s.header = header, length
		j.measure(s)
	}
}

// hideIn returns a header without something, how long it is, and whether that is another one. The one given
// may be somebody's.
func hideIn(header map[string][]string, hide func(string) string) (hidden map[string][]string, length int, changed bool) {
	hidden = make(map[string][]string, len(header))
	for key, values := range header {
		name, shown := hide(key), slices.Clone(values)
		for i := range shown {
			shown[i] = hide(shown[i])
		}
		changed = changed || name != key || !slices.Equal(shown, values)
		hidden[name] = shown
		length += headerLength(name, shown)
	}
	return hidden, length, changed
}
