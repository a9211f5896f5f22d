package admin

import (
	"bytes"
	"fmt"
	"net/http"
	"reflect"
	"strings"

	"github.com/chatdouble/mockserver/internal/shape"
)

// noBody refuses a body that a call would not look at. {} is as good as none.
func noBody(body []byte) error {
	switch string(bytes.TrimSpace(body)) {
	case "", "{}":
		return nil
	}
	return badRequest("this call takes no body, and one came")
}

// readJSON puts a JSON body into a struct. It is strict: what the struct does not have, what has
// another type and what comes twice is refused, all of it at once, each with its pointer.
func readJSON(body []byte, into any, words shape.Words) error {
	if len(bytes.TrimSpace(body)) == 0 {
		known := shape.Of(reflect.TypeOf(into).Elem())
		return badRequest("the body is empty; it must be a JSON object with %s", strings.Join(known.Names(), ", "))
	}
	tree, err := shape.ParseJSON(body, shape.InPieces)
	if err != nil {
		return badRequest("the body %v", err)
	}
	if wrong := shape.ReadBody(tree, into, nil, words); wrong != nil {
		return Refuse(http.StatusBadRequest, wrong...)
	}
	return nil
}

// sum is one line about all that is wrong.
func sum(wrong []shape.MemberError) string {
	line := wrong[0].Error()
	if more := len(wrong) - 1; more > 0 {
		line += fmt.Sprintf(" (and %d more)", more)
	}
	return line
}
