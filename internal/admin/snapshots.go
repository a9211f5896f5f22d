package admin

import (
	"net/http"
	"strings"

	"github.com/chatdouble/mockserver/internal/bounds"
)

type snapshot struct {
	App      string `json:"app"`
	Snapshot string `json:"snapshot" doc:"its name"`
}

// isSnapshotName tells whether a snapshot can be called so.
func isSnapshotName(name string) bool {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-"
	return name != "" && len(name) <= 100 && strings.Trim(name, letters) == ""
}

func (a *api) takeSnapshot(r *in) (snapshot, error) {
	name := r.PathValue("name")
	if !isSnapshotName(name) {
		return snapshot{}, badRequest("a snapshot's name has 1 to 100 of A-Z, a-z, 0-9, point, _ and -; this one is %q", name)
	}
	if _, again := r.app.Snapshots.Find(name); !again {
		free, err := a.Bounds.Reserve(bounds.Want{Kind: bounds.Snapshots, N: 1})
		if err != nil {
			return snapshot{}, err
		}
		defer free()
	}
	r.app.Snapshots.Put(name, r.app.Store.Snapshot())
	return snapshot{r.app.Name(), name}, nil
}

func (a *api) restoreSnapshot(r *in) (snapshot, error) {
	name := r.PathValue("name")
	kept, ok := r.app.Snapshots.Find(name)
	if !ok {
		return snapshot{}, noSnapshot(r, name)
	}
	r.app.Restore(kept)
	return snapshot{r.app.Name(), name}, nil
}

func (a *api) deleteSnapshot(r *in) (snapshot, error) {
	name := r.PathValue("name")
	if !r.app.Snapshots.Remove(name) {
		return snapshot{}, noSnapshot(r, name)
	}
	return snapshot{r.app.Name(), name}, nil
}

func noSnapshot(r *in, name string) error {
	return &Refusal{Status: http.StatusNotFound, Detail: "app " + r.app.Name() + " has no snapshot " + quote(name) + "; GET " + Prefix + "/apps/" + r.app.Name() + " lists them"}
}
