package zegoapi

import (
	"fmt"
	"strings"

	"github.com/chatdouble/mockserver/internal/shape"
)

// The form of user ids in fixtures.
var _ = shape.Register("zimid", shape.Form{Pattern: "^[0-9A-Za-z" + inPattern.Replace(idSigns) + "]+$", Wrong: notZIMID})

// The form of ids of rooms in fixtures and acts.
var _ = shape.Register("zimroom", shape.Form{Pattern: "^[0-9A-Za-z" + inPattern.Replace(idSigns+",") + "]+$", Wrong: notZIMRoom})

func notZIMRoom(s string) string {
	if inRoomID.all(s) {
		return ""
	}
	return fmt.Sprintf("may have ASCII letters, digits, spaces, commas and %s, found %s", strings.TrimSpace(idSigns), shape.Quote(s))
}

var inPattern = strings.NewReplacer("[", `\[`, "]", `\]`, "^", `\^`, "-", `\-`)

func notZIMID(s string) string {
	for i, c := range s {
		if c > 0x7f || !inID.valid[s[i]] {
			return fmt.Sprintf("may have ASCII letters, digits, spaces and %s, found %s", strings.TrimSpace(idSigns), shape.Quote(s))
		}
	}
	return ""
}
