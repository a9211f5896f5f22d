package main

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// ticked lets the watcher look n times. The channel has no buffer, so the watcher is done with these
// when it takes the one more that ticked sends.
func (r *running) ticked(n int) {
	for range n + 1 {
		r.ticks <- time.Time{}
	}
}

// put writes a file again, later than before also where a file system counts whole seconds.
func put(t *testing.T, path, text string, later time.Duration) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	at := time.Unix(1_700_000_000, 0).Add(later)
	if err := os.Chtimes(path, at, at); err != nil {
		t.Fatal(err)
	}
}

func zimOf(user, blocked string) string {
	return "zim: [{appId: 1234567890, serverSecret: " + defaultSecret + ", users: [{userId: " + user + ", blacklist: [" + blocked + "]}, {userId: " + blocked + "}]}]\n"
}

func (r *running) blacklist(user string) string {
	r.t.Helper()
	_, body := r.get(r.signed("Action=QueryBlacklist&FromUserId=" + user))
	return body
}

func TestWatch(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "f.yaml")
	put(t, path, zimOf("ann", "bob"), 0)
	r := start(t, nil, "", "--fixtures", path, "--watch")
	welcome := r.out.text()
	has := func(user, want string) {
		t.Helper()
		if got := r.blacklist(user); !strings.Contains(got, want) {
			t.Errorf("the blacklist of %s is %s, want %s", user, got, want)
		}
	}
	log := func(want string) {
		t.Helper()
		if got := r.stderr.text(); !strings.HasSuffix(got, want+"\n") {
			t.Errorf("the log is %s\nwant %s at the end", got, want)
		}
	}
	has("ann", `"UserId":"bob"`)

	put(t, path, zimOf("ann", "dan"), 2*time.Second) // the same size
	r.ticked(2)
	has("ann", `"UserId":"dan"`)
	log(`level=INFO msg="took in the changed fixtures"`)

	put(t, path, "zim: [{appId: 1234567890, usrs: []}]", 3*time.Second)
	r.ticked(2)
	has("ann", `"UserId":"dan"`)
	want := `level=ERROR msg="the changed fixtures are not good; those from before are served" error="` + path + `:1: `
	if got := r.stderr.text(); !strings.Contains(got, want) || !strings.Contains(got, `:1: unknown field \"usrs\"`) || !strings.Contains(got, "; "+path+":1: ") {
		t.Errorf("the log is %s\nwant %s", got, want)
	}
	logged := r.stderr.text()
	r.ticked(3)
	if got := r.stderr.text(); got != logged {
		t.Errorf("a fixture that stays bad is logged again: %s", got)
	}

	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	r.ticked(2)
	has("ann", `"UserId":"dan"`)
	log("no such file or directory\"")

	put(t, path, zimOf("ann", "dan"), 4*time.Second)
	r.ticked(2)
	log(`level=INFO msg="the fixtures are again those that are served"`)

	// A file that is only touched does not take away what the server has learned meanwhile.
	_, before := r.get(r.url("ZIM") + "/__admin/requests")
	put(t, path, zimOf("ann", "dan"), 5*time.Second)
	r.ticked(2)
	if _, after := r.get(r.url("ZIM") + "/__admin/requests"); after != before {
		t.Errorf("a touched file empties the journal:\n%s\n%s", before, after)
	}

	put(t, path, zimOf("eve", "fay"), 6*time.Second)
	r.ticked(2)
	has("eve", `"UserId":"fay"`)
	has("ann", `"Message":"operator user not registered"`)
	if got := r.out.text(); got != welcome {
		t.Errorf("more is printed: %s", got)
	}
}

// TestWatchWaitsForTheEndOfWriting looks between the steps in which a file is written.
func TestWatchWaitsForTheEndOfWriting(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "f.yaml")
	put(t, path, zimOf("ann", "bob"), 0)
	s := mustRead(t, []string{"--fixtures", path, "--watch"}, nil)
	from := &origin{paths: s.fixtures}
	served, err := from.read()
	if err != nil {
		t.Fatal(err)
	}
	file, err := from.load()
	if err != nil {
		t.Fatal(err)
	}
	server, err := newServer(s, file, nil, slog.New(slog.DiscardHandler), nil)
	if err != nil {
		t.Fatal(err)
	}
	w := &watcher{settings: s, origin: from, server: server, log: slog.New(slog.DiscardHandler), served: served, seen: look(s.fixtures)}
	tick := func(want bool) {
		t.Helper()
		before := w.served
		w.tick()
		if began := !same(w.served, before); began != want {
			t.Fatalf("took in: %v, want %v", began, want)
		}
	}
	tick(false)
	put(t, path, zimOf("ann", "cat"), 1*time.Second)
	tick(false)
	put(t, path, zimOf("ann", "dan"), 2*time.Second)
	tick(false)
	tick(true)
	tick(false)
}

func TestWatchFolder(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	put(t, folder+"/a.yaml", zimOf("ann", "bob"), 0)
	r := start(t, nil, zimOf("sue", "tom"), "--fixtures", "-", "--fixtures", folder, "--watch")
	put(t, folder+"/b.yml", zimOf("cat", "dan"), 0)
	put(t, folder+"/.b.yml.swp", "half", 0)
	r.ticked(2)
	for user, want := range map[string]string{"ann": "bob", "cat": "dan", "sue": "tom"} {
		if got := r.blacklist(user); !strings.Contains(got, `"UserId":"`+want+`"`) {
			t.Errorf("the blacklist of %s is %s", user, got)
		}
	}
	if err := os.Remove(folder + "/a.yaml"); err != nil {
		t.Fatal(err)
	}
	r.ticked(2)
	if got := r.blacklist("ann"); strings.Contains(got, "bob") {
		t.Errorf("a file that is gone still counts: %s", got)
	}
}

// TestWatchSurvivesAPipe: a pipe in the place of the file, which nobody writes to, does not keep the
// watcher from seeing the good file that comes next.
func TestWatchSurvivesAPipe(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "f.yaml")
	put(t, path, zimOf("ann", "bob"), 0)
	r := start(t, nil, "", "--fixtures", path, "--watch")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := makePipe(path); err != nil {
		t.Skipf("no pipe can be made here: %v", err)
	}
	r.ticked(2)
	if got, want := r.stderr.text(), path+" is neither a file nor a folder any more"; !strings.Contains(got, want) {
		t.Errorf("the log is %s\nwant %s", got, want)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	put(t, path, zimOf("ann", "dan"), 0)
	r.ticked(2)
	if got := r.blacklist("ann"); !strings.Contains(got, `"UserId":"dan"`) {
		t.Errorf("the blacklist is %s; want the file behind the pipe", got)
	}
}

// TestWatchSeesAFileOfTheSameTime: rsync -t and reproducible archives put files in place that differ in
// nothing but their content.
func TestWatchSeesAFileOfTheSameTime(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "f.yaml")
	put(t, path, zimOf("ann", "bob"), 0)
	r := start(t, nil, "", "--fixtures", path, "--watch")
	put(t, path+".new", zimOf("ann", "dan"), 0)
	if err := os.Rename(path+".new", path); err != nil {
		t.Fatal(err)
	}
	r.ticked(2)
	if got := r.blacklist("ann"); !strings.Contains(got, `"UserId":"dan"`) {
		t.Errorf("the blacklist is %s; want the file that took the place", got)
	}
	put(t, path, zimOf("ann", "eve"), 0) // written in place, its time put back
	r.ticked(2)
	if got := r.blacklist("ann"); !strings.Contains(got, `"UserId":"eve"`) {
		t.Errorf("the blacklist is %s; want what was written in place", got)
	}
}
