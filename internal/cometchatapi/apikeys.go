package cometchatapi

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/jsontext"
	"github.com/chatdouble/mockserver/internal/store"
)

// Bounds of API keys (page "API Keys").
const (
	maxAPIKeys    = 25
	maxAPIKeyName = 100
)

var apiKeyOperations = []gateway.Op{
	{
		Name: "CreateAPIKey", Method: http.MethodPost, Path: "/apikeys",
		Credential: apiKey, Limits: standardLimits,
		Parameters: body(gateway.Applied, "name", "scope"),
		Do:         gateway.Write(gateway.StepsOf(decodeKeyCreate, createKey, encodeData(appendKey))),
		Facts:      createKeyFacts,
	},
	{
		Name: "ListAPIKeys", Method: http.MethodGet, Path: "/apikeys",
		Credential: apiKey, Limits: standardLimits,
		Parameters: slices.Concat(query(gateway.Applied, "scope", "searchKey"), pageParameters),
		Do:         gateway.Read(gateway.StepsOf(decodeKeyList, listKeys, encodeCounted(appendKey))),
		Facts:      listKeysFacts,
	},
	{
		Name: "GetAPIKey", Method: http.MethodGet, Path: "/apikeys/{apiKey}",
		Credential: apiKey, Limits: standardLimits,
		Do:    gateway.Read(gateway.StepsOf(decodeKeyPath, findKey, encodeData(appendKey))),
		Facts: getKeyFacts,
	},
	{
		Name: "UpdateAPIKey", Method: http.MethodPut, Path: "/apikeys/{apiKey}",
		Credential: apiKey, Limits: standardLimits,
		Parameters: body(gateway.Applied, "name", "scope"),
		Do:         gateway.Write(gateway.StepsOf(decodeKeyUpdate, updateKey, encodeData(appendKey))),
		Facts:      updateKeyFacts,
	},
	{
		Name: "DeleteAPIKey", Method: http.MethodDelete, Path: "/apikeys/{apiKey}",
		Credential: apiKey, Limits: standardLimits,
		Do:    gateway.Write(gateway.StepsOf(decodeKeyPath, deleteKey, encodeSuccess)),
		Facts: deleteKeyFacts,
	},
}

// errNoSuchAPIKey speaks of the key in the path; the one in the header has another code.
func errNoSuchAPIKey(key string) *codeError {
	return same(http.StatusNotFound, "ERR_APIKEY_NOT_FOUND",
		fmt.Sprintf("The key %s does not exist. Please use correct apiKey.", key)).
		because("the app has no API key %s", maskKey(key))
}

var errAPIKeySelf = same(http.StatusForbidden, "ERR_APIKEY_NO_SELF_ACTION", "An API key cannot update or delete itself.")

var apiKeyCodes = map[string]*codeError{
	"ERR_APIKEY_NOT_FOUND":      errNoSuchAPIKey("unknown"),
	"ERR_APIKEY_NO_SELF_ACTION": errAPIKeySelf,
}

// keyForm is the name and scope of a key, empty where they are not given.
type keyForm struct {
	Name, Scope string
	form        *form
}

func readKeyForm(c *gateway.Call, name bounds) keyForm {
	f := readForm(c)
	q := keyForm{form: f}
	name.most = maxAPIKeyName
	q.Name, _ = f.text("name", name)
	q.Scope, _ = f.text("scope", bounds{filled: true})
	if q.Scope != "" && q.Scope != FullAccess && q.Scope != AuthOnly {
		f.fail("scope", "The selected scope is invalid.")
	}
	return q
}

// check refuses what is wrong with the form, and a name that another key than value has.
func (q *keyForm) check(tx *store.Tx, value string) error {
	if err := q.form.err(); err != nil {
		return err
	}
	for k := range tx.Keys() {
		if q.Name != "" && k.Name == q.Name && k.Value != value {
			return errBadRequest(detail{"name", "The name has already been taken."})
		}
	}
	return nil
}

// keyCreate asks for a key.
type keyCreate struct {
	keyForm
	New string
}

func decodeKeyCreate(c *gateway.Call) (keyCreate, error) {
	return keyCreate{readKeyForm(c, bounds{required: true}), hexDigits(c, "key")[:40]}, nil
}

