package cometchatapi

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/store"
	"github.com/chatdouble/mockserver/internal/wire"
)

// op declares one operation: everything that is true of it, and what it does. The members of a body, or the
// parameters of a query when the method is GET, are those of In; what is wrong with them is refused before Run.
// The answer is {"data":Out}.
type op[In, Out any] struct {
	Name  string
	Route string // method and path behind the version
	Page  string // of the vendor's documentation
	Seen  string // the recordings that what is recorded comes from

	EndUsers   bool   // it is one of end users with an auth token, not of API keys
	AsMe       *asMe  // the same for end users, nil when they have not got it
	Key        string // the scope that an API key must have; AuthOnly is the least
	Limit      func(operation string) []gateway.Limit
	OnBehalfOf bool // the header of that name is looked at
	Files      bool // files in a form of several parts become attachments in data, and are kept when it goes well
	AddsUsers  bool
	ReadOnly   bool  // it changes nothing though it is no GET
	Malformed  *code // refuses wrong parameters; nil: ERR_BAD_REQUEST

	Right right[In] // what who acts needs

	// First refuses what comes before the parameters: somebody or something that is not there. Nil stands for
	// the users that the call names in its path and its header.
	First func(tx *store.Tx, who caller) error
	// Check adds to what is wrong with the parameters what only the state can tell.
	Check func(tx *store.Tx, who caller, q In) []detail
	Run   func(tx *store.Tx, who caller, q In) (Out, error) // nil: the vendor has it, and this server does not emulate it
	Show  func(dst []byte, out Out) []byte                  // writes the whole answer by hand; nil: Out is written by its members
	Looks *shape.Struct                                     // what Show writes; nil where it has no fixed members
	Tell  func(*gateway.Call, Out)
	// InFlight is asked about what the operation would answer before it is done, outside of any update: an error
	// refuses it. See [op.rehearse].
	InFlight func(*gateway.Call, Out) error

	Codes  codes
	ByRule []*code // the vendor lists them for the operation, and no request causes them here
	Notes  notes
}

// The three forms of an operation: one answer, a list that the vendor counts, and a call on several people, each of
// whom has an entry of its own in the answer.
type (
	list[In, Row any] = op[In, counted[Row]]
	bulk[In any]      = op[In, entries]
)

// asMe declares how end users call an operation, as the vendor's SDK documents it. Its name is that of the operation
// with AsMe behind it.
type asMe struct {
	Route string // empty: the same
	Codes codes
	Notes notes
}

// declaration is an operation of any types.
type declaration interface {
	rows() []*row
	codes() []*code
}

// surface is an operation as one kind of caller has it.
type surface struct {
	Name, Page, Route, Credential, Seen string
	Codes                               codes
	Notes                               notes
}

func (d *op[In, Out]) surfaces() []surface {
	own := surface{d.Name, d.Page, d.Route, apiKey, d.Seen, d.Codes, d.Notes}
	if d.EndUsers {
		own.Credential = authToken
	}
	if d.AsMe == nil {
		return []surface{own}
	}
	return []surface{own, {d.Name + "AsMe", sdk, cmp.Or(d.AsMe.Route, d.Route), authToken, "", d.AsMe.Codes, d.AsMe.Notes}}
}

// rows are those that are declared: one for each surface.
func (d op[In, Out]) rows() (all []*row) {
	for _, s := range d.surfaces() {
		method, path, _ := strings.Cut(s.Route, " ")
		all = append(all, &row{s.Name, method, path, s.Credential, sync.OnceValue(func() *gateway.Op { return d.operation(s, method, path) })})
	}
	return all
}

// codes are all that are declared.
func (d op[In, Out]) codes() (all []*code) {
	for _, s := range d.surfaces() {
		for _, how := range slices.Sorted(maps.Keys(s.Codes)) {
			all = append(all, s.Codes[how]...)
		}
	}
	if !d.Right.none() {
		all = append(all, errPermissionDenied)
	}
	return append(all, d.ByRule...)
}

