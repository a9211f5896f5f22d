package store

// KeepNewest removes the oldest messages of a conversation, so that at most so many are left. The numbers go on.
func (tx *Tx) KeepNewest(conversation string, most int) {
	list := messages.of(tx.state).ofTalk
	from := list.search(func(m *Message) bool { return m.Conversation >= conversation })
	to := list.search(func(m *Message) bool { return m.Conversation > conversation })
	var old []uint64
	for ; to-from > most; from++ {
		old = append(old, list.at(from).ID)
	}
	for _, id := range old {
		tx.dropMessage(id)
	}
}
