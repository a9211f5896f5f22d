package cometchatapi

import (
	"strconv"
	"time"

	"github.com/chatdouble/mockserver/internal/store"
)

// settles is how long a message is new to its sender.
func (c *choices) settles() time.Duration {
	ms, _ := strconv.Atoi(c.SettleMs) // digits, as the fixture has it
	return time.Duration(ms) * time.Millisecond
}

// settled refuses what the sender of a message does to it too soon after sending it: to edit, to delete, to react and to
// answer in a thread. With the variant settleMs.
func settled(tx *store.Tx, who caller, m *store.Message) error {
	wait := who.Choices.settles()
	if wait == 0 || actor(who.Me) != m.Sender {
		return nil
	}
	from := m.SentAt.Add(wait)
	if !tx.Now().Before(from) {
		return nil
	}
	return errMessageNoAccess.of(m.Sender, strconv.FormatUint(m.ID, 10)).because(
		"message %d was sent at %s, and its sender may change it from %s on; the variant settleMs is %s",
		m.ID, m.SentAt.Format(exactly), from.Format(exactly), who.Choices.SettleMs)
}

// exactly is how a reason gives a time to the millisecond.
const exactly = "2006-01-02T15:04:05.000Z"

// sentNow is when a message is sent that is sent now: to the millisecond where its age counts so.
func (who *caller) sentNow(tx *store.Tx) time.Time {
	if who.Choices.settles() > 0 {
		return tx.Now()
	}
	return thisSecond(tx)
}
