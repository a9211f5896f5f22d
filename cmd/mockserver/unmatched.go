package main

import (
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/chatdouble/mockserver/chatdouble"
)

// unmatched are requests that matched no operation. The journal would tell too, but the command can
// empty it, and it forgets the oldest. Safe for concurrent use.
type unmatched struct {
	mu    sync.Mutex
	count int
	first []chatdouble.Request // at most shownUnmatched
}

const shownUnmatched = 50

func (u *unmatched) note(r chatdouble.Request) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.count++
	if len(u.first) < shownUnmatched {
		u.first = append(u.first, r)
	}
}

// String lists them, a line each.
func (u *unmatched) String() string {
	u.mu.Lock()
	defer u.mu.Unlock()
	var text strings.Builder
	fmt.Fprintf(&text, "%s matched no operation:", count(u.count, "request"))
	for _, r := range u.first {
		fmt.Fprintf(&text, "\n  %s %s: %s", visible(r.Method), visible(r.URL), visible(r.Reason))
	}
	if more := u.count - len(u.first); more > 0 {
		fmt.Fprintf(&text, "\n  and %d more", more)
	}
	return text.String()
}

// visible keeps what a client sent from doing something to a terminal.
func visible(s string) string {
	if strings.ContainsFunc(s, func(r rune) bool { return !strconv.IsPrint(r) }) {
		return strconv.Quote(s)
	}
	return s
}
