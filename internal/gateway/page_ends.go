package gateway

import "sync"

// PageEnd is the place where a page of a list has ended: behind one row of a moment. The row may stand elsewhere by now.
type PageEnd struct {
	List   string
	At     int64  // the moment, in nanoseconds since 1970
	Behind string // the row among those of the moment
}

// mostPageEnds are all that an app remembers. The oldest go first.
const mostPageEnds = 1 << 13

// PageEnds gives numbers to the ends of pages, for lists whose cursors are numbers that are too small to hold one. One
// has the same number whenever it is given. The zero value is ready, and it is safe for concurrent use.
type PageEnds struct {
	mu      sync.Mutex
	numbers map[PageEnd]uint32
	given   []PageEnd // in the order of their numbers
	gone    uint32    // how many have gone
}

// Number is that of a page's end.
func (p *PageEnds) Number(of PageEnd) uint32 {
	p.mu.Lock()
	defer p.mu.Unlock()
	if n, ok := p.numbers[of]; ok {
		return n
	}
	if p.numbers == nil {
		p.numbers = make(map[PageEnd]uint32)
	}
	if len(p.given) == mostPageEnds {
		delete(p.numbers, p.given[0])
		p.given = p.given[1:]
		p.gone++
	}
	n := p.gone + uint32(len(p.given))
	p.numbers[of] = n
	p.given = append(p.given, of)
	return n
}

// Of is the end that a number was given to; false when there was none, or it is long ago.
func (p *PageEnds) Of(number uint32) (PageEnd, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	at := number - p.gone
	if number < p.gone || at >= uint32(len(p.given)) {
		return PageEnd{}, false
	}
	return p.given[at], true
}

func (p *PageEnds) forget() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.gone += uint32(len(p.given)) // a number never means another end than it was given to
	p.numbers, p.given = nil, nil
}
