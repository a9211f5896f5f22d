package cometchatapi

import (
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/wire"
)

// messageCount is how many messages of a conversation somebody has not read.
type messageCount struct {
	EntityType string `json:"entityType"`
	EntityID   string `json:"entityId"`
	Count      int    `json:"count"`
}

var countsPlan = wire.For[data[[]messageCount]](wire.PHP)

// counts are those of the conversations that have any, as the vendor's SDK reads them.
func (q *messagesReader) counts(tx *store.Tx) []messageCount {
	all := []messageCount{}
	for _, s := range q.seats {
		c := messageCount{EntityType: "user", EntityID: s.with}
		if s.group {
			c.EntityType = toGroup
		}
		for m := range tx.MessagesAfter(s.talk, uint64(min(s.read, int64(tx.LastMessage())))) {
			if q.sees(s, m) && q.matches(tx, s, m) {
				c.Count++
			}
		}
		if c.Count > 0 {
			all = append(all, c)
		}
	}
	return all
}
