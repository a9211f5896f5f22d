package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/server"
)

// watchEvery is the time between two looks at the fixtures. Looking works on every file system,
// mounted volumes included; notifications do not.
const watchEvery = 500 * time.Millisecond

// watcher gives the server new state when the fixtures have changed. Clock, faults and journal stay.
type watcher struct {
	settings *settings
	origin   *origin
	server   *server.Server
	log      *slog.Logger

	served  []fixture.Source // what the server began with
	seen    string           // how the files looked last
	changed bool             // since they were read
	failed  bool             // what was read last could not be used
}

func (w *watcher) run(ctx context.Context, ticks <-chan time.Time) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
			w.tick()
		}
	}
}

// tick reads files that have changed once they have stood still from one look to the next: an
// editor may write one in several steps.
func (w *watcher) tick() {
	if now := look(w.settings.fixtures); now != w.seen {
		w.seen, w.changed = now, true
		return
	}
	if w.changed {
		w.changed = false
		w.reload()
	}
}

// reload takes the fixtures in. When they are not good the server keeps what it has.
func (w *watcher) reload() {
	sources, err := w.read()
	if err == nil && same(sources, w.served) {
		if w.failed {
			w.failed = false
			w.log.Info("the fixtures are again those that are served")
		}
		return
	}
	if err == nil {
		if err = w.takeIn(sources); err == nil {
			w.served, w.failed = sources, false
			w.log.Info("took in the changed fixtures")
			return
		}
	}
	w.failed = true
	w.log.Error("the changed fixtures are not good; those from before are served", "error", oneLine(err))
}

// read reads the files, but not what stands in the place of one and may never end, such as a pipe.
func (w *watcher) read() ([]fixture.Source, error) {
	for _, path := range w.settings.fixtures {
		info, err := os.Stat(path)
		if err == nil && !info.Mode().IsRegular() && !info.IsDir() {
			return nil, fmt.Errorf("%s is neither a file nor a folder any more", path)
		}
	}
	return w.origin.read()
}

func (w *watcher) takeIn(sources []fixture.Source) error {
	file, err := server.LoadFile(sources...)
	if err != nil {
		return err
	}
	if err := w.server.Reload(&server.Settings{Loaded: file}); err != nil {
		return err
	}
	for _, warning := range warnings(w.settings, file) {
		w.log.Warn(warning)
	}
	return nil
}

// look describes the files by name, size and times, and by what tells one file from another that took its
// place: rsync and reproducible archives keep times, and a size may be the same by chance. Folders are described by all they
// hold: more than fixtures, which costs a comparison and nothing else.
func look(paths []string) string {
	var seen strings.Builder
	for _, path := range paths {
		entries, err := os.ReadDir(path)
		if err != nil { // a file, most likely
			describe(&seen, path)
			continue
		}
		for _, e := range entries {
			describe(&seen, filepath.Join(path, e.Name()))
		}
	}
	return seen.String()
}

func describe(to *strings.Builder, path string) {
	info, err := os.Stat(path)
	if err != nil {
		fmt.Fprintf(to, "%s gone\n", path)
		return
	}
	fmt.Fprintf(to, "%s %v %d %d %s\n", path, info.Mode(), info.Size(), info.ModTime().UnixNano(), fileIdentity(info))
}

// oneLine keeps a message with line ends to one line of the log.
func oneLine(err error) string { return strings.ReplaceAll(err.Error(), "\n", "; ") }
