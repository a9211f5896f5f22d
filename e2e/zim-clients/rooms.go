// Command rooms tells a room of gifts, as the vendor's own sample backends do: type 2, Priority 3, a JSON text as
// Message, and of the answer nothing is read but its JSON. Only the credentials and the address are given from outside.
package main

import (
	"bytes"
	"crypto/md5"
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"strconv"
	"time"
)

type body struct {
	FromUserID  string `json:"FromUserId"`
	RoomID      string `json:"RoomId"`
	MessageType int
	Priority    int
	MessageBody message
}

type message struct {
	Message      string
	ExtendedData string `json:",omitempty"`
}

type answer struct {
	Code      int
	Message   string
	RequestID string `json:"RequestId"`
}

func main() {
	room := os.Args[1]
	gift, _ := json.Marshal(map[string]any{"room_id": room, "user_id": "1", "user_name": "One", "gift_type": 1001, "gift_count": 2, "timestamp": 1670814533})
	for _, call := range []struct {
		what, contentType string
		body              body
	}{
		// The mini game server: its sender, "server", is in no room.
		{"game", "application/json;charset=utf-8", body{"server", room, 2, 3, message{Message: `{"cmd":"start"}`}}},
		// The virtual gift.
		{"gift", "application/json", body{"1", room, 2, 3, message{Message: string(gift)}}},
		// What others send: a text to all.
		{"text", "application/json", body{"1", room, 1, 1, message{"hello", "{}"}}},
	} {
		a, err := send(call.contentType, call.body)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		fmt.Println(call.what, a.Code, a.Message, a.RequestID != "")
	}
}

func send(contentType string, b body) (a answer, err error) {
	text, err := json.Marshal(b)
	if err != nil {
		return a, err
	}
	response, err := http.Post(signedURL(), contentType, bytes.NewReader(text))
	if err != nil {
		return a, err
	}
	defer response.Body.Close()
	return a, json.NewDecoder(response.Body).Decode(&a)
}

func signedURL() string {
	app, secret, address := os.Getenv("ZIM_APP_ID"), os.Getenv("ZIM_SERVER_SECRET"), os.Getenv("ZIM_ADDRESS")
	if address == "" {
		address = "https://zim-api.zego.im"
	}
	random := make([]byte, 8)
	_, _ = rand.Read(random)
	nonce, now := hex.EncodeToString(random), strconv.FormatInt(time.Now().Unix(), 10)
	sum := md5.Sum([]byte(app + nonce + secret + now))
	return address + "/?Action=SendRoomMessage&AppId=" + app + "&Signature=" + hex.EncodeToString(sum[:]) +
		"&SignatureNonce=" + nonce + "&SignatureVersion=2.0&Timestamp=" + now
}
