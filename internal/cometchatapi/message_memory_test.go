package cometchatapi_test

import (
	"fmt"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// A text message of 40 bytes takes less than 600 bytes of memory, although its data says who the two people are.
func TestMemoryOfAMessage(t *testing.T) { // not parallel: it measures the heap
	const messages = 10_000
	srv, err := chatdouble.New(chatdouble.WithLimits(false), chatdouble.WithJournalSize(1))
	if err != nil {
		t.Fatal(err)
	}
	app := srv.CometChat(t)
	app.SetState("users: [{uid: ann, name: Ann}, {uid: ben, name: Ben}]")
	send := func(n int) {
		for i := range n {
			r := httptest.NewRequest("POST", "/v3/messages", strings.NewReader(fmt.Sprintf(
				`{"receiver":"ben","receiverType":"user","data":{"text":"A text of forty bytes, number %10d"}}`, i)))
			for name, value := range map[string]string{
				"appId": app.AppID, "apiKey": app.APIKey, "onBehalfOf": "ann", "Content-Type": "application/json",
			} {
				r.Header.Set(name, value)
			}
			w := httptest.NewRecorder()
			if srv.ServeHTTP(w, r); w.Code != 200 {
				t.Fatal(w.Body)
			}
		}
	}
	heap := func() uint64 {
		runtime.GC()
		runtime.GC() // what pools have kept goes with the second
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	send(100) // what is made once
	before := heap()
	send(messages)
	each := float64(heap()-before) / messages
	runtime.KeepAlive(srv)
	if t.Logf("%.1f bytes a message", each); each >= 600 {
		t.Error("it takes more than 600")
	}
}