func (d *op[In, Out]) operation(s surface, method, path string) *gateway.Op {
	o := &gateway.Op{
		Name: s.Name, Page: s.Page, Recording: s.Seen, Method: method, Path: path, Credential: s.Credential, AddsUsers: d.AddsUsers, Files: d.Files,
	}
	if d.Run == nil {
		return o
	}
	if o.Limits = standardCalls(s.Name); d.Limit != nil {
		o.Limits = d.Limit(s.Name)
	}
	if s.Credential == apiKey {
		o.Scope = cmp.Or(d.Key, FullAccess)
	}
	denials, why := d.Right.on(s.Credential, d.OnBehalfOf)
	o.In, o.Codes = shape.For[In](), append(s.Codes.facts(d.ByRule), denials...)
	o.Parameters = parametersOf(o.In, method, s.Credential)
	o.Facts = append(s.Notes.facts(o, s.Codes), why...)
	steps := gateway.Steps[asked[In], Out]{Decode: d.decoder(o.In, method, s.Credential), Run: d.run, Tell: d.Tell}
	steps.Encode, o.Out = d.encoder()
	if o.Do = gateway.Write(steps); method == http.MethodGet || d.ReadOnly {
		o.Do = gateway.Read(steps)
	}
	return o
}

// asked is what a call asks for.
type asked[In any] struct {
	who    caller
	q      In
	faulty // reported only when those who are named are there
	files  []store.File
	no     error // what was said of it in flight
}

func (d *op[In, Out]) decoder(in *shape.Struct, method, credential string) func(*gateway.Call) (asked[In], error) {
	read := formReader[In](in)
	switch {
	case len(in.Fields) == 0:
		read = func(*gateway.Call) (q In, _ faulty) { return q, faulty{} }
	case method == http.MethodGet:
		read = queryReader[In](in)
	}
	return func(c *gateway.Call) (a asked[In], err error) {
		a.who = callerOf(c, credential, d.OnBehalfOf)
		if d.Files {
			a.q, a.faulty, a.files, err = readWithFiles[In](in, c, &a.who)
		} else {
			a.q, a.faulty = read(c)
		}
		if err == nil && d.InFlight != nil {
			a.no = d.rehearse(c, a)
		}
		return a, err
	}
}

func (d *op[In, Out]) run(tx *store.Tx, a asked[In]) (out Out, err error) {
	first := d.First
	if first == nil {
		first = usersThere
	}
	if err := first(tx, a.who); err != nil {
		return out, err
	}
	if err := d.Right.refuse(tx, a.who, &a.q); err != nil {
		return out, err
	}
	if d.Check != nil {
		a.wrong = append(slices.Clip(a.wrong), d.Check(tx, a.who, a.q)...)
	}
	if err := a.error(d.Malformed); err != nil {
		return out, err
	}
	if a.no != nil {
		return out, a.no
	}
	if out, err = d.Run(tx, a.who, a.q); err == nil {
		for _, f := range a.files {
			tx.AddFile(f)
		}
	}
	return out, err
}

// What a result may be: one that has the whole of its answer as members, and one that holds what is in the vendor's
// escaping already.
type (
	whole   interface{ whole() }
	escaped interface{ style() wire.Style }
)

// encoder is how results are written, and what they look like where that is not by hand.
func (d *op[In, Out]) encoder() (func([]byte, *gateway.Call, Out) []byte, *shape.Struct) {
	if show := d.Show; show != nil {
		return func(dst []byte, _ *gateway.Call, out Out) []byte { return show(dst, out) }, d.Looks
	}
	none, style := any((*Out)(nil)), wire.PHP
	if own, ok := none.(escaped); ok {
		style = own.style()
	}
	if _, ok := none.(whole); ok {
		plan := wire.For[Out](style)
		return func(dst []byte, _ *gateway.Call, out Out) []byte { return plan.Append(dst, &out) }, shape.For[Out]()
	}
	plan := wire.For[data[Out]](style)
	return func(dst []byte, _ *gateway.Call, out Out) []byte { return plan.Append(dst, &data[Out]{out}) }, shape.For[data[Out]]()
}
