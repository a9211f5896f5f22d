package cometchatapi_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/cometchatapi"
	"github.com/chatdouble/mockserver/internal/golden"
)

// writes are the operations of this file's fuzz test.
var writes = []struct{ method, target string }{
	{"POST", blockPath},
	{"DELETE", blockPath},
	{"POST", friendsPath},
	{"DELETE", friendsPath},
	{"POST", "/v3/messages"},
}

// FuzzBlockAndMessageBodies sends any body, as JSON or as a form, on behalf of anybody. Property: the
// answer is in the vendor's shape with a status that the call may have; a refused call changes nothing;
// after a call for blocks the list is what its entries say.
func FuzzBlockAndMessageBodies(f *testing.F) {
	for _, seed := range []struct {
		op   uint8
		form bool
		from string
		body string
	}{
		{0, false, "", `{"blockedUids":["bob","Nobody","ALICE","carl","bob"]}`},
		{0, false, "", `{"blockedUids":["bob",""," ",null,7,["x"]]}`},
		{0, true, "", `blockedUids[]=bob&blockedUids[]=carl%20&x=%zz`},
		{0, true, "", `blockedUids=bob&blockedUids[x=1&[]=&=`},
		{1, false, "alice", `{"blockedUids":["dora","\ud83d\ude00","\ud800","` + "\xff" + `"]}`},
		{1, false, "", `{"blockedUids":["` + strings.Repeat(`a","`, 300) + `"]}`},
		{2, false, "", `{"accepted":["bob","alice","K"]}`},
		{3, false, "", `{"friends":["carl","carl"]}`},
		{4, false, "alice", `{"receiver":"bob","data":{"text":"hi","metadata":{"b":1,"a":[1e400,-0,true,null]},"entities":{}}}`},
		{4, false, "alice", `{"receiver":"dora","data":{"text":"hi"}}`},
		{4, false, "dora", `{"receiver":"ALICE","category":"custom","type":"x","data":{"customData":{"text":{"text":{}}}},"tags":["a"],"muid":"/"}`},
		{4, false, "", `{"receiver":"carl","data":"{\"text\":\"x\",\"text\":\"y\",\"\":0}"}`},
		{4, true, "bob", `receiver=carl&type=image&data={"url":"https://x"}&tags[]=a`},
		{4, false, "carl", `{"receiver":"bob","receiverType":"group","data":{"text":"x"}}`},
		{4, false, "alice", `{"multipleReceivers":{"uids":["carl","bob"]},"quotedMessageId":0,"data":{"text":"<@uid:carl><@uid:<@uid:"}}`},
		{4, false, "alice", `{"receiver":"bob","category":"interactive","type":"form","data":{"interactiveData":{"a":1}}}`},
		{4, false, "nobody", `{"receiver":"bob","data":` + strings.Repeat("[", 500) + strings.Repeat("]", 500) + `}`},
		{4, false, "alice", `{"receiver":"bob","category":"custom","data":{"customData":` + strings.Repeat(`{"a":`, 500) + "1" + strings.Repeat("}", 501) + `}`},
	} {
		f.Add(seed.op, seed.form, seed.from, []byte(seed.body))
	}
	srv, err := chatdouble.New(app(`
      - {uid: alice, blocks: [dora], friends: [carl]}
      - {uid: bob, blocks: [alice]}
      - {uid: carl}
      - {uid: dora}
`, ""), chatdouble.WithLimits(false), chatdouble.WithJournalSize(1), chatdouble.WithFrozenTime(noon))
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, op uint8, form bool, from string, body []byte) {
		if err := srv.Reset("cometchat:app"); err != nil {
			t.Fatal(err)
		}
		w := &world{t: t, srv: srv}
		write, kind := writes[int(op)%len(writes)], "application/json"
		if form {
			kind = urlencoded
		}
		r := anything(t, srv, request{
			method: write.method, target: write.target, key: fullKey, body: string(body),
			header: map[string]string{"Content-Type": kind, "onBehalfOf": from},
		}, append(refusedMessages(), "400 ERR_BAD_REQUEST", "403 ERR_BLOCKED_RECEIVER", "404 ERR_UID_NOT_FOUND", "404 ERR_GUID_NOT_FOUND")...)
		answer := r.Body
		if r.Status != http.StatusOK {
			return
		}
		if write.target == "/v3/messages" {
			checkMessage(t, w, answer)
			return
		}
		checkWrite(t, w, write.method, write.target, answer)
	})
}

