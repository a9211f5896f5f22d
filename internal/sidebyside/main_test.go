package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/sidebyside/load"
)

// TestMain lets the test's own binary be the bare server, as the program's is.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == asBare {
		if err := serveBare(os.Stdin, os.Stdout); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

func TestSliceCountsWholeReplies(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{self: self}
	server, err := b.startBare(t.Context(), nil, load.Reply{
		Fields: []load.Field{{Key: "Content-Length", Values: []string{"5"}}}, Body: []byte("hello"),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer server.stop()
	page := load.Page{Vendor: load.CometChat, People: 2}
	s, err := newSide("the server", server, 3, []byte("lo"))
	if err != nil {
		t.Fatal(err)
	}
	defer s.close()
	for range 2 {
		if err := s.slice(t.Context(), page.Request(time.Now()), 10*time.Millisecond); err != nil {
			t.Fatal(err)
		}
	}
	if s.requests < 6 || len(s.rates) != 2 || s.rates[0] <= 0 {
		t.Errorf("%d requests, rates %v; each of 3 connections asks at least once in each of 2 slices", s.requests, s.rates)
	}

	s.ending = []byte("another")
	if err := s.slice(t.Context(), page.Request(time.Now()), time.Millisecond); err == nil || !strings.Contains(err.Error(), `ends in "hello"`) {
		t.Errorf("a reply with another ending: error %v", err)
	}
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.slice(stopped, page.Request(time.Now()), time.Hour); !errors.Is(err, context.Canceled) {
		t.Errorf("after an interrupt: error %v", err)
	}
}

func TestProcessThatDoesNotListen(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	_, err = startProcess(t.Context(), nil, []byte("{"), self, asBare)
	if err == nil || !strings.Contains(err.Error(), "reading the bare server's reply") {
		t.Errorf("error = %v, want what the program said", err)
	}
	if _, err := startProcess(t.Context(), nil, nil, self+"-is-not-there"); err == nil {
		t.Error("a program that is not there was started")
	}
}

func TestSettingsStayOutside(t *testing.T) {
	got := withoutSettings([]string{"PATH=/bin", "CHATDOUBLE_LIMITS=off", "HOME=/root"})
	if want := []string{"PATH=/bin", "HOME=/root"}; !slices.Equal(got, want) {
		t.Errorf("left over: %v, want %v", got, want)
	}
}

func TestFlags(t *testing.T) {
	for _, tt := range []struct{ args, says string }{
		{"-duration 1ms", "at least 1s"},
		{"-connections 0", "from 1 to 10000"},
		{"-cases zim-2,zim-3", `"zim-3"`},
		{"left over", `"left" is left over`},
		{"-unknown", "not defined"},
	} {
		var usage usageError
		if _, err := parse(strings.Fields(tt.args), &bytes.Buffer{}); !errors.As(err, &usage) || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s: error %v, want a usage error that says %s", tt.args, err, tt.says)
		}
	}
	s, err := parse(nil, &bytes.Buffer{})
	if err != nil || !slices.Equal(s.cases, caseNames()) {
		t.Errorf("without flags: %v, error %v; want every case", s, err)
	}
}

// The slices of a case are as long together as was asked for, and come in pairs.
func TestSlices(t *testing.T) {
	for duration, want := range map[time.Duration]int{time.Second: 2, 20 * time.Second: 40} {
		pairs, length := settings{duration: duration}.slices()
		if pairs != want || time.Duration(2*pairs)*length != duration {
			t.Errorf("%v: %d pairs of slices of %v, want %d pairs", duration, pairs, length, want)
		}
	}
}

func TestQuantiles(t *testing.T) {
	for _, tt := range []struct {
		values  []float64
		q, want float64
	}{
		{[]float64{7}, 0.25, 7},
		{[]float64{3, 1, 2}, 0.5, 2},
		{[]float64{4, 1, 2, 3}, 0.5, 2.5},
		{[]float64{5, 1, 2, 3, 4}, 0.25, 2},
		{[]float64{1, 2}, 1, 2},
	} {
		if got := quantile(tt.values, tt.q); math.Abs(got-tt.want) > 1e-9 {
			t.Errorf("quantile(%v, %v) = %v, want %v", tt.values, tt.q, got, tt.want)
		}
	}
	if got := ratios([]float64{1, 6}, []float64{2, 3}); !slices.Equal(got, []float64{0.5, 2}) {
		t.Errorf("ratios = %v", got)
	}
}
