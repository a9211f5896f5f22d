package secrets

import (
	"net/url"
	"strconv"
	"strings"
)

// Shortest is how many bytes a secret must have to be looked for in texts. A shorter one may be a part of
// any word: to hide it everywhere would blur what everybody may read.
const Shortest = 8

const (
	longest = 16 // from so many bytes on a secret is long: parts of it are hidden too, see windows
	window  = 12 // so many bytes in a row belong to a long secret; fewer may be there by chance
	step    = 8  // from one window of a long secret to the next
	telling = 5  // so many bytes of a secret at the end of a text that was cut are its beginning
)

// index finds secrets in texts. What it costs depends on the length of the text alone, not on how many
// secrets there are, nor on how alike they are: it knows them by hashes of pieces of them, and looks at
// each place of a text whether a piece begins there (Rabin and Karp). Letters count alike in both cases: a
// key of hex digits is as good in capitals.
//
// A secret of fewer than 16 bytes is one piece. A longer one is known by windows of 12 bytes: of one that
// has a byte too many, too few or another, never 12 bytes in a row are left, and 19 bytes of one are found
// wherever they come from.
//
// Whoever uses it locks it.
type index struct {
	pieces map[uint64]int32 // how many secrets have the piece with this hash
	sizes  [longest]int32   // how many pieces there are of each length
	filter filter
}

// add makes a secret known. It must be taken out as often as it was added.
func (x *index) add(secret string) { x.change(secret, 1) }

func (x *index) remove(secret string) { x.change(secret, -1) }

func (x *index) change(secret string, by int32) {
	for _, form := range forms(secret) {
		if len(form) < Shortest {
			continue
		}
		x.count(form[:telling], by)
		if len(form) < longest {
			x.count(form, by)
			continue
		}
		for at := 0; at < len(form)-window; at += step {
			x.count(form[at:at+window], by)
		}
		x.count(form[len(form)-window:], by)
	}
}

func (x *index) count(piece string, by int32) {
	if x.pieces == nil {
		x.pieces = make(map[uint64]int32)
	}
	key := keyOf(piece)
	x.sizes[len(piece)] += by
	switch x.pieces[key] += by; {
	case x.pieces[key] == 0:
		delete(x.pieces, key)
	case x.pieces[key] == by && !x.filter.add(key): // a new one
		x.filter = newFilter(len(x.pieces))
		for other := range x.pieces {
			x.filter.add(other)
		}
	}
}

// hide returns the text without what is known. cut says that the text goes on where it ends here: then
// the beginning of a secret at its end is hidden too.
func (x *index) hide(text string, cut bool) string {
	var hidden []bool // for each byte of the text; nil as long as there is nothing to hide
	mark := func(from, to int) {
		if hidden == nil {
			hidden = make([]bool, len(text))
		}
		for i := from; i < to; i++ {
			hidden[i] = true
		}
	}
	for size := Shortest; size < longest; size++ {
		if x.sizes[size] > 0 {
			x.find(text, size, mark)
		}
	}
	if cut && x.sizes[telling] > 0 {
		for at := max(0, len(text)-longest+1); at+telling <= len(text); at++ {
			if x.has(keyOf(text[at : at+telling])) {
				mark(at, len(text))
				break
			}
		}
	}
	if hidden == nil {
		return text
	}
	return cover(text, hidden)
}

// find shows mark where pieces of that size stand.
func (x *index) find(text string, size int, mark func(from, to int)) {
	if len(text) < size {
		return
	}
	out := power(size)
	var h uint64
	for i := range len(text) {
		h = h*base + fold(text[i])
		if i >= size {
			h -= out * fold(text[i-size])
		}
		if i >= size-1 && x.has(salted(h, size)) {
			mark(i+1-size, i+1)
		}
	}
}

func (x *index) has(key uint64) bool { return x.filter.may(key) && x.pieces[key] > 0 }

// cover puts a mask in the place of each run of bytes that are hidden.
func cover(text string, hidden []bool) string {
	var out strings.Builder
	for at := 0; at < len(text); {
		end := at
		for end < len(text) && hidden[end] == hidden[at] {
			end++
		}
		if hidden[at] {
			out.WriteString(Mask(text[at:end]))
		} else {
			out.WriteString(text[at:end])
		}
		at = end
	}
	return out.String()
}

// Stars stand where a secret was.
const Stars = "***"

// Mask is what is shown in the place of a secret: of a long one enough to tell two apart.
func Mask(secret string) string {
	if len(secret) < 24 {
		return Stars
	}
	return secret[:4] + Stars
}

// The hash of a piece is a polynomial of its bytes, so that the next place of a text costs one step.
const base = 0x9e3779b97f4a7c15

func keyOf(piece string) uint64 {
	var h uint64
	for i := range len(piece) {
		h = h*base + fold(piece[i])
	}
	return salted(h, len(piece))
}

// salted tells pieces of different lengths apart, and mixes the lower bits of the polynomial.
func salted(h uint64, size int) uint64 {
	h += uint64(size)
	h ^= h >> 29
	return h * 0xbf58476d1ce4e5b9
}

// power is base to the power of n.
func power(n int) uint64 {
	p := uint64(1)
	for range n {
		p *= base
	}
	return p
}

func fold(b byte) uint64 {
	if 'A' <= b && b <= 'Z' {
		b |= 0x20
	}
	return uint64(b) + 1
}

// filter says of most keys that are not there that they are not, for one look at a few bytes of memory.
type filter struct {
	bits  []uint64
	shift uint // of a key, so that what is left is the place of its bit
	room  int  // for so many keys more
}

// newFilter has room for twice as many keys, at least four bits for each.
func newFilter(keys int) filter {
	shift := uint(64 - 10)
	for 1<<(64-shift) < 8*keys {
		shift--
	}
	return filter{make([]uint64, 1<<(64-shift)/64), shift, 1 << (64 - shift) / 4}
}

// add reports false when there is no room.
func (f *filter) add(key uint64) bool {
	if f.room == 0 {
		return false
	}
	f.room--
	at := key >> f.shift
	f.bits[at/64] |= 1 << (at % 64)
	return true
}

func (f *filter) may(key uint64) bool {
	if f.bits == nil {
		return false
	}
	at := key >> f.shift
	return f.bits[at/64]&(1<<(at%64)) != 0
}

// forms are a secret as it is and as it stands in a URL or in JSON.
func forms(secret string) []string {
	if plain(secret) {
		return []string{secret}
	}
	inJSON := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(secret)
	all := []string{secret}
	for _, form := range []string{url.QueryEscape(secret), url.PathEscape(secret), inJSON, strings.ReplaceAll(inJSON, "/", `\/`)} {
		if form != secret {
			all = append(all, form)
		}
	}
	return all
}

// unescape undoes the escapes %XX of a URL.
func unescape(text string) string {
	if strings.IndexByte(text, '%') < 0 {
		return text
	}
	var out strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] == '%' && i+2 < len(text) {
			if b, err := strconv.ParseUint(text[i+1:i+3], 16, 8); err == nil {
				out.WriteByte(byte(b))
				i += 2
				continue
			}
		}
		out.WriteByte(text[i])
	}
	return out.String()
}

// plain reports whether a secret is written alike everywhere: no character has another form in a URL
// or in JSON.
func plain(secret string) bool {
	for i := range len(secret) {
		c := secret[i]
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '-' && c != '_' {
			return false
		}
	}
	return true
}
