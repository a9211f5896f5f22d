package chatdouble

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"reflect"
	"slices"
	"testing"

	"github.com/chatdouble/mockserver/internal/server"
	"github.com/chatdouble/mockserver/internal/shape"
)

// Each act of a vendor is done by a method of Actor, and each method does one, with members that it has: the methods are
// called, and what they post is held against the acts.
func TestActorDoesEveryAct(t *testing.T) {
	t.Parallel()
	members, done := make(map[string][]string), make(map[string]bool) // by act; of any vendor
	for _, v := range server.Vendors {
		for _, a := range v.Acts {
			members[a.Name] = append(members[a.Name], shape.Of(a.In).Names()...)
		}
	}
	posts := make(chan map[string]any, 10)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var body map[string]any
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			t.Error(err)
		}
		posts <- body
		_, _ = w.Write([]byte("{}"))
	}))
	t.Cleanup(srv.Close)
	app := &App{scope{t: t, server: &client{url: srv.URL, http: srv.Client()}, app: "zim:1"}}
	actor := reflect.ValueOf(app.As("alice"))
	for i := range actor.NumMethod() {
		name, method := actor.Type().Method(i).Name, actor.Method(i)
		callWithZeros(method)
		post := <-posts
		act, _ := post["act"].(string)
		if done[act] = true; members[act] == nil || post["user"] != "alice" || len(posts) > 0 {
			t.Errorf("%s posts %v; want one act of a vendor, done by alice", name, post)
		}
		for member := range post {
			if !slices.Contains(members[act], member) {
				t.Errorf("%s gives %q, which the act %s has not", name, member, act)
			}
		}
	}
	for act := range members {
		if !done[act] {
			t.Errorf("no method of Actor does %s", act)
		}
	}
}

// callWithZeros calls a method with the zero values of its parameters.
func callWithZeros(method reflect.Value) {
	given := make([]reflect.Value, method.Type().NumIn())
	for i := range given {
		given[i] = reflect.Zero(method.Type().In(i))
	}
	if method.Type().IsVariadic() {
		method.CallSlice(given)
		return
	}
	method.Call(given)
}
