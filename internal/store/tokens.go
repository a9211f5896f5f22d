package store

import (
	"iter"
	"math"
	"slices"
	"time"
)

// Token lets a client act as one person.
type Token struct {
	Value     string
	UserID    string
	CreatedAt time.Time
	Platform  string
	UserAgent string
	AppInfo   []byte // a compact JSON value; nil when there is none

	came uint64 // grows with every token that comes
}

type tokenList struct{ collection[string, Token] }

var tokens = keep(func(Order) *tokenList {
	return &tokenList{*keyed(
		func(v *Token) string { return v.Value },
		func(a, b *Token) bool {
			if a.UserID != b.UserID {
				return a.UserID < b.UserID
			}
			return a.came > b.came
		})}
})

func (l *tokenList) fork() part { return &tokenList{l.copied()} }

func (l *tokenList) forget(tx *Tx, e *end) {
	if users.of(tx.state).at(e) != nil {
		tx.DeleteTokens(e.id)
	}
}

// PutToken stores a token, in the place of the one with the same value if there is one.
func (tx *Tx) PutToken(t Token) {
	t.CreatedAt = cut(t.CreatedAt)
	c := tokens.in(tx)
	if before, ok := c.get(t.Value); ok && before.UserID == t.UserID {
		t.came = before.came
	} else {
		t.came = c.next()
	}
	tx.tell(t.Value, t.UserID)
	c.put(&t)
}

// Token returns the token with that value.
func (tx *Tx) Token(value string) (Token, bool) {
	return valueOf(tokens.of(tx.state).get(value))
}

// TokenCount is how many tokens a person has.
func (tx *Tx) TokenCount(userID string) (n int) {
	for range tx.Tokens(userID) {
		n++
	}
	return n
}

// Tokens lists a person's tokens, the newest first.
func (tx *Tx) Tokens(userID string) iter.Seq[Token] {
	return func(yield func(Token) bool) {
		for t := range tokens.of(tx.state).by(0).from(&Token{UserID: userID, came: math.MaxUint64}) {
			if t.UserID != userID || !yield(*t) {
				return
			}
		}
	}
}

// DeleteToken removes a token and reports false when there is none.
func (tx *Tx) DeleteToken(value string) bool { return tokens.in(tx).drop(value) }

// DeleteTokens removes all tokens of a person.
func (tx *Tx) DeleteTokens(userID string) {
	for _, t := range slices.Collect(tx.Tokens(userID)) {
		tx.DeleteToken(t.Value)
	}
}
