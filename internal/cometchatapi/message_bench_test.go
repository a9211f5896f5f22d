package cometchatapi

import (
	"fmt"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/store"
)

// hall is a store with messages of one user, u0, to many others in turn, as it is read without a connection.
func hall(b *testing.B, others, messages int) *store.Tx {
	b.Helper()
	kept := store.New(store.ByTime)
	data := make([]store.Data, 100)
	for i := range data {
		data[i] = dataOf(fmt.Appendf(nil, `{"text":"Shall we meet at %d in front of the station, or is that too far?","entities":{"sender":{"entity":{"uid":"u0","name":"Person","role":"default",`+
			`"status":"offline","createdAt":1694807456},"entityType":"user"},"receiver":{"entity":{"uid":"u1","name":"Person","role":"default","status":"offline",`+
			`"createdAt":1694807485,"conversationId":"u0_user_u1"},"entityType":"user"}}}`, i))
	}
	begin := time.Unix(1_700_000_000, 0)
	_ = kept.Update(begin, func(tx *store.Tx) error {
		for i := range messages {
			at := begin.Add(time.Duration(i) * time.Second)
			put(tx, store.Message{
				Sender: "u0", Receiver: fmt.Sprint("u", 1+i%others), Category: "message", Type: "text", Data: data[i%len(data)], SentAt: at, UpdatedAt: at,
			})
		}
		return nil
	})
	tx := &store.Tx{}
	kept.Begin(tx, begin)
	return tx
}

// pageInHall makes an answer of a list, and returns how long it is.
func pageInHall(b *testing.B, tx *store.Tx, me string, dst []byte, query ...string) []byte {
	q := messagesQuery{Limit: 100}
	for i := 0; i < len(query); i += 2 {
		switch query[i] {
		case "id":
			_, _ = fmt.Sscan(query[i+1], &q.ID)
		case "affix":
			q.Affix = query[i+1]
		case "searchKey":
			q.SearchKey = query[i+1]
		case "conversationId":
			q.ConversationID = query[i+1]
		}
	}
	a, err := listAllMessages.Run(tx, caller{Me: me}, q)
	if err != nil {
		b.Fatal(err)
	}
	return showMessages(dst[:0], a)
}

// A page of 100 among a million messages (-short: ten thousand), at its beginning, in the middle and at its end, both
// ways: of all, and of one user with 300 conversations. The metric x-first is how many times as long it takes as the
// first page of all: at most 1.5 without a user.
func BenchmarkAllMessages(b *testing.B) {
	many := 1_000_000
	if testing.Short() {
		many = 10_000
	}
	tx := hall(b, 300, many)
	var first float64
	for _, bm := range []struct{ name, me, affix string }{
		{"all/append", "", "append"}, {"all/prepend", "", "prepend"}, {"mine/append", "u0", "append"}, {"mine/prepend", "u0", "prepend"},
	} {
		for _, percent := range []int{0, 10, 50, 90, 99} {
			id := fmt.Sprint(many*percent/100 + 101*(100-percent)/100)
			b.Run(fmt.Sprint(bm.name, "-", percent), func(b *testing.B) {
				var dst []byte
				b.ReportAllocs()
				for b.Loop() {
					dst = pageInHall(b, tx, bm.me, dst, "affix", bm.affix, "id", id)
				}
				each := float64(b.Elapsed()) / float64(b.N)
				if first == 0 {
					first = each
				}
				b.ReportMetric(each/first, "x-first")
			})
		}
	}
}

// A text that nobody has written, and one of few, in a conversation of 100,000 messages: at most 50 ms.
func BenchmarkSearchMessages(b *testing.B) {
	tx := hall(b, 1, 100_000)
	for _, key := range []string{"nowhere", "STATION, OR IS IT", "étoile", "a"} {
		for _, me := range []string{"", "u1"} {
			b.Run(fmt.Sprint(key, me), func(b *testing.B) {
				var dst []byte
				b.ReportAllocs()
				for b.Loop() {
					dst = pageInHall(b, tx, me, dst, "conversationId", "u0_user_u1", "searchKey", key)
				}
			})
		}
	}
}
