package cometchatapi_test

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// The bodies that stand whole in the vendor's recordings (recca0120/comet-chat, fixtures conversation), with their ids
// and times.
const (
	recordedGet = `{"data":{"conversationId":"user_000_user_user_001","conversationType":"user","unreadMessageCount":"0","createdAt":1694804476,"updatedAt":1694804476,"lastMessage":{"id":"1059","conversationId":"user_000_user_user_001","sender":"user_000","receiverType":"user","receiver":"user_001","category":"message","type":"text","data":{"text":"Hi Tom!","entities":{"sender":{"entity":{"uid":"user_000","name":"user_000","role":"default","status":"offline","createdAt":1694804472},"entityType":"user"},"receiver":{"entity":{"uid":"user_001","name":"user_001","role":"default","status":"offline","createdAt":1694804473,"conversationId":"user_000_user_user_001"},"entityType":"user"}}},"sentAt":1694804476,"updatedAt":1694804476},"conversationWith":{"uid":"user_001","name":"user_001","status":"offline","role":"default","createdAt":1694804473,"conversationId":"user_000_user_user_001"}}}`

	recordedUpdate = `"conversationId":"user_000_user_user_001"},"tags":["sent"]}}`

	recordedReset = `{"data":{"success":true,"message":"The conversation user_000_user_user_001 has been deleted successfully for UID user_000."}}`

	recordedFirst = `{"data":[{"conversationId":"user_000_user_user_001","conversationType":"user","unreadMessageCount":"1","createdAt":1694807488,"updatedAt":1694807488,"uid":"user_001","conversationWith":{"uid":"user_000","name":"user_000","status":"offline","role":"default","createdAt":1694807456}}`
	recordedMeta  = `],"meta":{"pagination":{"total":24,"count":5,"per_page":5,"current_page":1,"total_pages":5}}}`

	recordedLast = `{"conversationId":"user_000_user_user_024","conversationType":"user","unreadMessageCount":"1","createdAt":1694807691,"updatedAt":1694807691,"uid":"user_024","lastMessage":{"id":"2094","conversationId":"user_000_user_user_024","sender":"user_000","receiverType":"user","receiver":"user_024","category":"message","type":"text","data":{"text":"Hi Tom!","entities":{"sender":{"entity":{"uid":"user_000","name":"user_000","role":"default","status":"offline","createdAt":1694807456},"entityType":"user"},"receiver":{"entity":{"uid":"user_024","name":"user_024","role":"default","status":"offline","createdAt":1694807485,"conversationId":"user_000_user_user_024"},"entityType":"user"}}},"sentAt":1694807691,"updatedAt":1694807691},"conversationWith":{"uid":"user_000","name":"user_000","status":"offline","role":"default","createdAt":1694807456}}],"meta":{"pagination":{"total":24,"count":4,"per_page":5,"current_page":5,"total_pages":5}}}`

	recordedByUser = `{"data":[{"conversationId":"user_000_user_user_001","conversationType":"user","unreadMessageCount":"1","createdAt":1694807823,"updatedAt":1694807823,"conversationWith":{"uid":"user_000","name":"user_000","status":"offline","role":"default","createdAt":1694807791,"conversationId":"user_000_user_user_001"}}],"meta":{"pagination":{"total":1,"count":1,"per_page":5,"current_page":1,"total_pages":1}}}`
)

func recordedUser(n int, at int64) string {
	return fmt.Sprintf("\n      - {uid: user_%03d, name: user_%03d, createdAt: %s}", n, n, time.Unix(at, 0).UTC().Format(time.RFC3339))
}

const hiTom = `{"receiver":"user_001","receiverType":"user","category":"message","type":"text","data":{"text":"Hi Tom!"}}`

func TestRecordedConversation(t *testing.T) {
	t.Parallel()
	w := newWorld(t, recordedUser(0, 1694804472)+recordedUser(1, 1694804473)+"\n    lastMessageId: 1058\n")
	w.clock.Freeze(time.Unix(1694804476, 0))
	w.must("POST", "/v3/messages", hiTom, "onBehalfOf", "user_000")
	const path = "/v3/users/user_001/conversation"
	if got := w.must("GET", path, "", "onBehalfOf", "user_000"); got != recordedGet {
		t.Errorf("got\n%s, recorded\n%s", got, recordedGet)
	}
	w.clock.Advance(time.Minute)
	if got := w.must("PUT", path, `{"tags":["sent"]}`, "onBehalfOf", "user_000"); got != strings.TrimSuffix(recordedGet, `"conversationId":"user_000_user_user_001"}}}`)+recordedUpdate {
		t.Errorf("with tags it is\n%s", got)
	}
	if got := w.must("DELETE", path, "", "onBehalfOf", "user_000"); got != recordedReset {
		t.Errorf("the reset is answered\n%s", got)
	}
}

// Of 24 unread conversations, as the recording test leaves them: all messages were deleted before the next was sent.
func TestRecordedConversations(t *testing.T) {
	t.Parallel()
	people, talks, rows := recordedUser(0, 1694807456), "", ""
	for n := 1; n <= 24; n++ {
		people += recordedUser(n, 1694807461+int64(n))
		if n == 24 {
			break
		}
		at := time.Unix(1694807488+int64(n-1), 0).UTC().Format(time.RFC3339)
		talks += fmt.Sprintf("\n      - {between: [user_000, user_%03d], createdAt: %s, updatedAt: %s, lastMessageId: %d}", n, at, at, 2000+n)
		rows += fmt.Sprintf("\n      - {user: user_%03d, with: user_000, unread: 1}", n)
	}
	w := newWorld(t, people+"\n    lastMessageId: 2093\n    talks:"+talks+"\n    conversations:"+rows+"\n")
	w.clock.Freeze(time.Unix(1694807691, 0))
	w.must("POST", "/v3/messages", strings.Replace(hiTom, "001", "024", 1), "onBehalfOf", "user_000")
	first := w.must("GET", "/v3/conversations?unread=1&perPage=5&page=1", "")
	if !strings.HasPrefix(first, recordedFirst) || !strings.HasSuffix(first, recordedMeta) {
		t.Errorf("the first page is\n%s, recorded\n%s", first, recordedFirst)
	}
	if last := w.must("GET", "/v3/conversations?unread=1&perPage=5&page=5", ""); !strings.HasSuffix(last, recordedLast) {
		t.Errorf("the last page is\n%s, recorded\n%s", last, recordedLast)
	}
}

func TestRecordedConversationsOfAUser(t *testing.T) {
	t.Parallel()
	w := newWorld(t, recordedUser(0, 1694807791)+recordedUser(1, 1694807792)+`
    talks: [{between: [user_000, user_001], createdAt: 2023-09-15T19:57:03Z, updatedAt: 2023-09-15T19:57:03Z, lastMessageId: 2095}]
    conversations: [{user: user_001, with: user_000, unread: 1}]
`)
	if got := w.must("GET", "/v3/conversations?perPage=5&page=1", "", "onBehalfOf", "user_001"); got != recordedByUser {
		t.Errorf("got\n%s, recorded\n%s", got, recordedByUser)
	}
}
