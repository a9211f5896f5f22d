package store

import "slices"

// pageSize is how many values one page of an array holds: few enough that the first write to a
// page after a snapshot copies at most 16 kB, many enough that a million values are 2,000 pages.
const pageSize = 512

// pages is an array that grows at its end. Its fork has the same pages; whoever writes to one
// first copies it.
type pages[T any] struct {
	pages  []page[T]
	length int

	// copyPage copies the values of a page where a plain copy would not do; nil otherwise.
	copyPage func(to, from []T)
}

type page[T any] struct {
	values []T
	shared bool // others may have it too: not to be written
}

// fork returns an array with the same values. From then on only the fork may be written to.
func (p *pages[T]) fork() pages[T] {
	f := pages[T]{pages: slices.Clone(p.pages), length: p.length, copyPage: p.copyPage}
	for i := range f.pages {
		f.pages[i].shared = true
	}
	return f
}

// get returns a value to be read. It must not be used after own or push.
func (p *pages[T]) get(i uint32) *T { return &p.pages[i/pageSize].values[i%pageSize] }

// own returns a value to be written. It stays the same until push, or the array is forked.
func (p *pages[T]) own(i uint32) *T {
	if page := &p.pages[i/pageSize]; page.shared {
		p.unshare(page)
	}
	return p.get(i)
}

func (p *pages[T]) unshare(page *page[T]) {
	values := make([]T, len(page.values), cap(page.values))
	if p.copyPage != nil {
		p.copyPage(values, page.values)
	} else {
		copy(values, page.values)
	}
	page.values, page.shared = values, false
}

// push appends a value and returns its place. The first page grows as it is used, because most
// applications are small; the others never move.
func (p *pages[T]) push(value T) uint32 {
	last := len(p.pages) - 1
	if last < 0 || len(p.pages[last].values) == pageSize {
		room := pageSize
		if last < 0 {
			room = 8
		}
		p.pages = append(p.pages, page[T]{values: make([]T, 0, room)})
		last++
	}
	page := &p.pages[last]
	if page.shared {
		p.unshare(page)
	}
	page.values = append(page.values, value)
	p.length++
	return uint32(p.length - 1)
}
