package cometchatapi

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/store"
)

var keyOperations = []declaration{createAPIKey, listAPIKeys, getAPIKey, updateAPIKey, deleteAPIKey}

// maxAPIKeys is how many an app may have (page "API Keys").
const maxAPIKeys = 25

var (
	// errNoSuchAPIKey speaks of the key in the path; the one in the header has another code.
	errNoSuchAPIKey = newCode(http.StatusNotFound, "ERR_APIKEY_NOT_FOUND", "an unknown key in the path", "The key {1} does not exist. Please use correct apiKey.")
	errAPIKeySelf   = newCode(http.StatusForbidden, "ERR_APIKEY_NO_SELF_ACTION", "the key in the path is that of the call", "An API key cannot update or delete itself.")
)

// keyView is an API key as it is answered.
type keyView struct {
	APIKey    string    `json:"apiKey"`
	Name      string    `json:"name"`
	Scope     string    `json:"scope"`
	CreatedAt time.Time `json:"createdAt" wire:"seconds"`
	UpdatedAt time.Time `json:"updatedAt,omitzero" wire:"seconds"`
}

func viewOfKey(k store.Key) keyView {
	return keyView{k.Value, k.Name, k.Scope, k.CreatedAt, k.UpdatedAt}
}

// nameFree refuses a name that another key than that with a value has.
func nameFree(tx *store.Tx, name, value string) error {
	for k := range tx.Keys() {
		if name != "" && k.Name == name && k.Value != value {
			return errBadRequest.with([]detail{{"name", "The name has already been taken."}})
		}
	}
	return nil
}

type newKey struct {
	Name  string `json:"name" rule:"required,maxlen=100"`
	Scope string `json:"scope" rule:"minlen=1,enum=fullAccess|authOnly"`
}

var createAPIKey = op[newKey, keyView]{
	Name: "CreateAPIKey", Route: "POST /apikeys", Page: "API Keys", Seen: keysSeen,
	Run: func(tx *store.Tx, who caller, q newKey) (keyView, error) {
		if err := nameFree(tx, q.Name, ""); err != nil {
			return keyView{}, err
		}
		if len(slices.Collect(tx.Keys())) >= maxAPIKeys {
			return keyView{}, errBadRequest.with([]detail{{"name", "The app may not have more than " + strconv.Itoa(maxAPIKeys) + " API keys."}})
		}
		k := store.Key{Value: who.hexDigits("key")[:40], Name: q.Name, Scope: AuthOnly, CreatedAt: thisSecond(tx)}
		set(&k.Scope, q.Scope)
		tx.PutKey(k)
		return viewOfKey(k), nil
	},
	Codes: codes{gateway.Assumed: {errBadRequest}},
	Notes: notes{
		documented("members and their order; a key is 40 hex digits; scope is authOnly unless given"),
		recorded("name missing, blank or that of another key: 400; scope blank: 400"),
		assumed("the code ERR_BAD_REQUEST and the texts; another scope than authOnly and fullAccess: the same"),
		assumed("names are compared as they are, case included"),
		documented("at most 25 keys"),
		assumed("one more key: 400 ERR_BAD_REQUEST"),
	},
}

type keysQuery struct {
	Scope     string `json:"scope"`
	SearchKey string `json:"searchKey"`
	paging
}

var listAPIKeys = list[keysQuery, keyView]{
	Name: "ListAPIKeys", Route: "GET /apikeys", Page: "API Keys", Seen: keysSeen,
	Run: func(tx *store.Tx, _ caller, q keysQuery) (counted[keyView], error) {
		prefix := strings.ToLower(q.SearchKey)
		var found []store.Key
		for k := range tx.Keys() {
			if (q.Scope == "" || k.Scope == q.Scope) &&
				(strings.HasPrefix(strings.ToLower(k.Name), prefix) || strings.HasPrefix(strings.ToLower(k.Value), prefix)) {
				found = append(found, k)
			}
		}
		return cutPage(newestFirst(found, func(k store.Key) time.Time { return k.CreatedAt }), q.paging, viewOfKey), nil
	},
	Codes: codes{gateway.Assumed: {errBadRequest}},
	Notes: notes{
		recorded("the newest first; an unknown scope finds nothing"),
		documented("real totals, no cursor, per_page is 100"),
		assumed("searchKey is a prefix of the name or the key, whatever the case"),
	},
}

