package zegoapi

// numbered is one page of a list whose pages are counted: 0, 1, 2 and so on. A changed Limit turns another list of
// pages, as a counter would.
type numbered struct {
	from  int   // the position of the page's first row
	limit int   // how many rows it has at most
	next  int64 // the number of the page behind it; 0: it is the last one
}

// pageNumber finds a page of a list. most is the largest page, and what a limit counts as that is missing, 0 or larger.
// A page behind the last one has no rows.
func pageNumber(next, limit int64, most, total int) numbered {
	if limit == 0 || limit > int64(most) {
		limit = int64(most)
	}
	if next > int64(total) { // before it is multiplied
		return numbered{from: total, limit: int(limit)}
	}
	p := numbered{from: min(int(next*limit), total), limit: int(limit)}
	if p.from+p.limit < total {
		p.next = next + 1
	}
	return p
}
