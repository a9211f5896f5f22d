package zegoapi

import (
	"reflect"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
)

// batch is the form of an action on several items, of which each may fail alone. The answer lists those that did, and
// the Code is 0 unless all of them did.
type batch[In several, Good any] struct {
	Once    bool                           // of equal ids the first counts, as if the others were not there; then ids are all that an item has
	Check   func(*gateway.Call, *In) error // the last to see the request; it may be nil
	Refuse  func(*store.Tx, In) error      // the whole call, of a user who is registered; it may be nil
	Each    func(*store.Tx, In, one) (Good, error)
	Changes bool // Each changes the state

	Good      string               // the list of what Each returned; empty: the answer has none
	Failures  string               // the list of those on whom it failed
	Entries   entries              // of that list; of users, when it is not said
	AllFailed *codeError           // nil: the SubCode of the first
	AllIf     func([]failure) bool // AllFailed is for those alone; nil: for all
}

// several are items, by their ids.
type several interface{ ids() []string }

// one is an item.
type one struct {
	At    int // among the items
	ID    string
	Again bool // an item before has the same id
}

// none is what an action says, or says of an item that went well, when it says nothing.
type none struct{}

// forEach does something to each item.
func forEach[Good any](ids []string, do func(one) (Good, error)) (good []Good, o outcome) {
	seen := make(map[string]bool, len(ids))
	for i, id := range ids {
		g, err := do(one{i, id, seen[id]})
		if seen[id] = true; err != nil {
			o.Failed = append(o.Failed, failure{i, id, refusal(err)})
		} else {
			good = append(good, g)
		}
	}
	if len(good) == 0 && len(o.Failed) > 0 {
		o.Code = o.Failed[0].codeError
	}
	return good, o
}

// once leaves the first of equal ids.
func once(ids []string) (left []string) {
	seen := make(map[string]bool, len(ids))
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			left = append(left, id)
		}
	}
	return left
}

// batchResult is what became of the items.
type batchResult[Good any] struct {
	outcome
	Good []Good
}

func (b batch[In, Good]) build(checks order) built {
	if b.Entries.entry == nil {
		b.Entries = ofUsers
	}
	good := encoderOf[Good]()
	steps := gateway.Steps[In, batchResult[Good]]{
		Decode:  decoder(checks, b.Check),
		Run:     afterOperator(b.run, errNotRegistered),
		Verdict: func(r batchResult[Good]) (code, reason string) { return r.verdict() },
		Encode: func(dst []byte, c *gateway.Call, r batchResult[Good]) []byte {
			dst = appendOutcome(dst, c, r.outcome)
			if b.Good != "" {
				row := good.of(c)
				dst = appendList(dst, c, b.Good, r.Good, row.Append)
			}
			return append(appendList(dst, c, b.Failures, r.Failed, b.Entries.append), '}')
		},
	}
	return built{
		In: shape.For[In](), Out: b.out(), Do: doing(steps, b.Changes),
		Nobody: errNotRegistered, Failures: b.Failures, Facts: b.facts(), Codes: b.codes(),
	}
}

func (b *batch[In, Good]) run(tx *store.Tx, in In) (r batchResult[Good], err error) {
	if b.Refuse != nil {
		if err = b.Refuse(tx, in); err != nil {
			return r, err
		}
	}
	ids := in.ids()
	if b.Once {
		ids = once(ids)
	}
	r.Good, r.outcome = forEach(ids, func(item one) (Good, error) { return b.Each(tx, in, item) })
	if r.Code != nil && b.AllFailed != nil && (b.AllIf == nil || b.AllIf(r.Failed)) {
		r.Code = b.AllFailed
	}
	return r, nil
}

// out is what the answer looks like: its members have other names in each action.
func (b *batch[In, Good]) out() *shape.Struct {
	var fields []reflect.StructField
	if b.Good != "" {
		fields = append(fields, listed("Good", b.Good, reflect.TypeFor[Good]()))
	}
	return answer(append(fields, listed("Failed", b.Failures, b.Entries.entry))...)
}

func (b *batch[In, Good]) facts() (facts []gateway.Fact) {
	entry, empty := strings.Join(shape.Of(b.Entries.entry).Names(), ", "), ""
	facts = append(facts, documented(b.Failures+" with "+entry+" of those on whom it failed; Code is 0 when it went well with one"))
	if b.Good != "" {
		facts = append(facts, documented(b.Good+" with "+membersOf[Good]()))
		empty = ", " + b.Good + " is []"
	}
	if b.AllFailed == nil {
		facts = append(facts, assumed("it failed on all: Code is the first SubCode"+empty))
	}
	if b.Once {
		facts = append(facts, assumed("an id that comes twice counts once"))
	}
	return facts
}

func (b *batch[In, Good]) codes() []codeUse {
	if b.AllFailed == nil || b.AllIf != nil {
		return nil
	}
	return []codeUse{{Code: b.AllFailed, When: "it failed on all"}}
}
