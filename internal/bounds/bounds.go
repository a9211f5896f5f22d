// Package bounds says how much a server holds of what comes over HTTP, and refuses what is above.
//
// [Table] is the one list of the bounds. Settings, metrics, refusals and docs/limits.md follow from it.
package bounds

import "net/http"

// Limits are how much of each thing a server holds at the most. A member that is 0 stands for its default,
// which [Table] has.
type Limits struct {
	Apps         int64
	Users        int64
	Ties         int64
	Messages     int64
	Snapshots    int64
	Rules        int64
	Waits        int64
	Events       int64
	JournalBytes int64
	UploadBytes  int64
}

// Bound is a row of the table: one thing of which there may be only so much.
type Bound struct {
	Name    string // the setting, such as max-apps
	What    string // the label in the metrics, such as apps
	Many    string // several of it, in a sentence
	Bytes   bool   // it is counted in bytes
	Default int64
	Each    int64  // about how many bytes of memory one takes
	Meaning string // for the help

	// Of what is refused above the bound; where the oldest goes instead they are empty.
	One    string // one of it, in a sentence
	Status int    // of the refusal when there is no room just now
	Advice string // what makes room

	of func(*Limits) *int64
}

// Of is the member of l that holds this bound.
func (b *Bound) Of(l *Limits) *int64 { return b.of(l) }

// The bounds, for [Held].
const (
	Apps = iota
	Users
	Ties
	Messages
	Snapshots
	Rules
	Waits
	Events
	JournalBytes
	UploadBytes
	count
)

// Table has all bounds. The defaults are for a container of 512 MB: all of them full at once take about half of
// it, the other half is room for the garbage collector.
var Table = [count]Bound{
	Apps: {
		Name: "max-apps", What: "apps", One: "app", Many: "apps", Default: 10_000, Each: 4_200, Status: http.StatusConflict,
		Meaning: "the most apps",
		Advice:  "delete those that are no longer needed",
		of:      func(l *Limits) *int64 { return &l.Apps },
	},
	Users: {
		Name: "max-users", What: "users", One: "user", Many: "users", Default: 100_000, Each: 560, Status: http.StatusConflict,
		Meaning: "the most users, all apps together",
		Advice:  "delete apps that are no longer needed",
		of:      func(l *Limits) *int64 { return &l.Users },
	},
	Ties: {
		Name: "max-ties", What: "ties", One: "block or friendship", Many: "blocks and friendships", Default: 200_000, Each: 120, Status: http.StatusConflict,
		Meaning: "the most blocks and friendships, all apps together, that fixtures bring over HTTP",
		Advice:  "delete apps that are no longer needed",
		of:      func(l *Limits) *int64 { return &l.Ties },
	},
	Messages: {
		Name: "max-messages", What: "messages", One: "message", Many: "messages", Default: 50_000, Each: 350, Status: http.StatusConflict,
		Meaning: "the most messages, all apps together, that fixtures bring over HTTP",
		Advice:  "delete apps that are no longer needed",
		of:      func(l *Limits) *int64 { return &l.Messages },
	},
	Snapshots: {
		Name: "max-snapshots", What: "snapshots", One: "snapshot", Many: "snapshots", Default: 500, Each: 30_000, Status: http.StatusConflict,
		Meaning: "the most snapshots, all apps together",
		Advice:  "delete those that are no longer needed",
		of:      func(l *Limits) *int64 { return &l.Snapshots },
	},
	Rules: {
		Name: "max-rules", What: "rules", One: "fault rule", Many: "fault rules", Default: 1_000, Each: 500, Status: http.StatusConflict,
		Meaning: "the most fault rules, all apps together",
		Advice:  "delete those that are no longer needed",
		of:      func(l *Limits) *int64 { return &l.Rules },
	},
	Waits: {
		Name: "max-waits", What: "waits", One: "wait", Many: "waits", Default: 500, Each: 20_000, Status: http.StatusTooManyRequests,
		Meaning: "the most calls of /__admin/requests/wait at once",
		Advice:  "try again when one has ended",
		of:      func(l *Limits) *int64 { return &l.Waits },
	},
	Events: {
		Name: "max-events", What: "events", Many: "events", Default: 5_000, Each: 3_000,
		Meaning: "the most events that wait for webhooks and callbacks",
		of:      func(l *Limits) *int64 { return &l.Events },
	},
	JournalBytes: {
		Name: "max-journal-bytes", What: "journal_bytes", Many: "bytes of the journals", Bytes: true, Default: 40 << 20, Each: 1,
		Meaning: "the size of all journals together; above it the oldest entries are forgotten",
		of:      func(l *Limits) *int64 { return &l.JournalBytes },
	},
	UploadBytes: {
		Name: "max-upload-bytes", What: "upload_bytes", One: "byte of a body", Many: "bytes of a body", Bytes: true, Default: 32 << 20, Each: 1, Status: http.StatusTooManyRequests,
		Meaning: "the size of all bodies together that /__admin reads at once, and so of the largest",
		Advice:  "try again when one has been read",
		of:      func(l *Limits) *int64 { return &l.UploadBytes },
	},
}

// Complete puts the defaults where nothing is given.
func (l Limits) Complete() Limits {
	for i := range Table {
		if n := Table[i].Of(&l); *n == 0 {
			*n = Table[i].Default
		}
	}
	return l
}
