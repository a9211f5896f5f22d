// Package load asks a server for pages of block lists with so little work of its own that what
// takes the time is the server.
package load

import (
	"fmt"
	"strings"
)

// What Fixture holds. Both lists belong to the user Crowded.
const (
	Crowded = "crowded"
	Blocked = 250 // people in each of the two lists

	CometChatAppID = "measured"
	ZIMAppID       = "1234567890"

	APIKey       = "0123456789abcdef0123456789abcdef01234567"
	ServerSecret = "0123456789abcdef0123456789abcdef"
)

// noLimit is a rate limit above every load. Limits stay on: calls are counted and the headers tell.
const noLimit = 1_000_000_000

// Fixture is one app of each vendor, as YAML, in which one user blocks [Blocked] others. The
// others have a name, a picture, a link and metadata: about 440 bytes each in CometChat's JSON and
// 140 in ZIM's.
func Fixture() string {
	var b strings.Builder
	fmt.Fprintf(&b, "cometchat:\n  - appId: %s\n    apiKeys: [{key: %s, scope: fullAccess}]\n"+
		"    limits: {core: %[3]d, standard: %[3]d, app: %[3]d}\n    users:\n", CometChatAppID, APIKey, noLimit)
	fmt.Fprintf(&b, "      - {uid: %s, blocks: [%s]}\n", Crowded, others())
	for i := range Blocked {
		fmt.Fprintf(&b, "      - {uid: %s, name: Person No. %d, avatar: %q, link: %q, statusMessage: At my desk, "+
			"metadata: {city: Amsterdam, team: support, language: nl}}\n",
			other(i), i, avatar(i), "https://people.example.com/profiles/"+other(i))
	}
	fmt.Fprintf(&b, "zim:\n  - appId: %s\n    serverSecret: %s\n    limits: {perSecond: %d}\n    users:\n",
		ZIMAppID, ServerSecret, noLimit)
	fmt.Fprintf(&b, "      - {userId: %s, blacklist: [%s]}\n", Crowded, others())
	for i := range Blocked {
		fmt.Fprintf(&b, "      - {userId: %s, userName: Person No. %d, userAvatar: %q}\n", other(i), i, avatar(i))
	}
	return b.String()
}

func other(i int) string { return fmt.Sprintf("person-%04d", i) }

func avatar(i int) string {
	return fmt.Sprintf("https://pictures.example.com/people/%04d/200x200.png", i)
}

func others() string {
	ids := make([]string, Blocked)
	for i := range ids {
		ids[i] = other(i)
	}
	return strings.Join(ids, ", ")
}
