package store_test

import (
	"cmp"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/store"
)

// memo is a collection of a new kind: what a user has noted, by time.
type memo struct {
	id, user, text string
	at             time.Time
}

var memos = store.Keep(
	func(m *memo) string { return m.id },
	func(a, b *memo) bool {
		return cmp.Or(cmp.Compare(a.user, b.user), a.at.Compare(b.at), cmp.Compare(a.id, b.id)) < 0
	})

// toyFile is a whole fixture of a vendor that there is not.
type toyFile struct {
	fixture.Head

	Toy []toyApp `json:"toy,omitzero" doc:"Toys."`
}

// toyApp is an app that has notes.
type toyApp struct {
	fixture.Placed `is:"an app" schema:"ToyApp"`

	AppID string `json:"appId" rule:"required"`
	Notes []note `json:"notes,omitzero" doc:"Notes."`
}

type note struct {
	fixture.Placed `is:"a note" schema:"Note"`

	ID   string    `json:"id" rule:"required"`
	User string    `json:"user,omitzero"`
	Text string    `json:"text,omitzero"`
	At   time.Time `json:"at,omitzero"`
}

// toyParts is the line that a collection needs beside its type and the member that lists it.
var toyParts = []fixture.Part[toyApp]{
	fixture.Rows(func(a *toyApp) *[]note { return &a.Notes }, (*note).into, fixture.Each(memos.All, noteOf)),
}

func noteOf(m memo) note { return note{ID: m.id, User: m.user, Text: m.text, At: m.at} }

func (n *note) into(tx *store.Tx, _ *fixture.Plan) error {
	sum := *n
	if before, ok := memos.Get(tx, n.ID); ok {
		sum = noteOf(before)
		fixture.Replace(&sum, n)
	}
	memos.Put(tx, memo{sum.ID, sum.User, sum.Text, sum.At})
	return nil
}

func (a *toyApp) Name() (id, written string)               { return a.AppID, a.AppID }
func (a *toyApp) Complete()                                {}
func (a *toyApp) Rules() []fixture.Fault                   { return nil }
func (a *toyApp) Check(*fixture.Checker)                   {}
func (a *toyApp) CheckInto(*store.Tx, *fixture.Findings)   {}
func (a *toyApp) Into(tx *store.Tx, p *fixture.Plan) error { return fixture.PutAll(toyParts, a, tx, p) }

func (a *toyApp) People() *fixture.People {
	return &fixture.People{
		Listed:   func(func(int, fixture.Person) bool) {},
		Messages: func(func(int, fixture.Message) bool) {},
		Generate: &fixture.Placed{}, Blocks: &fixture.GenerateBlocks{}, Friends: &fixture.GenerateFriends{},
	}
}

// written is the fixture that a store's notes make.
func written(t *testing.T, st *store.Store) []byte {
	t.Helper()
	out := toyApp{AppID: "t"}
	_ = st.View(fixture.DefaultEpoch, func(tx *store.Tx) error { fixture.TakeAll(toyParts, &out, tx); return nil })
	file := &toyFile{Head: fixture.Head{Seed: 1, Epoch: fixture.DefaultEpoch}}
	fixture.Add(file, &out)
	text, err := fixture.YAML(file)
	must(t, err)
	return text
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// A new collection is loaded, merged, written and in the schema, and it is in snapshots, in what is restored and
// replaced, and in what a failed update leaves. All that it takes stands above: its type and its order, its row in
// the fixtures and its line in the parts.
func TestACollectionIsWholeByItsDeclaration(t *testing.T) {
	t.Parallel()
	var file toyFile
	must(t, fixture.Load(&file,
		fixture.Source{Name: "1.yaml", Data: []byte("toy: [{appId: t, notes: [{id: a, user: ann, text: one, at: 2024-01-01T00:00:02Z}]}]")},
		fixture.Source{Name: "2.yaml", Data: []byte("toy: [{appId: t, notes: [{id: b, user: ann, at: 2024-01-01T00:00:01Z}]}]")}))
	st, other := store.New(store.ByTime), store.New(store.ByTime)
	must(t, fixture.Fill(st, &file.Toy[0], file.World()))
	check := func(what string, of *store.Store, want ...string) {
		t.Helper()
		var again toyFile
		must(t, fixture.Load(&again, fixture.Source{Name: "out.yaml", Data: written(t, of)}))
		var have []string
		for _, n := range again.Toy[0].Notes {
			have = append(have, n.ID+n.Text)
		}
		if !slices.Equal(have, want) {
			t.Errorf("%s: the notes are %q, want %q", what, have, want)
		}
	}
	merge := func(notes string) {
		t.Helper()
		change, w, err := fixture.ParseApp(&toyFile{}, "toy", []byte(`{"notes": `+notes+`}`), fixture.Room{})
		must(t, err)
		must(t, fixture.MergeInto(st, change, w, fixture.DefaultEpoch))
	}
	check("loaded", st, "b", "aone")
	start := st.Snapshot()
	merge(`[{"id": "b", "text": "two"}, {"id": "c", "user": "al"}]`)
	check("merged", st, "c", "btwo", "aone")
	no := errors.New("no")
	if err := st.Update(fixture.DefaultEpoch, func(tx *store.Tx) error { memos.Put(tx, memo{id: "d"}); return no }); !errors.Is(err, no) {
		t.Errorf("Update = %v, want %v", err, no)
	}
	check("after an error", st, "c", "btwo", "aone")
	_ = st.View(fixture.DefaultEpoch, func(tx *store.Tx) error {
		if _, ok := memos.Get(tx, "d"); ok {
			t.Error("an update that failed left a note")
		}
		return nil
	})
	other.Restore(start)
	check("the snapshot in another store", other, "b", "aone")
	other.Take(st)
	check("taken", other, "c", "btwo", "aone")
	check("replaced by nothing", st)
	st.Restore(start)
	check("reset", st, "b", "aone")

	for _, schema := range []string{string(fixture.Schema(&toyFile{})), string(fixture.AppSchema(&toyFile{}))} {
		if !strings.Contains(schema, `"#/$defs/Note"`) {
			t.Errorf("the schema has no notes:\n%s", schema)
		}
	}
	_, _, err := fixture.ParseApp(&toyFile{}, "toy", []byte(`{"notes": [{"text": "x"}]}`), fixture.Room{})
	if err == nil || !strings.Contains(err.Error(), "this note has no id") {
		t.Errorf("a note without an id: %v", err)
	}
}
