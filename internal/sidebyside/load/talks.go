package load

import (
	"fmt"
	"strings"
)

// What Talks holds.
const (
	Group        = "crowd"
	GroupMembers = 500

	chats = 100
)

// Talks is an app of each vendor, as JSON, with a group and a conversation of its first two members. In that of CometChat
// some have written to Crowded, too. A member takes about 80 bytes of an answer of ZIM and 190 of one of CometChat, a
// message about 190 and 650, a conversation about 1,000.
func Talks(messages int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `{"zim":[{"appId":%s,"serverSecret":%q,"limits":{"perSecond":%[3]d,"messagesPerSecond":%[3]d},"users":[`,
		ZIMAppID, ServerSecret, noLimit)
	list(&b, GroupMembers, func(i int) string {
		return fmt.Sprintf(`{"userId":%q,"userName":"Person No. %d","userAvatar":%q}`, other(i), i, avatar(i))
	})
	fmt.Fprintf(&b, `],"groups":[{"groupId":%q,"owner":%q,"members":[`, Group, other(0))
	list(&b, GroupMembers, func(i int) string { return fmt.Sprintf("%q", other(i)) })
	b.WriteString(`]}],"messages":[`)
	list(&b, messages, func(i int) string {
		return fmt.Sprintf(`{"from":%q,"to":%q,"text":%q}`, other(i%2), other(1-i%2), text(i))
	})
	fmt.Fprintf(&b, `]}],"cometchat":[{"appId":%q,"apiKeys":[{"key":%q,"scope":"fullAccess"}],"limits":{"core":%[3]d,"standard":%[3]d,"app":%[3]d},"users":[{"uid":%[4]q},`,
		CometChatAppID, APIKey, noLimit, Crowded)
	list(&b, GroupMembers, func(i int) string {
		return fmt.Sprintf(`{"uid":%q,"name":"Person No. %d","avatar":%q}`, other(i), i, avatar(i))
	})
	fmt.Fprintf(&b, `],"groups":[{"guid":%q,"owner":%q,"members":[`, Group, other(0))
	list(&b, GroupMembers, func(i int) string { return fmt.Sprintf("%q", other(i)) })
	b.WriteString(`]}],"messages":[`)
	list(&b, messages, func(i int) string {
		return fmt.Sprintf(`{"sender":%q,"receiver":%q,"data":{"text":%q}}`, other(i%2), other(1-i%2), text(i))
	})
	b.WriteString(",")
	list(&b, chats, func(i int) string {
		return fmt.Sprintf(`{"sender":%q,"receiver":%q,"data":{"text":%q}}`, other(i), Crowded, text(i))
	})
	b.WriteString("]}]}\n")
	return b.String()
}

// list writes entries with commas between them.
func list(b *strings.Builder, n int, entry func(int) string) {
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(entry(i))
	}
}

func text(i int) string { return fmt.Sprintf("Shall we meet at %d in front of the station?", i) }
