package gateway

import (
	"math/rand/v2"
	"net/url"
	"strings"
	"testing"
)

func TestQuery(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		raw, name   string
		first, last string
		ok          bool
	}{
		{"", "a", "", "", false},
		{"a=1", "a", "1", "1", true},
		{"a=1", "A", "", "", false},
		{"a=1&b=2&a=3&a=4", "a", "1", "4", true},
		{"a", "a", "", "", true},
		{"a=", "a", "", "", true},
		{"=x", "", "x", "x", true},
		{"b=2", "", "", "", false}, // an empty pair is none
		{"&&a=1&&", "", "", "", false},
		{"&&a=1&&", "a", "1", "1", true},
		{"a=b=c", "a", "b=c", "b=c", true},
		{"a=x+y%20z", "a", "x y z", "x y z", true},
		{"%61=1&a%5B%5D=2", "a", "1", "1", true},
		{"a%5B%5D=2", "a[]", "2", "2", true},
		{"a=%e4%BD%a0", "a", "\u4f60", "\u4f60", true},
		{"a=%00%ff", "a", "\x00\xff", "\x00\xff", true},
		{"a=1;b=2", "a", "1;b=2", "1;b=2", true}, // only & parts them
		// A broken escape stands for itself.
		{"a=%", "a", "%", "%", true},
		{"a=%4", "a", "%4", "%4", true},
		{"a=%zz", "a", "%zz", "%zz", true},
		{"a=%4g%41", "a", "%4gA", "%4gA", true},
		{"a=%%41", "a", "%A", "%A", true},
		{"a=100%+more", "a", "100% more", "100% more", true},
		{"%=1", "%", "1", "1", true},
	} {
		t.Run(tt.raw+" "+tt.name, func(t *testing.T) {
			q := Query(nil).parse(tt.raw)
			if got, ok := q.First(tt.name); got != tt.first || ok != tt.ok {
				t.Errorf("First(%q) of %q = %q, %v; want %q, %v", tt.name, tt.raw, got, ok, tt.first, tt.ok)
			}
			if got, ok := q.Last(tt.name); got != tt.last || ok != tt.ok {
				t.Errorf("Last(%q) of %q = %q, %v; want %q, %v", tt.name, tt.raw, got, ok, tt.last, tt.ok)
			}
		})
	}
}

// disagrees compares a query with what the standard library reads, when it reads it at all.
func disagrees(raw string) (why string) {
	want, err := url.ParseQuery(raw)
	if err != nil {
		return ""
	}
	q := Query(nil).parse(raw)
	count := 0
	for name, values := range want {
		count += len(values)
		if first, ok := q.First(name); !ok || first != values[0] {
			return "First of " + name + " is " + first + ", want " + values[0]
		}
		if last, ok := q.Last(name); !ok || last != values[len(values)-1] {
			return "Last of " + name + " is " + last + ", want " + values[len(values)-1]
		}
		at := 0
		for _, p := range q {
			if p.Name == name {
				if at == len(values) || p.Value != values[at] {
					return "the values of " + name + " do not come in their order"
				}
				at++
			}
		}
	}
	if len(q) != count {
		return "it has parameters that the standard library does not see"
	}
	return ""
}

// The characters that mean something in a query, and a few that do not.
var pieces = []string{"a", "b", "B", "0", "=", "&", "+", "%20", "%26", "%3d", "%3D", "%25", "%2b", "%C3%A9", "\u00e9", "-", "_", "/", "?", "[", "%5B"}

func TestQueryAgreesWithTheStandardLibrary(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(3, 4))
	for range 20_000 {
		var raw strings.Builder
		for range rnd.IntN(16) {
			raw.WriteString(pieces[rnd.IntN(len(pieces))])
		}
		if why := disagrees(raw.String()); why != "" {
			t.Fatalf("%q: %s", raw.String(), why)
		}
	}
	values := url.Values{}
	for range 200 {
		name, value := make([]byte, rnd.IntN(6)), make([]byte, rnd.IntN(20))
		for i := range name {
			name[i] = byte(rnd.Uint32())
		}
		for i := range value {
			value[i] = byte(rnd.Uint32())
		}
		values.Add(string(name), string(value))
		if why := disagrees(values.Encode()); why != "" {
			t.Fatalf("%q: %s", values.Encode(), why)
		}
	}
}

func FuzzQuery(f *testing.F) {
	for _, seed := range []string{"", "a=1&b=2&a=3", "a=%zz&%", "=&=&", "a=1;b=2", "a+b=%2B+%C3", "&&&", "a=%00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		if why := disagrees(raw); why != "" {
			t.Errorf("%q: %s", raw, why)
		}
		for _, p := range Query(nil).parse(raw) {
			if strings.Contains(p.Name, "&") && !strings.Contains(raw, "%") {
				t.Errorf("%q: the name %q runs over the end of its pair", raw, p.Name)
			}
		}
	})
}
