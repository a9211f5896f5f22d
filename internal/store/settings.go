package store

import (
	"iter"
	"time"
)

// Setting is what was said of all who have a role, or of all members of one scope in a group, in the vendor's words.
type Setting struct {
	Group string // of whose members; empty: of a role
	Of    string // the role, or the scope
	Name  string
	Value []byte // a compact JSON value; nil where the name says it all
	At    time.Time

	came uint64 // grows with every setting that comes
}

func (s *Setting) key() string { return s.Group + "\x00" + s.Of + "\x00" + s.Name }

type settingList struct{ collection[string, Setting] }

var settings = keep(func(Order) *settingList {
	return &settingList{*keyed((*Setting).key, func(a, b *Setting) bool {
		switch {
		case a.Group != b.Group:
			return a.Group < b.Group
		case a.Of != b.Of:
			return a.Of < b.Of
		}
		return a.came < b.came
	})}
})

func (l *settingList) fork() part { return &settingList{l.copied()} }

// forget removes those of a group.
func (l *settingList) forget(tx *Tx, e *end) {
	g, ok := tx.Group(e.id)
	if !ok || g.end != e {
		return
	}
	var gone []string
	for s := range while(l.by(0).from(&Setting{Group: g.ID}), func(s *Setting) bool { return s.Group == g.ID }) {
		gone = append(gone, s.key())
	}
	for _, key := range gone {
		l.drop(key)
	}
}

// PutSetting stores a setting, in the place of the one with the same name of the same people if there is one. The
// caller must not change its value afterwards.
func (tx *Tx) PutSetting(s Setting) {
	s.At = cut(s.At)
	l := settings.in(tx)
	s.came = l.place(s.key(), func(before *Setting) uint64 { return before.came })
	l.put(&s)
}

// HasSettings reports whether there is any setting.
func (tx *Tx) HasSettings() bool { return settings.of(tx.state).len() > 0 }

// Setting returns the setting of a name, of a role when the group is empty.
func (tx *Tx) Setting(group, of, name string) (Setting, bool) {
	s := Setting{Group: group, Of: of, Name: name}
	return valueOf(settings.of(tx.state).get(s.key()))
}

// DeleteSetting removes a setting and reports false when there is none.
func (tx *Tx) DeleteSetting(group, of, name string) bool {
	s := Setting{Group: group, Of: of, Name: name}
	return settings.in(tx).drop(s.key())
}

// Settings lists those of a role, or of a scope in a group, in the order in which they came.
func (tx *Tx) Settings(group, of string) iter.Seq[Setting] {
	list := settings.of(tx.state).by(0).from(&Setting{Group: group, Of: of})
	return values(while(list, func(s *Setting) bool { return s.Group == group && s.Of == of }))
}
