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
	file, err := server.LoadFile(sources...)
	if err != nil {
		// A line per problem, file and line first, as editors find them, and nothing else.
		return &problems{err}
	}
	t, err := total(file, s)
	if err != nil {
		return err
	}
	if err := file.CheckFaults(); err != nil {
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

// totals say how much is in a fixture.
type totals struct{ apps, users, blocks int }

// total counts by filling a store, so what only shows then is found as well.
func total(file *server.File, s *settings) (totals, error) {
	var t totals
	common := file.World()
	if s.seed != nil {
		common.Seed = *s.seed
	}
	for _, app := range fixture.Apps(file) {
		st := store.New(store.ByTime)
		if err := fixture.Fill(st, app, common); err != nil {
			return t, err
		}
		_ = st.View(time.Time{}, func(tx *store.Tx) error {
			t.apps++
			t.users += tx.UserCount()
			for u := range tx.Users() {
				t.blocks += tx.Blocks(u.ID, store.BlockedByMe).Len()
			}
			return nil
		})
	}
	return t, nil
}
