package cometchatapi

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/chatdouble/mockserver/internal/store"
)

// Bounds of a user's members (page "Properties and Constraints").
const (
	longestName   = 100
	longestURL    = 3000
	mostTags      = 25
	longestTag    = 100
	largestObject = 5 << 10 // bytes of metadata as compact JSON
)

// userChange is what a body says of a user. What it does not say stays as it is. Members that are
// not in the page "Users" are ignored: the vendor's SDKs send more.
type userChange struct {
	name, avatar, link, role, statusMessage string // empty: not given

	metadata []byte // nil: not given; empty: given without a value
	tags     []string
	hasTags  bool
	unset    []string

	wrong []detail
}

// unsettable are the members that an update may take away.
var unsettable = []string{"avatar", "link", "metadata"}

// readUserChange reads the members of an update: a name may be left out but not be blank.
func readUserChange(f *form) userChange {
	ch := readUserMembers(f, bounds{filled: true, most: longestName})
	for i, name := range f.texts("unset", false, 0) {
		if !slices.Contains(unsettable, name) {
			field := "unset." + strconv.Itoa(i)
			f.fail(field, "The selected %s is invalid.", field)
			continue
		}
		ch.unset = append(ch.unset, name)
	}
	ch.wrong = f.wrong
	return ch
}

// readUserMembers reads what a new user and an update have in common.
func readUserMembers(f *form, name bounds) (ch userChange) {
	address := bounds{most: longestURL, url: true}
	ch.name, _ = f.text("name", name)
	ch.avatar, _ = f.text("avatar", address)
	ch.link, _ = f.text("link", address)
	ch.role, _ = f.text("role", bounds{})
	ch.role = strings.ToLower(ch.role)
	ch.statusMessage, _ = f.text("statusMessage", bounds{})
	ch.metadata = readMetadata(f)
	ch.tags, ch.hasTags = readTags(f), f.has("tags")
	ch.wrong = f.wrong
	return ch
}

// readMetadata reads an object, or a text. A blank text counts as missing, as everywhere; an empty
// object is a value that is not shown.
func readMetadata(f *form) []byte {
	metadata := f.object("metadata", largestObject)
	var text string
	switch {
	case string(metadata) == "{}" || string(metadata) == "[]":
		return []byte{}
	case json.Unmarshal(metadata, &text) == nil && strings.TrimSpace(text) == "":
		return nil
	}
	return metadata
}

func readTags(f *form) []string {
	before := len(f.wrong)
	tags := f.texts("tags", false, mostTags)
	if len(f.wrong) > before {
		return nil // the positions of those that are left are not the ones sent
	}
	for i, tag := range tags {
		if utf8.RuneCountInString(tag) > longestTag {
			f.fail("tags."+strconv.Itoa(i), "The tags.%d may not be greater than %d characters.", i, longestTag)
		}
	}
	return tags
}

// readUID reads the uid of a new user, in lower case.
func readUID(f *form) string {
	sent, ok := f.text("uid", bounds{required: true, most: longestUID})
	uid := strings.ToLower(sent)
	// A letter that is not ASCII may have one in lower case that is.
	if ok && (!plainUID(uid) || len(uid) != len(sent)) {
		f.fail("uid", "The uid may only contain letters, numbers, dashes and underscores.")
	}
	return uid
}

// check refuses a change with which anything is wrong.
func (ch userChange) check(tx *store.Tx) error {
	if wrong := ch.mistakes(tx); len(wrong) > 0 {
		return errBadRequest(wrong...)
	}
	return nil
}

// mistakes is what is wrong with the change. That the role exists is a check like any other.
func (ch userChange) mistakes(tx *store.Tx) []detail {
	if _, ok := tx.Role(ch.role); ch.role != "" && !ok {
		return append(slices.Clip(ch.wrong), detail{"role", "The selected role is invalid."})
	}
	return ch.wrong
}

// apply is the user with the change. What is unset is gone, also when the body gives it a value.
func (ch userChange) apply(u store.User) store.User {
	for _, member := range []struct {
		value string
		of    *string
	}{{ch.name, &u.Name}, {ch.avatar, &u.Avatar}, {ch.link, &u.Link}, {ch.role, &u.Role}, {ch.statusMessage, &u.StatusMessage}} {
		if member.value != "" {
			*member.of = member.value
		}
	}
	if ch.metadata != nil {
		u.Metadata = ch.metadata
	}
	if ch.hasTags {
		u.Tags = ch.tags
	}
	for _, name := range ch.unset {
		switch name {
		case "avatar":
			u.Avatar = ""
		case "link":
			u.Link = ""
		case "metadata":
			u.Metadata = nil
		}
	}
	return u
}

// moment is a time in a reason.
func moment(at time.Time) string { return at.UTC().Format(time.RFC3339) }

// thisSecond is the time of a change. The vendor's times are whole seconds.
func thisSecond(tx *store.Tx) time.Time { return tx.Now().Truncate(time.Second) }
