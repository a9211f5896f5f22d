package cometchatapi

import "github.com/chatdouble/mockserver/internal/store"

// wanted is somebody whom an entry names, by the member that does, and the details with which he is made when he is
// not there.
type wanted struct {
	member, uid string
	details     *importedUser
	within      string // the member that has the details
}

// missing is why somebody is not there and cannot be made; nil when he can. Who is deactivated is there. It makes nobody.
func (w wanted) missing(tx *store.Tx) error {
	if _, there := tx.User(w.uid); there || w.uid == systemUser {
		return nil
	}
	if !w.details.given {
		return missingUser(tx, w.uid, w.uid)
	}
	wrong := w.details.unknownRole(tx)
	if w.details.UID != w.uid {
		wrong = append(wrong, detail{"uid", "The uid must be the " + words(w.member) + "."})
	}
	return wrongDetails(w.within, wrong)
}

// put makes somebody who is not there.
func (w wanted) put(tx *store.Tx) {
	if _, there := tx.User(w.uid); !there && w.uid != systemUser {
		w.details.put(tx)
	}
}

// wrongDetails is the refusal of an entry for what is wrong in a member of it; nil when nothing is.
func wrongDetails(member string, wrong []detail) error {
	if len(wrong) == 0 {
		return nil
	}
	f := &form{}
	f.failIn(member, wrong)
	return errBadRequest.with(f.wrong)
}

// wantedGroup is a group that an entry names, likewise.
type wantedGroup struct {
	member, guid string
	details      *importedGroup
	within       string
	owner        *importedUser // details of its owner, which stand beside those of the group
	ownerWithin  string
}

// missing is why a group is not there and cannot be made. Who is made by the same entry counts as there.
func (w wantedGroup) missing(tx *store.Tx, made ...wanted) error {
	if _, there := tx.Group(w.guid); there {
		return nil
	}
	if !w.details.given {
		return noGroup(tx, w.guid)
	}
	if w.details.GUID != w.guid {
		return wrongDetails(w.within, []detail{{"guid", "The guid must be the " + words(w.member) + "."}})
	}
	if err := w.details.wrongPassword(); err != nil {
		return err
	}
	owner := w.details.owner(w.owner, w.ownerWithin)
	for _, other := range made {
		if other.uid == owner.uid {
			return nil
		}
	}
	return owner.missing(tx)
}

// put makes a group that is not there.
func (w wantedGroup) put(tx *store.Tx) *store.Group {
	if g, there := tx.Group(w.guid); there {
		return g
	}
	w.details.owner(w.owner, w.ownerWithin).put(tx)
	return w.details.put(tx)
}
