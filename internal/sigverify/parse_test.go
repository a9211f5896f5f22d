package sigverify

import (
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

func TestParseAppID(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in   string
		want uint32
		err  string // a part of the error; empty: none
	}{
		{"0", 0, ""},
		{"1", 1, ""},
		{"1234567890", 1234567890, ""},
		{"4294967295", 4294967295, ""},
		{"4294967296", 0, "too large"},
		{"99999999999999999999999", 0, "too large"},
		{"", 0, "no digits"},
		{"00", 0, "leading zero"},
		{"012", 0, "leading zero"},
		{"-1", 0, "not a decimal"},
		{"-0", 0, "not a decimal"},
		{"+1", 0, "not a decimal"},
		{" 1", 0, "not a decimal"},
		{"1 ", 0, "not a decimal"},
		{"1\n", 0, "not a decimal"},
		{"1.0", 0, "not a decimal"},
		{"1e3", 0, "not a decimal"},
		{"0x1f", 0, "not a decimal"},
		{"1_000", 0, "not a decimal"},
		{"\u0661\u0662", 0, "not a decimal"},
		{"\xff", 0, "not a decimal"},
	} {
		got, err := ParseAppID(tt.in)
		checkParse(t, "ParseAppID", tt.in, int64(got), int64(tt.want), err, tt.err)
	}
}

func TestParseTimestamp(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		in   string
		want int64
		err  string
	}{
		{"0", 0, ""},
		{"1615186943", 1615186943, ""},
		{"1615186943123", 1615186943123, ""},
		{"-1", -1, ""},
		{"9223372036854775807", 9223372036854775807, ""},
		{"-9223372036854775808", -9223372036854775808, ""},
		{"9223372036854775808", 0, "range"},
		{"-9223372036854775809", 0, "range"},
		{"", 0, "no digits"},
		{"-", 0, "no digits"},
		{"-0", 0, "not a decimal"},
		{"--1", 0, "not a decimal"},
		{"+1615186943", 0, "not a decimal"},
		{"01615186943", 0, "leading zero"},
		{"-01", 0, "leading zero"},
		{"1615186943.5", 0, "not a decimal"},
		{"1.6e9", 0, "not a decimal"},
		{"1615186943 ", 0, "not a decimal"},
		{"2021-03-08T07:02:23Z", 0, "not a decimal"},
		{"1615186943\x00", 0, "not a decimal"},
	} {
		got, err := ParseTimestamp(tt.in)
		checkParse(t, "ParseTimestamp", tt.in, got, tt.want, err, tt.err)
	}
}

func checkParse(t *testing.T, function, in string, got, want int64, err error, wantErr string) {
	t.Helper()
	switch {
	case wantErr == "" && err != nil:
		t.Errorf("%s(%q): unexpected error %v", function, in, err)
	case wantErr != "" && (err == nil || !strings.Contains(err.Error(), wantErr)):
		t.Errorf("%s(%q): error %v, want one with %q", function, in, err, wantErr)
	case got != want:
		t.Errorf("%s(%q) = %d, want %d", function, in, got, want)
	}
	if err != nil {
		checkLine(t, err.Error())
	}
}

// What is accepted is exactly what strconv writes: hashing the text and hashing the number are then the same.
func TestParsedNumbersAreCanonical(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 4))
	const alphabet = "0019-+ ."
	for range 20000 {
		b := make([]byte, rng.IntN(5))
		for i := range b {
			b[i] = alphabet[rng.IntN(len(alphabet))]
		}
		in := string(b)
		n, err := strconv.ParseInt(in, 10, 64)
		canonical := err == nil && strconv.FormatInt(n, 10) == in
		if got, err := ParseTimestamp(in); (err == nil) != canonical || canonical && got != n {
			t.Fatalf("ParseTimestamp(%q) = %d, %v; canonical: %v", in, got, err, canonical)
		}
		if got, err := ParseAppID(in); (err == nil) != (canonical && n >= 0) || err == nil && int64(got) != n {
			t.Fatalf("ParseAppID(%q) = %d, %v; canonical: %v", in, got, err, canonical)
		}
	}
	for range 2000 {
		n := int64(rng.Uint64())
		if got, err := ParseTimestamp(strconv.FormatInt(n, 10)); got != n || err != nil {
			t.Fatalf("ParseTimestamp(%d) = %d, %v", n, got, err)
		}
	}
}
