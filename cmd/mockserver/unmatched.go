package main

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/chatdouble/mockserver/internal/oncelog"
	"github.com/chatdouble/mockserver/internal/sigverify"
)

// unmatched are requests that matched no operation, those with the same reason together. The journal would
// tell too, but the command can empty it, and it forgets the oldest. Safe for concurrent use.
type unmatched struct {
	mu    sync.Mutex
	count int
	kinds []*unmatchedKind // at most shownUnmatched
}

// unmatchedKind is what requests have in common that failed for one reason.
type unmatchedKind struct {
	kind                string
	method, url, reason string // of the first
	count               int
}

const shownUnmatched = 50

// note takes a request that matched no operation: its method, its URL, and why it was refused.
func (u *unmatched) note(method, target, reason string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	u.count++
	// A reason may quote the path, which has an id in it: without it those of one kind are equal.
	path, _, _ := strings.Cut(target, "?")
	kind := method + " " + oncelog.PathKind(path) + " " + strings.ReplaceAll(reason, path, "")
	at := slices.IndexFunc(u.kinds, func(k *unmatchedKind) bool { return k.kind == kind })
	switch {
	case at >= 0:
		u.kinds[at].count++
	case len(u.kinds) < shownUnmatched:
		u.kinds = append(u.kinds, &unmatchedKind{kind, method, unsigned(target), reason, 1})
	}
}

// unsigned is a URL without what each call has of its own: parallel tests differ in it and in nothing else.
func unsigned(target string) string {
	path, query, ok := strings.Cut(target, "?")
	if !ok {
		return target
	}
	kept := slices.DeleteFunc(strings.Split(query, "&"), func(pair string) bool {
		name, _, _ := strings.Cut(pair, "=")
		if plain, err := url.QueryUnescape(name); err == nil {
			name = plain
		}
		return slices.Contains(sigverify.Parameters, name)
	})
	if len(kept) == 0 {
		return path
	}
	return path + "?" + strings.Join(kept, "&")
}

// String lists them, a line each.
func (u *unmatched) String() string {
	u.mu.Lock()
	defer u.mu.Unlock()
	var text strings.Builder
	fmt.Fprintf(&text, "%s matched no operation:", count(u.count, "request"))
	more := u.count
	for _, k := range u.kinds {
		fmt.Fprintf(&text, "\n  %s %s: %s", visible(k.method), visible(k.url), visible(k.reason))
		if k.count > 1 {
			fmt.Fprintf(&text, " (%d times)", k.count)
		}
		more -= k.count
	}
	if more > 0 {
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
