package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"

	"github.com/chatdouble/mockserver/internal/sidebyside/load"
)

// serveBare reads a reply and gives it to everybody who asks, with nothing but net/http in its
// standard settings.
func serveBare(stdin io.Reader, stdout io.Writer) error {
	var reply load.Reply
	if err := json.NewDecoder(stdin).Decode(&reply); err != nil {
		return fmt.Errorf("reading the bare server's reply: %w", err)
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return fmt.Errorf("opening the bare server's listener: %w", err)
	}
	fmt.Fprintf(stdout, "http://%s\n", l.Addr())
	return http.Serve(l, reply)
}
