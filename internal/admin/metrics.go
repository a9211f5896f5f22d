package admin

import (
	"bytes"
	"runtime"

	"github.com/chatdouble/mockserver/internal/bounds"
	"github.com/chatdouble/mockserver/internal/buildinfo"
	"github.com/chatdouble/mockserver/internal/metrics"
)

func (a *api) metrics(*in) (text, error) {
	apps := a.Vendors.Apps()
	g := metrics.Gauges{
		Apps: len(apps), JournalForgotten: a.Journals.Forgotten(), EventsWaiting: int(a.Bounds.Now(bounds.Events)),
		Version: buildinfo.Version(), GoVersion: runtime.Version(),
	}
	for _, j := range a.Journals.Journals() {
		g.JournalEntries += j.Len()
	}
	for kind := range bounds.Table {
		g.Held = append(g.Held, metrics.Held{
			What: bounds.Table[kind].What, Now: a.Bounds.Now(kind), Most: a.Bounds.Most(kind), Refuses: bounds.Table[kind].Status != 0, Refused: a.Bounds.Refused(kind),
		})
	}
	var out bytes.Buffer
	err := a.Metrics.WriteTo(&out, g)
	return text{metrics.ContentType, out.Bytes()}, err
}
