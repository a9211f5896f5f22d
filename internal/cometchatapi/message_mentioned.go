package cometchatapi

import (
	"slices"

	"github.com/chatdouble/mockserver/internal/store"
)

// mentionInfo says what a list shows of those whom a message mentions beside what the message keeps.
type mentionInfo struct {
	WithBlocks bool `json:"mentionsWithBlockedInfo"`
	WithLabels bool `json:"mentionsWithTagInfo"`
}

// blockMembers are what a user has of a block.
var blockMembers = []string{"hasBlockedMe", "hasBlockedMeAt", "blockedByMe", "blockedByMeAt", "blockedAt"}

// mentioned is the data of a message with it.
func (q *messagesReader) mentioned(tx *store.Tx, m *store.Message) []byte {
	if !q.WithBlocks && !q.WithLabels || !holdsSome(topLevel(m.Data.Own(), "mentions")) {
		return m.Data.Bytes()
	}
	all, _ := parseJSON(m.Data.Bytes()).(object)
	mentions, _ := all.get("mentions").(object)
	for i := range mentions {
		if person, ok := mentions[i].Value.(object); ok {
			mentions[i].Value = q.informed(tx, mentions[i].Name, person)
		}
	}
	sortStored(all)
	return appendJSON(nil, all)
}

// informed is a person as the message keeps it, with what is asked for as it is now.
func (q *messagesReader) informed(tx *store.Tx, uid string, person object) object {
	u, ok := tx.User(uid)
	if !ok {
		return person
	}
	row := store.Row{User: u}
	var names []string
	if q.WithBlocks && q.Me != "" && q.Me != uid {
		row, names = tx.Between(q.Me, uid), slices.Clone(blockMembers)
	}
	if q.WithLabels {
		names = append(names, "tags")
	}
	now, _ := parseJSON(appendUser(nil, row, view{tags: q.WithLabels})).(object)
	person = slices.DeleteFunc(slices.Clone(person), func(m member) bool { return slices.Contains(names, m.Name) })
	for _, m := range now {
		if slices.Contains(names, m.Name) {
			person = append(person, m)
		}
	}
	return person
}
