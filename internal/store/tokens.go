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
	values dict[string, Token]
	byUser lists[string, string] // oldest first
}

func (t *tokens) fork() tokens { return tokens{t.values.fork(), t.byUser.fork()} }

// PutToken stores a token, in the place of the one with the same value if there is one.
func (tx *Tx) PutToken(t Token) {
	t.CreatedAt = cut(t.CreatedAt)
	before, ok := tx.tokens.values.get(t.Value)
	if ok && before.UserID != t.UserID {
		ok = !tx.DeleteToken(t.Value)
	}
	if !ok {
		tx.tokens.byUser.append(t.UserID, t.Value)
	}
	tx.tell(t.Value, t.UserID)
	tx.tokens.values.put(t.Value, t)
}

// Token returns the token with that value.
func (tx *Tx) Token(value string) (Token, bool) {
	t, ok := tx.tokens.values.get(value)
	return t, ok
}

// TokenCount is how many tokens a person has.
func (tx *Tx) TokenCount(userID string) int { return len(tx.tokens.byUser.at(userID)) }

// Tokens lists a person's tokens, the newest first.
func (tx *Tx) Tokens(userID string) iter.Seq[Token] {
	return func(yield func(Token) bool) {
		for _, value := range slices.Backward(tx.tokens.byUser.at(userID)) {
			if t, _ := tx.tokens.values.get(value); !yield(t) {
				return
			}
		}
	}
}

// DeleteToken removes a token and reports false when there is none.
func (tx *Tx) DeleteToken(value string) bool {
	t, ok := tx.tokens.values.get(value)
	if !ok {
		return false
	}
	tx.tokens.values.delete(value)
	tx.tokens.byUser.remove(t.UserID, value)
	return true
}

// DeleteTokens removes all tokens of a person.
func (tx *Tx) DeleteTokens(userID string) {
	for _, value := range tx.tokens.byUser.at(userID) {
		tx.tokens.values.delete(value)
	}
	tx.tokens.byUser.delete(userID)
}
