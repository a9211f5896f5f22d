package zegoapi

import (
	"fmt"
	"strings"

	"github.com/chatdouble/mockserver/internal/shape"
)

// The form of user ids in fixtures.
var _ = shape.Register("zimid", shape.Form{Pattern: "^[0-9A-Za-z" + inPattern.Replace(zimSigns) + "]+$", Wrong: notZIMID})

// zimSigns are the characters that a ZIM user id may have beside letters and digits (page "UserRegister").
const zimSigns = "!#$%&()+-:;<=.>?@[]^_{}|~ "

var inPattern = strings.NewReplacer("[", `\[`, "]", `\]`, "^", `\^`, "-", `\-`)

func notZIMID(s string) string {
	for _, c := range s {
		letter := c|0x20 >= 'a' && c|0x20 <= 'z' && c < 0x80
		if !letter && (c < '0' || c > '9') && !strings.ContainsRune(zimSigns, c) {
			return fmt.Sprintf("may have ASCII letters, digits, spaces and %s, found %s", strings.TrimSpace(zimSigns), shape.Quote(s))
		}
	}
	return ""
}