func createKey(tx *store.Tx, q keyCreate) (store.Key, error) {
	if err := q.check(tx, ""); err != nil {
		return store.Key{}, err
	}
	if len(slices.Collect(tx.Keys())) >= maxAPIKeys {
		return store.Key{}, errBadRequest(detail{"name", "The app may not have more than " + strconv.Itoa(maxAPIKeys) + " API keys."})
	}
	k := store.Key{Value: q.New, Name: q.Name, Scope: q.Scope, CreatedAt: thisSecond(tx)}
	if k.Scope == "" {
		k.Scope = AuthOnly
	}
	tx.PutKey(k)
	return k, nil
}

// keyList asks for a page of the keys, of one scope or of all.
type keyList struct {
	pageQuery
	Scope, SearchKey string
}

func decodeKeyList(c *gateway.Call) (q keyList, _ error) {
	q.Page, q.wrong = decodePage(c.Query)
	q.Scope, _ = given(c.Query, "scope")
	q.SearchKey, _ = given(c.Query, "searchKey")
	return q, nil
}

func listKeys(tx *store.Tx, q keyList) (counted[store.Key], error) {
	if len(q.wrong) > 0 {
		return counted[store.Key]{}, errBadRequest(q.wrong...)
	}
	prefix := strings.ToLower(q.SearchKey)
	var found []store.Key
	for k := range tx.Keys() {
		if (q.Scope == "" || k.Scope == q.Scope) &&
			(strings.HasPrefix(strings.ToLower(k.Name), prefix) || strings.HasPrefix(strings.ToLower(k.Value), prefix)) {
			found = append(found, k)
		}
	}
	return cutPage(newestFirst(found, func(k store.Key) time.Time { return k.CreatedAt }), q.Page), nil
}

// keyPath names a key, and the key that the caller came with.
type keyPath struct{ Value, Own string }

func decodeKeyPath(c *gateway.Call) (keyPath, error) {
	return keyPath{c.PathParam("apiKey"), header(c, "Apikey")}, nil
}

func findKey(tx *store.Tx, q keyPath) (store.Key, error) {
	k, ok := tx.Key(q.Value)
	if !ok {
		return k, errNoSuchAPIKey(q.Value)
	}
	return k, nil
}

// changeableKey is the key, when the caller may change it: nobody saws off the branch that he sits on.
func changeableKey(tx *store.Tx, q keyPath) (store.Key, error) {
	k, err := findKey(tx, q)
	if err == nil && q.Value == q.Own {
		err = errAPIKeySelf.because("the key in the path is the one in the header apikey; call with another fullAccess key")
	}
	return k, err
}

// keyUpdate changes a key's name or scope.
type keyUpdate struct {
	keyPath
	keyForm
}

func decodeKeyUpdate(c *gateway.Call) (keyUpdate, error) {
	path, err := decodeKeyPath(c)
	return keyUpdate{path, readKeyForm(c, bounds{filled: true})}, err
}

func updateKey(tx *store.Tx, q keyUpdate) (store.Key, error) {
	k, err := changeableKey(tx, q.keyPath)
	if err != nil {
		return k, err
	}
	if err := q.check(tx, k.Value); err != nil {
		return k, err
	}
	if q.Name != "" {
		k.Name = q.Name
	}
	if q.Scope != "" {
		k.Scope = q.Scope
	}
	k.UpdatedAt = thisSecond(tx)
	tx.PutKey(k)
	return k, nil
}

func deleteKey(tx *store.Tx, q keyPath) (text string, err error) {
	if _, err := changeableKey(tx, q); err != nil {
		return "", err
	}
	tx.DeleteKey(q.Value)
	return "The Api Key " + q.Value + " has been deleted successfully.", nil
}

func appendKey(dst []byte, k store.Key) []byte {
	dst = append(dst, `{"apiKey":`...)
	dst = jsontext.AppendPHP(dst, k.Value)
	dst = appendMember(dst, "name", k.Name)
	dst = appendMember(dst, "scope", k.Scope)
	return append(appendTimes(dst, k.CreatedAt, k.UpdatedAt), '}')
}