// refusedMessages are the statuses and codes with which a message is refused for what it is.
func refusedMessages() (all []string) {
	for _, code := range cometchatapi.Codes() {
		if code.Status == http.StatusBadRequest && slices.Contains(code.Operations, "SendBotMessage") {
			all = append(all, "400 "+code.Code)
		}
	}
	return append(all, "404 ERR_MESSAGE_ID_NOT_FOUND")
}

// checkMessage reads the answer to a message that was sent.
func checkMessage(t *testing.T, w *world, answer string) {
	top, values, err := members([]byte(answer))
	if err != nil || !slices.Equal(top, []string{"data"}) {
		t.Fatalf("%q %v: %s", top, err, answer)
	}
	_, sent, err := members(values["data"])
	if err == nil && (sent["uids"] != nil || sent["guids"] != nil) {
		return // to many
	}
	if err != nil || string(sent["id"]) != `"1"` {
		t.Fatalf("%v: %s", err, answer)
	}
	_, values, err = members([]byte(w.must("GET", "/v3/messages/1", "")))
	if err != nil {
		t.Fatal(err)
	}
	_, stored, err := members(values["data"])
	if err != nil {
		t.Fatal(err)
	}
	// Read back it is the same, in another order.
	for name, value := range sent {
		if name == "data" {
			value, stored[name] = sorted(t, value), sorted(t, stored[name])
		}
		if !bytes.Equal(value, stored[name]) {
			t.Errorf("%s was %s, is %s", name, value, stored[name])
		}
	}
}

// sorted is a JSON value with its members in the order of their names.
func sorted(t *testing.T, value []byte) []byte {
	d := json.NewDecoder(bytes.NewReader(value))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%v: %s", err, value)
	}
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// checkWrite reads the entries of a call and compares the lists afterwards with them.
func checkWrite(t *testing.T, w *world, method, target, answer string) {
	_, values, err := members([]byte(answer))
	if err != nil {
		t.Fatalf("%v: %s", err, answer)
	}
	list, data := blockPath, values["data"]
	if target == friendsPath {
		if method == "DELETE" {
			golden.Bytes(t, "RemoveFriends/removed.json", []byte(answer))
			return
		}
		list = friendsPath
		_, values, err = members(data)
		if err != nil {
			t.Fatalf("%v: %s", err, answer)
		}
		data = values["accepted"]
	}
	listed, _ := column(t, w.must("GET", list, ""), "uid")
	names, entries, err := members(data)
	if err != nil || len(names) == 0 {
		t.Fatalf("%v: %s", err, answer)
	}
	for _, name := range names {
		inner, entry, err := members(entries[name])
		if err != nil {
			t.Fatalf("%v: %s", err, answer)
		}
		success := string(entry["success"]) == "true"
		if success && !slices.Equal(inner, []string{"success", "message"}) {
			t.Errorf("entry %s has %q", name, inner)
		}
		if !success {
			if _, err := codeOf(404, []byte(`{"error":`+string(entry["error"])+`}`)); err != nil || len(inner) != 2 {
				t.Errorf("entry %s: %v: %s", name, err, entries[name])
			}
		}
		there := slices.Contains(listed, name)
		if want := success && method == "POST"; there != want {
			t.Errorf("%s: entry %s, but in the list: %t (%s)", name, entries[name], there, listed)
		}
	}
}