// findKey is the key in the path.
func findKey(tx *store.Tx, who caller) (store.Key, error) {
	value := who.path("apiKey")
	k, ok := tx.Key(value)
	if !ok {
		return k, errNoSuchAPIKey.of(value).because("the app has no API key %s", maskKey(value))
	}
	return k, nil
}

var getAPIKey = op[struct{}, keyView]{
	Name: "GetAPIKey", Route: "GET /apikeys/{apiKey}", Page: "API Keys", Seen: keysSeen,
	Run: func(tx *store.Tx, who caller, _ struct{}) (keyView, error) {
		k, err := findKey(tx, who)
		return viewOfKey(k), err
	},
	Codes: codes{gateway.Assumed: {errNoSuchAPIKey}},
	Notes: notes{
		documented("members and their order"),
		recorded("unknown key: 404"),
		assumed("its text, with the key as sent"),
	},
}

// keyChangeable refuses a key that is not there, or that the caller came with: nobody saws off the branch that he
// sits on.
func keyChangeable(tx *store.Tx, who caller) error {
	k, err := findKey(tx, who)
	if err == nil && k.Value == who.Shown {
		err = errAPIKeySelf.because("the key in the path is the one in the header apikey; call with another fullAccess key")
	}
	return err
}

type keyChange struct {
	Name  string `json:"name" rule:"minlen=1,maxlen=100"`
	Scope string `json:"scope" rule:"minlen=1,enum=fullAccess|authOnly"`
}

var updateAPIKey = op[keyChange, keyView]{
	Name: "UpdateAPIKey", Route: "PUT /apikeys/{apiKey}", Page: "API Keys", Seen: keysSeen,
	First: keyChangeable,
	Run: func(tx *store.Tx, who caller, q keyChange) (keyView, error) {
		k, _ := findKey(tx, who)
		if err := nameFree(tx, q.Name, k.Value); err != nil {
			return keyView{}, err
		}
		set(&k.Name, q.Name)
		set(&k.Scope, q.Scope)
		k.UpdatedAt = thisSecond(tx)
		tx.PutKey(k)
		return viewOfKey(k), nil
	},
	Codes: codes{gateway.Documented: {errAPIKeySelf}, gateway.Assumed: {errNoSuchAPIKey, errBadRequest}},
	Notes: notes{
		recorded("name or scope alone may be changed; a blank one: 400; unknown key: 404"),
		documented("a key cannot update itself", "Error Guide"),
		assumed("the status of that and its text; it comes before the check of the body"),
		assumed("every update sets updatedAt, which stands behind createdAt; a name that another key has: 400"),
	},
}

var deleteAPIKey = op[struct{}, success]{
	Name: "DeleteAPIKey", Route: "DELETE /apikeys/{apiKey}", Page: "API Keys", Seen: keysSeen,
	First: keyChangeable,
	Run: func(tx *store.Tx, who caller, _ struct{}) (success, error) {
		value := who.path("apiKey")
		tx.DeleteKey(value)
		return done("The Api Key " + value + " has been deleted successfully."), nil
	},
	Codes: codes{gateway.Documented: {errAPIKeySelf}, gateway.Assumed: {errNoSuchAPIKey}},
	Notes: notes{
		documented("the answer's text"),
		recorded("unknown key, deleted already: 404"),
		documented("a key cannot delete itself", "Error Guide"),
		assumed("the status of that and its text"),
	},
}
