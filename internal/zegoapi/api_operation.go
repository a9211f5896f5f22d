package zegoapi

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"sync"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
)

// operation is the declaration of an action: everything that is true of it, and what it does. One that does nothing
// is known to the vendor and not emulated.
type operation struct {
	Name      string
	Page      string       // of the vendor's documentation, below docs_zim_server
	Method    string       // the documented one; empty: POST
	Rate      *codeError   // of a call too many; nil: errRate
	Rates     []rate       // how often it may be called; nil: 20 times a second
	AddsUsers bool         // it makes users, for whom there must be room in the server
	Licence   bool         // it is one of the licence service, which has a host and an envelope of its own
	Does      form         // nil: not emulated
	Listed    []*codeError // on its page. Those that no request causes here are not in Checks: a fault rule causes them
	Checks    []*codeError // that requests cause, in the order in which they are looked for
	Notes     []gateway.Fact
}

// known is an action in the table. What follows from its declaration is made when it is first asked for: a start does
// not wait for actions that are never called.
type known struct {
	*operation
	derive sync.Once
	op     gateway.Op
	built  built
}

// follows makes what follows from the declaration.
func (o *known) follows() *known {
	o.derive.Do(o.declare)
	return o
}

// get is the method of actions whose parameters stand in the query.
const get = http.MethodGet

// form is one of the kinds of actions: [action], [batch], [page].
type form interface{ build(order) built }

// built is what follows from a form.
type built struct {
	In, Out  *shape.Struct
	Do       gateway.Do
	Failures string         // the list of those on whom it failed, which a refusal of the whole call has too, empty
	Nobody   *codeError     // of a FromUserId who is not registered
	Facts    []gateway.Fact // in which no code occurs
	Codes    []codeUse
}

// codeUse is when a form answers with a code.
type codeUse struct {
	Code    *codeError
	When    string // the beginning of a sentence that ends in the code
	Sub     bool   // it is the SubCode of an item
	Assumed bool   // although the page lists the code
}

// families are the actions by what they are about. The list of each stands in the file of its resource.
var families = [][]operation{
	blacklistActions, userActions, messageActions, receiptActions, friendActions, groupActions, roomActions, conversationActions,
	callActions, otherActions,
}

// table is the whole API.
var table = sync.OnceValue(func() []*known {
	var all []*known
	for _, family := range families {
		for i := range family {
			all = append(all, &known{operation: &family[i]})
		}
	}
	return all
})

// method is the documented one.
func (o *operation) method() string { return cmp.Or(o.Method, http.MethodPost) }

// declare makes the declaration known to the gateway.
func (o *known) declare() {
	o.op = gateway.Op{
		Name: o.Name, Page: o.Page, Method: o.method(), Path: "/", Credential: "Signature", AddsUsers: o.AddsUsers,
		Facts: o.Notes,
	}
	for _, r := range o.rates() {
		o.op.Limits = append(o.op.Limits, r.limit(o.Name))
	}
	if o.Licence {
		o.op.Envelope = shape.For[licenceEnvelope]()
	}
	if o.Does != nil {
		o.built = o.Does.build(o.Checks)
		o.op.In, o.op.Out, o.op.Do = o.built.In, o.built.Out, o.built.Do
		o.op.Parameters = parametersOf(o.op.In, placeOf(o.op.Method), "")
		o.op.Facts = o.facts()
	}
	for _, e := range o.Listed {
		o.op.Codes = append(o.op.Codes, gateway.CodeFact{Code: strconv.Itoa(e.Code), Provenance: gateway.Documented, RuleOnly: !slices.Contains(o.Checks, e)})
	}
	for _, e := range o.Checks {
		o.op.Order = append(o.op.Order, strconv.Itoa(e.Code))
		if !o.lists(e) {
			o.op.Codes = append(o.op.Codes, gateway.CodeFact{Code: strconv.Itoa(e.Code), Provenance: gateway.Assumed})
		}
	}
}

// rate is the error of a call too many. The pages of some actions name none: they answer as most do.
func (o *known) rate() *codeError {
	if o == nil || o.Rate == nil {
		return errRate
	}
	return o.Rate
}

// actsFor reports whether the action is done by a user, whom FromUserId names.
func (o *known) actsFor() bool { return o.op.In.Field(operatorName) != nil }

// Operations is the table of all operations that are emulated. The caller must not change it.
var Operations = sync.OnceValue(func() []gateway.Op { return selected(true) })

// NotEmulated are those that the vendor has and this server has not.
var NotEmulated = sync.OnceValue(func() []gateway.Op { return selected(false) })

func selected(emulated bool) (ops []gateway.Op) {
	for _, o := range table() {
		if (o.Does != nil) == emulated {
			ops = append(ops, o.follows().op)
		}
	}
	return ops
}
