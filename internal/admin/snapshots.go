package admin

import (
	"net/http"
	"regexp"
)

type snapshot struct {
	App      string `json:"app"`
	Snapshot string `json:"snapshot" doc:"its name"`
}

// snapshotName is what a snapshot can be called.
var snapshotName = regexp.MustCompile(`^[A-Za-z0-9._-]{1,100}$`)

func (a *api) takeSnapshot(r *in) (snapshot, error) {
	name := r.PathValue("name")
	if !snapshotName.MatchString(name) {
		return snapshot{}, badRequest("a snapshot's name has 1 to 100 of A-Z, a-z, 0-9, point, _ and -; this one is %q", name)
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
	r.app.Store.Restore(kept)
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
