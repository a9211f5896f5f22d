package cometchatapi

import (
	"reflect"

	"github.com/chatdouble/mockserver/internal/shape"
)

// receivers are many, in the place of one.
type receivers struct {
	UIDs  []string `json:"uids"`
	GUIDs []string `json:"guids"`

	given bool // an object was there that says something
}

// mostReceivers are as many as one call may have.
const mostReceivers = 25

const receiversMember = "multipleReceivers"

var receiversShape = shape.For[receivers]()

// readReceiver reads the one receiver, who is not looked at beside many.
func readReceiver(f *form, m *shape.Field, into reflect.Value) {
	if !f.hasMany() {
		text, _ := f.text(m)
		into.SetString(text)
	}
}

// hasMany reports whether a body names many receivers. To PHP an empty object is as good as none.
func (f *form) hasMany() bool {
	if !f.has(receiversMember) {
		return false
	}
	switch string(f.members[receiversMember]) {
	case "{}", "[]", `""`:
		return false
	}
	return true
}

func readReceivers(f *form, m *shape.Field, into reflect.Value) {
	if !f.hasMany() {
		return
	}
	many, inner := receivers{given: true}, &form{members: decodeJSONForm(f.members[m.Name])}
	if inner.members == nil {
		f.fail(m.Name, "The %s must be an array.", words(m.Name))
		return
	}
	inner.read(receiversShape, &many)
	for _, wrong := range inner.wrong {
		f.wrong = append(f.wrong, detail{m.Name + "." + wrong.Field, wrong.Text})
	}
	switch count := len(many.UIDs) + len(many.GUIDs); {
	case inner.wrong != nil:
	case count == 0:
		f.refuse(errEmptyReceiver, m.Name, m.Name+" names nobody")
	case count > mostReceivers:
		f.fail(m.Name, "The %s may not have more than %d items.", words(m.Name), mostReceivers)
	}
	into.Set(reflect.ValueOf(many))
}
