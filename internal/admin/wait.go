package admin

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"time"

	"github.com/chatdouble/mockserver/internal/bounds"
	"github.com/chatdouble/mockserver/internal/journal"
)

// Bounds of a wait.
const (
	usualWait   = 10 * time.Second
	longestWait = 5 * time.Minute
)

type awaited struct {
	filter
	Count   *int   `json:"count,omitempty" rule:"min=0,max=1000000" doc:"how many such requests there must be, 1 when left out"`
	Timeout string `json:"timeout,omitempty" doc:"how long to wait, in real time: a duration such as 10s, which is the default, 500ms or 2m; at most 5m"`
}

type waited struct {
	Reached  bool      `json:"reached" doc:"whether there were so many before the time was over"`
	Count    int       `json:"count" doc:"how many there are"`
	Requests []Request `json:"requests" doc:"the oldest first"`
	forgetful
}

var errGone = errors.New("gone")

// waitRequests answers as soon as there are enough requests, those that came before the call
// included; when the time is over or the server stops, with what there is by then.
func (a *api) waitRequests(r *in, wanted awaited) (waited, error) {
	timeout, err := readTimeout(wanted.Timeout)
	if err != nil {
		return waited{}, err
	}
	want := 1
	if wanted.Count != nil {
		want = *wanted.Count
	}
	all, err := a.journals(&wanted.filter)
	if err != nil {
		return waited{}, err
	}
	journals := 1 + len(a.Vendors.Apps())
	var one *journal.Journal // nil: all of them
	if wanted.App != "" {
		journals, one = 1, all[0]
	}
	if room := journals * a.Journal.Size(); want > room {
		return waited{}, at(http.StatusBadRequest, "#/count", fmt.Sprintf("is %d, and %d such requests are remembered at most: "+
			"start the server with a larger --journal-size", want, room))
	}
	free, err := a.Bounds.Reserve(bounds.Want{Kind: bounds.Waits, N: 1})
	if err != nil {
		return waited{}, err
	}
	defer free()
	// The server's limits on how long a call may take are for calls that do not wait on purpose.
	deadlines := http.NewResponseController(r.w)
	_ = deadlines.SetReadDeadline(time.Time{})
	_ = deadlines.SetWriteDeadline(time.Time{})
	ctx, cancel := context.WithTimeout(r.Context(), timeout)
	defer cancel()
	go func() {
		select {
		case <-a.Done:
			cancel()
		case <-ctx.Done():
		}
	}()
	late := a.Journals.Wait(ctx, one, wanted.filter.journal(), want)
	if late != nil && r.Context().Err() != nil {
		return waited{}, errGone // nobody reads the answer
	}
	entries, forgotten, err := a.find(&wanted.filter, math.MaxInt/2) // refuses when the app is gone
	return waited{late == nil, len(entries), a.shown(entries), forgetful{forgotten}}, err
}

func readTimeout(text string) (time.Duration, error) {
	if text == "" {
		return usualWait, nil
	}
	d, err := time.ParseDuration(text)
	switch {
	case err != nil:
		return 0, at(http.StatusBadRequest, "#/timeout", "is "+quote(text)+", which is no duration; write it like 10s, 500ms or 2m")
	case d < 0 || d > longestWait:
		return 0, at(http.StatusBadRequest, "#/timeout", "is "+text+"; it must be from 0s to "+longestWait.String())
	}
	return d, nil
}
