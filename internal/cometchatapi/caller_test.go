package cometchatapi

import (
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/store"
)

// TestRunWithoutARequest runs operations for what is no request, as an act of the admin API would.
func TestRunWithoutARequest(t *testing.T) {
	t.Parallel()
	noon := time.Date(2024, 1, 1, 12, 0, 0, 0, time.UTC)
	run := func(tx *store.Tx, number uint64, uid string) shownUser {
		out, err := createUser.Run(tx, caller{App: "app", Seed: 7, Call: number}, newUserCall{newUser: newUser{UID: uid, Name: uid}, WithAuthToken: true})
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	err := store.New(Catalogue.Order).Update(noon, func(tx *store.Tx) error {
		ann, bob := run(tx, 1, "ann").View.token, run(tx, 2, "bob").View.token
		if a, b := strings.TrimPrefix(ann, "ann_1704110400"), strings.TrimPrefix(bob, "bob_1704110400"); len(a) != 30 || len(b) != 30 || a == b {
			t.Errorf("two calls got the tokens %s and %s", ann, bob)
		}
		me, err := getMe.Run(tx, caller{Me: "ann", EndUser: true, Shown: ann, Host: "App.apiclient-us.localhost:81"}, struct{}{})
		if err != nil || me.user.Row.User.ID != "ann" || me.Settings.AdminHost != "app.api-us.localhost:81" {
			t.Errorf("the session of ann: %+v, %v", me, err)
		}
		// The session may end between the check and the run.
		var refused *codeError
		if err := getMe.First(tx, caller{Me: "ann", EndUser: true, Shown: "gone"}); !errors.As(err, &refused) || refused.Code != errAuthTokenUnknown.Code {
			t.Errorf("a session that has ended: %v", err)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestCallerHoldsValues keeps calls, requests and apps out of what operations see.
func TestCallerHoldsValues(t *testing.T) {
	t.Parallel()
	var look func(at string, is reflect.Type)
	look = func(at string, is reflect.Type) {
		switch is.Kind() {
		case reflect.Struct:
			for _, f := range reflect.VisibleFields(is) {
				look(at+"."+f.Name, f.Type)
			}
		case reflect.Slice:
			look(at+"[]", is.Elem())
		case reflect.String, reflect.Bool, reflect.Int64, reflect.Uint64:
		default:
			t.Errorf("%s is a %s", at, is)
		}
	}
	look("caller", reflect.TypeFor[caller]())
}
