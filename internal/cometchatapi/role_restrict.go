package cometchatapi

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

// featureView is a restricted feature as it is answered.
type featureView struct {
	Title       string    `json:"title"`
	Description string    `json:"description"`
	Key         string    `json:"key"`
	Path        string    `json:"path"`
	CreatedAt   time.Time `json:"createdAt" wire:"seconds"`
}

// restriction is a feature that a role is kept from.
type restriction struct {
	feature
	since time.Time
}

// restrictions are those of a role, the newest first.
func restrictions(tx *store.Tx, role string) (all []restriction) {
	for s := range tx.Settings("", role) {
		if f, ok := featureNamed(s.Name); ok && strings.HasPrefix(s.Name, featurePrefix) {
			all = append(all, restriction{f, s.At})
		}
	}
	return newestFirst(all, func(r restriction) time.Time { return r.since })
}

type toRestrict struct {
	FeaturesToRestrict []string `json:"featuresToRestrict" rule:"required"`
}

var restrictFeatures = bulk[toRestrict]{
	Name: "RestrictFeatures", Route: "POST /roles/{role}/restrictedfeatures", Page: "Restrict Features",
	First: roleThere,
	Run: func(tx *store.Tx, who caller, q toRestrict) (out entries, _ error) {
		role, _ := findRole(tx, who)
		for i, key := range q.FeaturesToRestrict {
			f, known := featureNamed(key)
			if !known {
				out.List = append(out.List, entry{UID: key, Err: errBadRequest.with([]detail{unknownFeature("featuresToRestrict", i)})})
				continue
			}
			if _, already := tx.Setting("", role.ID, f.name()); !already {
				tx.PutSetting(store.Setting{Of: role.ID, Name: f.name(), At: thisSecond(tx)})
			}
			if !slices.Contains(q.FeaturesToRestrict[:i], key) {
				out.List = append(out.List, entry{UID: key, Message: "The feature " + key + " has been restricted successfully."})
			}
		}
		return out, nil
	},
	Show:  showEntries,
	Codes: codes{gateway.Documented: {errRoleNotFound}, gateway.Assumed: {errBadRequest}},
	Notes: notes{
		documented("an entry for each feature, and its text"),
		documented("the features are those of the page's table; its samples have u. before the keys"),
		assumed("both are the same feature, and an entry has the key that was sent"),
		assumed("an unknown feature fails its entry with ERR_BAD_REQUEST and details; one that is restricted already stays as it was"),
		documented("a role that does not exist is refused"),
		assumed("only end users are kept from a feature, with 403 ERR_PERMISSION_DENIED; one of operations that are not emulated has no effect"),
	},
}

func unknownFeature(member string, place int) detail {
	name := member + "." + strconv.Itoa(place)
	return detail{name, "The selected " + name + " is invalid."}
}

var listRestrictedFeatures = list[paging, featureView]{
	Name: "GetRestrictedfeatures", Route: "GET /roles/{role}/restrictedfeatures", Page: "Restrict Features",
	First: roleThere,
	Run: func(tx *store.Tx, who caller, q paging) (counted[featureView], error) {
		role, _ := findRole(tx, who)
		return cutPage(restrictions(tx, role.ID), q, func(r restriction) featureView {
			return featureView{r.title, "Allows logged-in user to " + r.does + ".", r.name(), r.shownPath(), r.since}
		}), nil
	},
	Codes: codes{gateway.Documented: {errRoleNotFound}, gateway.Assumed: {errBadRequest}},
	Notes: notes{
		documented("members and their order, real totals, no cursor; titles and descriptions are those of the page"),
		assumed("the key has u. before it, createdAt is when the feature was restricted; the newest first"),
		assumed("paths but for those of u.deleteGroup and u.listUsers"),
	},
}

type toAllow struct {
	FeaturesToAllow []string `json:"featuresToAllow"`
	AllowAll        bool     `json:"allowAll"`
}

var allowFeatures = op[toAllow, success]{
	Name: "AllowFeatures", Route: "DELETE /roles/{role}/restrictedfeatures", Page: "Restrict Features",
	First: roleThere,
	Check: func(_ *store.Tx, _ caller, q toAllow) (wrong []detail) {
		for i, key := range q.FeaturesToAllow {
			if _, known := featureNamed(key); !known {
				wrong = append(wrong, unknownFeature("featuresToAllow", i))
			}
		}
		return wrong
	},
	Run: func(tx *store.Tx, who caller, q toAllow) (success, error) {
		role, _ := findRole(tx, who)
		if q.AllowAll {
			for _, r := range restrictions(tx, role.ID) {
				tx.DeleteSetting("", role.ID, r.name())
			}
		}
		for _, key := range q.FeaturesToAllow {
			f, _ := featureNamed(key)
			tx.DeleteSetting("", role.ID, f.name())
		}
		return done("The feature has been allowed successfully."), nil
	},
	Codes: codes{gateway.Documented: {errRoleNotFound}, gateway.Assumed: {errBadRequest}},
	Notes: notes{
		documented("the answer's text, however many they are"),
		assumed("neither member: the same, and nothing is allowed; an unknown feature: 400 ERR_BAD_REQUEST, likewise; one that is not restricted is allowed all the same"),
	},
}
