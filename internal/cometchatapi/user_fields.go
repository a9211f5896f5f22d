package cometchatapi

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
)

// profile are the members that a new user and an update have in common (page "Properties and Constraints").
// Members that are not in the page "Users" are ignored: the vendor's SDKs send more.
type profile struct {
	addresses
	Role string `json:"role" check:"lower"`
	particulars
}

type addresses struct {
	Avatar string `json:"avatar" rule:"maxlen=3000,url"`
	Link   string `json:"link" rule:"maxlen=3000,url"`
}

type particulars struct {
	StatusMessage string          `json:"statusMessage"`
	Metadata      json.RawMessage `json:"metadata" rule:"maxbytes=5120" check:"metadata"` // nil: not given; empty: given without a value
	Tags          []string        `json:"tags" rule:"maxitems=25,maxlen=100"`             // nil: not given
}

// sdkMembers are what the vendor's SDKs send more.
type sdkMembers struct {
	Status        string `json:"status" rule:"noeffect"`
	DeactivatedAt int    `json:"deactivatedAt" rule:"noeffect"`
	HasBlockedMe  bool   `json:"hasBlockedMe" rule:"noeffect"`
	BlockedByMe   bool   `json:"blockedByMe" rule:"noeffect"`
}

// readMetadata reads an object, or a text. A blank text counts as missing, as everywhere; an empty
// object is a value that is not shown.
func readMetadata(f *form, m *shape.Field, into reflect.Value) {
	metadata := f.object(m)
	var text string
	switch {
	case string(metadata) == "{}" || string(metadata) == "[]":
		metadata = []byte{}
	case json.Unmarshal(metadata, &text) == nil && strings.TrimSpace(text) == "":
		return
	}
	into.SetBytes(metadata)
}

// unknownRole refuses a role that is not there: a check like any other.
func (p *profile) unknownRole(tx *store.Tx) []detail {
	if _, ok := tx.Role(p.Role); p.Role != "" && !ok {
		return []detail{{"role", "The selected role is invalid."}}
	}
	return nil
}

// apply changes what the members say of a user.
func (p *profile) apply(u *store.User) {
	p.addresses.apply(u)
	set(&u.Role, p.Role)
	p.particulars.apply(u)
}

func (a *addresses) apply(u *store.User) {
	set(&u.Avatar, a.Avatar)
	set(&u.Link, a.Link)
}

func (p *particulars) apply(u *store.User) {
	set(&u.StatusMessage, p.StatusMessage)
	setValue(&u.Metadata, p.Metadata)
	if p.Tags != nil {
		u.Tags = p.Tags
	}
}
