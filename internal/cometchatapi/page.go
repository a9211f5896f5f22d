package cometchatapi

import (
	"strconv"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// Bounds of a page. The largest size is documented for users, friends and groups and assumed for the
// rest.
const (
	defaultPerPage = 100
	maxPerPage     = 1000
)

// page is which part of a list is asked for.
type page struct{ Number, Size int }

// offset is the position of the page's first entry. It stops at the largest number instead of
// going round.
func (p page) offset() int {
	const largest = int(^uint(0) >> 1)
	if p.Number-1 > largest/p.Size {
		return largest
	}
	return (p.Number - 1) * p.Size
}

// decodePage reads perPage, or per_page as the SDKs write it, and page.
func decodePage(q gateway.Query) (p page, wrong []detail) {
	name := "perPage"
	if _, ok := given(q, name); !ok {
		name = "per_page"
	}
	p.Size, wrong = decodeNumber(q, name, defaultPerPage, maxPerPage, nil)
	p.Number, wrong = decodeNumber(q, "page", 1, 0, wrong)
	return p, wrong
}

// decodeNumber reads a number from 1 to most (0: no bound). The texts are those of the framework
// that the recorded validation errors come from.
func decodeNumber(q gateway.Query, name string, missing, most int, wrong []detail) (int, []detail) {
	text, ok := given(q, name)
	if !ok {
		return missing, wrong
	}
	n, err := strconv.Atoi(text)
	switch {
	case err != nil:
		return 0, append(wrong, detail{name, "The " + words(name) + " must be an integer."})
	case n < 1:
		return 0, append(wrong, detail{name, "The " + words(name) + " must be at least 1."})
	case most > 0 && n > most:
		return 0, append(wrong, detail{name, "The " + words(name) + " may not be greater than " + strconv.Itoa(most) + "."})
	}
	return n, wrong
}

// given returns a parameter, trimmed. An empty one counts as missing, and of a repeated one the
// last counts, as in PHP.
func given(q gateway.Query, name string) (string, bool) {
	value, _ := q.Last(name)
	value = strings.TrimSpace(value)
	return value, value != ""
}

// truth reads a boolean query parameter: true or 1; all else is false.
func truth(q gateway.Query, name string) bool {
	text, _ := given(q, name)
	return text == "true" || text == "1"
}

// commaList reads a list in a query: separated by commas, or the parameter repeated, with or
// without [].
func commaList(q gateway.Query, name string) []string {
	var list []string
	for _, p := range q {
		if p.Name != name && p.Name != name+"[]" {
			continue
		}
		for item := range strings.SplitSeq(p.Value, ",") {
			if item = strings.TrimSpace(item); item != "" {
				list = append(list, item)
			}
		}
	}
	return list
}

// words splits a parameter's name into lower-case words: blockedUids becomes "blocked uids".
func words(name string) string {
	var b strings.Builder
	for _, r := range name {
		switch {
		case r >= 'A' && r <= 'Z':
			b.WriteByte(' ')
			b.WriteRune(r + 'a' - 'A')
		case r == '_':
			b.WriteByte(' ')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// appendRelationMeta appends the meta of a list of people around one person. The vendor does not
// count such a list: total is always 0, and there is a next page as long as this one is full
// (recca0120/comet-chat, fixture block_user/list_block_users, five pages).
func appendRelationMeta(dst []byte, p page, count int, newest time.Time) []byte {
	pages := p.Number
	if count == p.Size {
		pages++
	}
	dst = append(dst, `"meta":{"pagination":{"total":0,"count":`...)
	dst = strconv.AppendInt(dst, int64(count), 10)
	dst = append(dst, `,"per_page":`...)
	dst = strconv.AppendInt(dst, int64(p.Size), 10)
	dst = append(dst, `,"current_page":`...)
	dst = strconv.AppendInt(dst, int64(p.Number), 10)
	dst = append(dst, `,"total_pages":`...)
	dst = strconv.AppendInt(dst, int64(pages), 10)
	dst = append(dst, '}')
	if count > 0 {
		dst = append(dst, `,"cursor":{"updatedAt":`...)
		dst = strconv.AppendInt(dst, newest.Unix(), 10)
		dst = append(dst, `,"affix":"prepend"}`...)
	}
	return append(dst, '}')
}
