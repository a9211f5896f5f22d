// Command zim-callbacks takes callbacks as the vendor's pages tell a backend to: the body is JSON, its signature the
// SHA-1 of secret, timestamp and nonce, sorted and joined. It prints a line for each, and refuses what is not right.
package main

import (
	"crypto/sha1"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"sort"
	"strings"
)

//go:embed events.json
var eventsText []byte

var events map[string]map[string]string

var common = map[string]string{"appid": "string", "event": "string", "nonce": "string", "signature": "string", "timestamp": "number"}

func main() {
	if err := json.Unmarshal(eventsText, &events); err != nil {
		panic(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	fmt.Println("listening", port)
	go http.Serve(listener, http.HandlerFunc(take))
	_, _ = io.Copy(io.Discard, os.Stdin) // until the test has seen enough
}

func take(w http.ResponseWriter, r *http.Request) {
	decoder := json.NewDecoder(r.Body)
	decoder.UseNumber()
	var body map[string]any
	if err := decoder.Decode(&body); err != nil {
		fmt.Println("not ok :", err)
		return
	}
	if why := wrong(r.Header.Get("Content-Type"), body); why != "" {
		fmt.Printf("not ok %v: %s\n", body["event"], why)
		w.WriteHeader(http.StatusUnauthorized)
		return
	}
	fmt.Println("ok", body["event"])
	fmt.Fprint(w, `{"result":0}`)
}

func wrong(contentType string, body map[string]any) string {
	if contentType != "application/json" {
		return "its Content-Type is " + contentType
	}
	parts := []string{os.Getenv("ZIM_CALLBACK_SECRET"), fmt.Sprint(body["timestamp"]), fmt.Sprint(body["nonce"])}
	sort.Strings(parts)
	if sum := sha1.Sum([]byte(strings.Join(parts, ""))); hex.EncodeToString(sum[:]) != body["signature"] {
		return "its signature is wrong"
	}
	own, known := events[fmt.Sprint(body["event"])]
	if !known {
		return "no such event"
	}
	for name, value := range body {
		if got, want := kind(value), common[name]+own[name]+own[name+"?"]; got != want {
			return fmt.Sprintf("%s is %s, and the page has %s", name, got, want)
		}
	}
	for _, members := range []map[string]string{common, own} {
		for name := range members {
			if _, there := body[name]; !there && !strings.HasSuffix(name, "?") {
				return name + " missing"
			}
		}
	}
	return ""
}

func kind(value any) string {
	switch value.(type) {
	case string:
		return "string"
	case json.Number:
		return "number"
	case []any:
		return "array"
	}
	return fmt.Sprintf("%T", value)
}
