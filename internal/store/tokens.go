package store

import (
	"iter"
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
}

// tokens holds the tokens of everybody.
type tokens struct {
	values map[string]Token
	byUser map[string][]string // oldest first
}

// PutToken stores a token, in the place of the one with the same value if there is one.
func (tx *Tx) PutToken(t Token) {
	t.CreatedAt = cut(t.CreatedAt)
	if tx.tokens.values == nil {
		tx.tokens.values, tx.tokens.byUser = make(map[string]Token), make(map[string][]string)
	}
	if _, ok := tx.tokens.values[t.Value]; !ok {
		tx.tokens.byUser[t.UserID] = append(tx.tokens.byUser[t.UserID], t.Value)
	}
	tx.tokens.values[t.Value] = t
}

// Token returns the token with that value.
func (tx *Tx) Token(value string) (Token, bool) {
	t, ok := tx.tokens.values[value]
	return t, ok
}

// TokenCount is how many tokens a person has.
func (tx *Tx) TokenCount(userID string) int { return len(tx.tokens.byUser[userID]) }

// Tokens lists a person's tokens, the newest first.
func (tx *Tx) Tokens(userID string) iter.Seq[Token] {
	return func(yield func(Token) bool) {
		for _, value := range slices.Backward(tx.tokens.byUser[userID]) {
			if !yield(tx.tokens.values[value]) {
				return
			}
		}
	}
}

// DeleteToken removes a token and reports false when there is none.
func (tx *Tx) DeleteToken(value string) bool {
	t, ok := tx.tokens.values[value]
	if !ok {
		return false
	}
	delete(tx.tokens.values, value)
	left := tx.tokens.byUser[t.UserID]
	if left = slices.DeleteFunc(left, func(v string) bool { return v == value }); len(left) == 0 {
		delete(tx.tokens.byUser, t.UserID)
	} else {
		tx.tokens.byUser[t.UserID] = left
	}
	return true
}

// DeleteTokens removes all tokens of a person.
func (tx *Tx) DeleteTokens(userID string) {
	for _, value := range tx.tokens.byUser[userID] {
		delete(tx.tokens.values, value)
	}
	delete(tx.tokens.byUser, userID)
}
