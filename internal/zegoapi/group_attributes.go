package zegoapi

import (
	"slices"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var modifyGroupAttribute = operation{
	Name: "ModifyGroupAttribute", Page: "Group/modify-group-attributes", Rate: errSharedRate,
	Does: action[attributeChange, changedAttributes]{
		Check: func(c *gateway.Call, q *attributeChange) error {
			for _, a := range q.Attributes {
				if a.Key == "" {
					return errAttributeLength.because("Attributes has an empty Key")
				}
			}
			return withRights(c, q)
		},
		Run: onGroup(ofMember, func(tx *store.Tx, q attributeChange, g *store.Group) (out changedAttributes, err error) {
			changed := *g
			changed.Attributes = slices.Clone(g.Attributes)
			for _, a := range q.Attributes {
				if q.Action == setAttributes {
					changed.Attributes = withAttribute(changed.Attributes, store.Attribute(a))
					out.put(a.Key, a.Value)
					continue
				}
				at := slices.IndexFunc(changed.Attributes, func(b store.Attribute) bool { return b.Key == a.Key })
				if at < 0 {
					out.Failures = append(out.Failures, missingKey{noSuchKey, a.Key})
					continue
				}
				out.put(a.Key, changed.Attributes[at].Value)
				changed.Attributes = slices.Delete(changed.Attributes, at, at+1)
			}
			if n := len(changed.Attributes); n > maxGroupAttributes {
				return out, errManyAttributes.because("the group would have %d attributes; at most %d are allowed", n, maxGroupAttributes)
			}
			tx.PutGroup(changed)
			return out, nil
		}),
		Changes: true, Failures: "FailKeys",
	},
	Listed: []*codeError{errInput, errSharedRate, errNotRegistered, errNoGroup, errGroup, errGroupUpdate, errAttributesTotal},
	Checks: []*codeError{
		errSharedRate, errInput, errAttributeLength, errNotRegistered, errNoGroup, errNotInGroup,
		errManyAttributes,
	},
	Notes: []gateway.Fact{
		documented("the body's Action 0 sets attributes, 1 deletes them; the query's Action is the name of this action"),
		assumed("Action 1: Value is not looked at"),
		documented("FailKeys with Reason and Key; a key that is to be deleted and is not there has the Reason key db-non-existent"),
		documented("Attributes has a member Attributes, with Key and Value of those that were changed"),
		assumed("those that were deleted stand there with their last value; Code is 0 also when no key was there"),
		assumed("more than 10 attributes afterwards: 660600019, and nothing is changed; an empty Key: 660600020; of equal keys the last counts"),
		assumed("how long the values may be together is not documented: 660300019 comes by fault rules only"),
		assumed("any registered user may do it"),
		strictly("a member, of any role"),
	},
}

// setAttributes is what the member Action of the body says; else attributes are deleted.
const setAttributes = 0

// noSuchKey is why a key cannot be deleted (the page's sample).
const noSuchKey = "key db-non-existent"

type attributeChange struct {
	groupCall
	Action     int64              `json:"Action" rule:"required,enum=0|1" in:"body"`
	Attributes []changedAttribute `json:"Attributes" rule:"required"`
}

type changedAttribute struct {
	Key   string `json:"Key" rule:"required,maxbytes=16" long:"660600020"`
	Value string `json:"Value" rule:"required,maxbytes=1024" long:"660600020" only:"Action=0"`
}

type changedAttributes struct {
	Failures []missingKey   `json:"FailKeys" wire:"vary"`
	Changed  attributesInIt `json:"Attributes"`
}

type missingKey struct {
	Reason string `json:"Reason"`
	Key    string `json:"Key"`
}

type attributesInIt struct {
	Attributes []groupAttribute `json:"Attributes" wire:"vary"`
}

// put notes what was changed. Of equal keys the last stands there.
func (c *changedAttributes) put(key, value string) {
	list := &c.Changed.Attributes
	if at := slices.IndexFunc(*list, func(a groupAttribute) bool { return a.Key == key }); at >= 0 {
		(*list)[at].Value = value
		return
	}
	*list = append(*list, groupAttribute{key, value})
}

// withAttribute is a list with an attribute in the place of the one with its key, or behind the others.
func withAttribute(list []store.Attribute, a store.Attribute) []store.Attribute {
	if at := slices.IndexFunc(list, func(b store.Attribute) bool { return b.Key == a.Key }); at >= 0 {
		list[at] = a
		return list
	}
	return append(list, a)
}
