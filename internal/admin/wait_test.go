package admin_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/chatdouble/mockserver/internal/admin"
)

// answer of POST requests/wait.
type waited struct {
	Reached  bool
	Count    int
	Requests []admin.Request
}

// start makes a wait in the background; its answer comes out of the channel.
func start(h http.Handler, ctx context.Context, body string) <-chan *httptest.ResponseRecorder {
	done := make(chan *httptest.ResponseRecorder, 1)
	go func() {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/__admin/requests/wait", strings.NewReader(body)).WithContext(ctx))
		done <- w
	}()
	return done
}

func readWaited(t *testing.T, w *httptest.ResponseRecorder) (got waited) {
	t.Helper()
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != http.StatusOK {
		t.Fatalf("wait = %d %s, %v", w.Code, w.Body, err)
	}
	if got.Count != len(got.Requests) {
		t.Errorf("count = %d with %d requests", got.Count, len(got.Requests))
	}
	return got
}

// A wait ends with the request that it waits for, and not with others.
func TestWaitEndsWithTheRequest(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := newServer(t)
		defer srv.Close()
		began := time.Now()
		done := start(srv, t.Context(), `{"operation":"ListBlockedUsers","app":"cometchat:one","count":2,"timeout":"5m"}`)
		for _, path := range []string{"/v3/users/ann/blockedusers", "/v3/users/ann", "/v3/users/ann/friends"} {
			call(srv, http.MethodGet, path, "appid", "one", "apikey", key)
		}
		call(srv, http.MethodGet, "/v3/users/ann/blockedusers", "appid", "two", "apikey", key)
		synctest.Wait()
		select {
		case w := <-done:
			t.Fatalf("the wait has ended with one of two requests: %s", w.Body)
		default:
		}
		call(srv, http.MethodGet, "/v3/users/ben/blockedusers", "appid", "one", "apikey", key)
		got := readWaited(t, <-done)
		if !got.Reached || got.Count != 2 || got.Requests[0].User != "ann" || got.Requests[1].User != "ben" {
			t.Errorf("waited = %+v", got)
		}
		if took := time.Since(began); took != 0 {
			t.Errorf("the wait took %v after the request had come", took)
		}
	})
}

// What came before the wait counts, and no wait for nothing.
func TestWaitForWhatIsThere(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	ask(t, srv)
	for body, want := range map[string]waited{
		`{"vendor":"zim"}`:                           {Reached: true, Count: 2},
		`{"vendor":"zim","count":0}`:                 {Reached: true, Count: 2},
		`{"vendor":"zim","count":3,"timeout":"0s"}`:  {Reached: false, Count: 2},
		`{"unmatched":true}`:                         {Reached: true, Count: 1},
		`{"retried_too_early":true,"timeout":"1ms"}`: {Reached: false, Count: 0},
	} {
		w := send(srv, http.MethodPost, "/__admin/requests/wait", body)
		if got := readWaited(t, w); got.Reached != want.Reached || got.Count != want.Count {
			t.Errorf("%s: %+v, want %+v", body, got, want)
		}
	}
}

// The time is real time, whatever the server's clock shows.
func TestWaitEndsWithTheTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := newServer(t) // its clock is frozen
		defer srv.Close()
		for body, want := range map[string]time.Duration{`{}`: 10 * time.Second, `{"timeout":"5m"}`: 5 * time.Minute} {
			began := time.Now()
			if got := readWaited(t, <-start(srv, t.Context(), body)); got.Reached || got.Count != 0 {
				t.Errorf("%s: %+v", body, got)
			}
			if took := time.Since(began); took != want {
				t.Errorf("%s took %v, want %v", body, took, want)
			}
		}
	})
}

// A client that goes away, a server that stops and an app that is removed end a wait.
func TestWaitEndsWithWhoeverGoes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		srv := newServer(t)
		began := time.Now()

		client, leave := context.WithCancel(t.Context())
		done := start(srv, client, `{"timeout":"5m"}`)
		synctest.Wait()
		leave()
		<-done

		app := makeApp(t, srv, `{"vendor":"zim"}`)
		done = start(srv, t.Context(), `{"app":"`+app.App+`","timeout":"5m"}`)
		synctest.Wait()
		call(srv, http.MethodDelete, "/__admin/apps/"+app.App)
		if w := <-done; w.Code != http.StatusNotFound {
			t.Errorf("a wait for requests of an app that is removed = %d %s, want 404", w.Code, w.Body)
		}

		done = start(srv, t.Context(), `{"timeout":"5m"}`)
		synctest.Wait()
		srv.Close()
		if got := readWaited(t, <-done); got.Reached {
			t.Errorf("after the server has stopped: %+v", got)
		}
		srv.Close() // twice is no error
		if took := time.Since(began); took != 0 {
			t.Errorf("all that took %v", took)
		}
	})
}

// The same over a connection: the handler sees that the client is gone.
func TestWaitEndsWithTheConnection(t *testing.T) {
	t.Parallel()
	srv := newServer(t)
	defer srv.Close()
	begun, ended := make(chan struct{}), make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		close(begun)
		srv.ServeHTTP(w, r)
		close(ended)
	}))
	defer server.Close()
	ctx, leave := context.WithCancel(t.Context())
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, server.URL+"/__admin/requests/wait", strings.NewReader(`{"timeout":"5m"}`))
	if err != nil {
		t.Fatal(err)
	}
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		if response, err := server.Client().Do(request); err == nil {
			response.Body.Close()
		}
	}()
	<-begun
	leave()
	<-gone
	select {
	case <-ended:
	case <-time.After(time.Minute):
		t.Error("the wait goes on without its client")
	}
}
