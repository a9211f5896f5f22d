package main

import (
	"fmt"
	"log/slog"
	"time"

	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/server"
	"github.com/chatdouble/mockserver/internal/store"
)

// checkFixtures loads the given paths, or the fixtures that the settings name, and says what is in
// them. Several paths are one state, as they are for a server.
func (w *world) checkFixtures(s *settings, _ *slog.Logger, paths []string) error {
	from := w.origin(s)
	if len(paths) > 0 {
		from = &origin{paths: paths, stdin: w.stdin}
	}
	sources, err := from.read()
	if err != nil {
		return err
	}
	file, err := fixture.Load(sources...)
	if err != nil {
		// A line per problem, file and line first, as editors find them, and nothing else.
		return &problems{err}
	}
	t, err := total(file, s)
	if err != nil {
		return err
	}
	if _, err := server.New(server.Settings{Loaded: withoutPeople(file), Log: slog.New(slog.DiscardHandler)}); err != nil {
		return &problems{err}
	}
	for _, warning := range warnings(s, file) {
		fmt.Fprintf(w.stderr, "warning: %s\n", warning)
	}
	checked := ""
	if from.isBuiltIn() {
		checked = "the fixtures that are built in have "
	}
	_, err = fmt.Fprintf(w.stdout, "ok: %s%s, %s, %s\n", checked, count(t.apps, "app"), count(t.users, "user"), count(t.blocks, "block"))
	return err
}

// problems are what is wrong with fixtures: they say where they are, so nothing stands before them.
type problems struct{ error }

// withoutPeople has the apps with their fault rules, which only a server can check: it knows the
// vendors' operations and codes.
func withoutPeople(file *fixture.File) *fixture.File {
	f := &fixture.File{}
	for _, app := range file.CometChat {
		f.CometChat = append(f.CometChat, fixture.CometChatApp{AppID: app.AppID, Region: app.Region, APIKeys: app.APIKeys, Faults: app.Faults})
	}
	for _, app := range file.ZIM {
		f.ZIM = append(f.ZIM, fixture.ZIMApp{AppID: app.AppID, ServerSecret: app.ServerSecret, Faults: app.Faults})
	}
	return f
}

// totals say how much is in a fixture.
type totals struct{ apps, users, blocks int }

// total counts by filling a store, so what only shows then is found as well.
func total(file *fixture.File, s *settings) (totals, error) {
	var t totals
	common := file.World()
	if s.seed != nil {
		common.Seed = *s.seed
	}
	add := func(order store.Order, fill func(*store.Store, fixture.World) error) error {
		st := store.New(order)
		if err := fill(st, common); err != nil {
			return err
		}
		return st.View(time.Time{}, func(tx *store.Tx) error {
			t.apps++
			t.users += tx.UserCount()
			for u := range tx.Users() {
				t.blocks += tx.Blocks(u.ID, store.BlockedByMe).Len()
			}
			return nil
		})
	}
	for i := range file.CometChat {
		if err := add(store.ByTime, file.CometChat[i].Fill); err != nil {
			return t, err
		}
	}
	for i := range file.ZIM {
		if err := add(store.ByInsertion, file.ZIM[i].Fill); err != nil {
			return t, err
		}
	}
	return t, nil
}
