package e2e

import (
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// The credentials that CometChat's clients are given, and those whom they know.
const (
	cometApp      = "273aa4e31f90b1c"
	cometKey      = "5a1c1b6bf4a3e8a5f9a7d5c0e2b4d6f8a0c2e4f6"
	hookPassword  = "told-in-secret"
	cometsFixture = `
cometchat:
  - appId: ` + cometApp + `
    region: eu
    apiKeys: [{key: ` + cometKey + `, scope: fullAccess}]
    users:
      - {uid: teacher, name: Teacher}
      - {uid: helper, name: Helper}
      - {uid: anna, name: Anna}
      - {uid: ben, name: Ben}
      - {uid: eve, name: Eve}
      - {uid: desk, name: Help desk}
      - {uid: bridge, name: Bridge}
    groups:
      - {guid: tickets, name: Tickets, type: private, owner: bridge, members: [bridge, anna]}
`
)

// shopTime is when the clients are at work: what happens in one second is listed by names.
var shopTime = time.Date(2026, 5, 4, 9, 0, 0, 0, time.UTC)

var cometClients = []client{
	{"PHP", []string{"php", "-r", "curl_version();"}, []string{"php", "cometchat-clients/groups.php"}, `create course-42 private teacher 1
again ERR_GUID_ALREADY_EXISTS
add moderators/helper added, participants/anna added, participants/ben added, participants/nobody ERR_UID_NOT_FOUND
members helper moderator, anna participant
scope moderator
welcome group_course-42 Welcome! 👋 Beginners
stranger ERR_GROUP_NOT_JOINED
kick The member with ben has been kicked from the Group with course-42.
ban The user with uid anna has been banned from the Group with course-42.
banned anna
history Welcome! 👋
end Group with guid course-42 has been deleted successfully.
gone ERR_GUID_NOT_FOUND
`},
	{"Python", []string{"python3", "--version"}, []string{"python3", "cometchat-clients/inbox.py"}, `inbox [('anna', '2', 'It was number 7.'), ('ben', '1', 'Hello?')]
meta 2
thread ['Where is my order?', 'It was number 7.']
read {'success': True, 'Message': 'All the messages from the user are marked as read for the requesting user.'}
unread 0
seen True
edited action edited It comes on Friday.
not mine {'error': 'ERR_MESSAGE_NOT_A_SENDER', 'status': 403}
react [{'reaction': '👍', 'count': 1, 'reactedByMe': True}]
deleted deleted {'error': 'ERR_MESSAGE_ID_NOT_FOUND', 'status': 404}
find ['Where is my order?']
reset The conversation ben_user_desk has been deleted successfully for UID desk.
left ['anna']
`},
	{"Node", []string{"node", "--version"}, []string{"node", "cometchat-clients/bridge.mjs"}, `ticket bridge group_tickets
reply anna true
thread I have a look, Done
parent 2
nested 400 ERR_MESSAGE_THREAD_NESTING
both true false true
custom custom ticket closed
file 7.pdf
upload door.png png 4 image/png 4
v2.0 anna Anna
v2.0 404 ERR_UID_NOT_FOUND
`},
}

// Programs that keep groups, an inbox and a bridge get what they go on with.
func TestCometChatClients(t *testing.T) {
	t.Parallel()
	for _, c := range cometClients {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			srv := chatdouble.Start(t, chatdouble.WithFixtureYAML("clients.yaml", cometsFixture), chatdouble.WithFrozenTime(shopTime))
			c.mustPrint(t, srv)
		})
	}
}
