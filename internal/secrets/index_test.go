package secrets

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

const apiKey, zimSecret = "0123456789abcdef0123456789abcdef01234567", "fedcba98765432100f1e2d3c4b5a6978"

func TestHide(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name    string
		secrets []string
		text    string
		want    string
	}{
		{"nothing known", nil, "the key " + apiKey, "the key " + apiKey},
		{"not there", []string{apiKey}, "the key", "the key"},
		{"in a text", []string{apiKey}, "no " + apiKey + "!", "no 0123***!"},
		{"alone", []string{apiKey}, apiKey, "0123***"},
		{"in capitals", []string{apiKey}, strings.ToUpper(apiKey), "0123***"},
		{"twice", []string{apiKey}, apiKey + " " + apiKey, "0123*** 0123***"},
		{"two side by side", []string{apiKey, zimSecret}, apiKey + zimSecret, "0123***"},
		{"one of two", []string{apiKey, zimSecret}, "is it " + zimSecret, "is it fedc***"},
		{"the first half", []string{apiKey}, apiKey[:20] + ".", "***."},
		{"a byte too few in front", []string{apiKey}, "x" + apiKey[1:], "x123456789ab***"},
		{"a byte too many", []string{apiKey}, apiKey + "x", "0123***x"},
		{"short", []string{"hunter2"}, "hunter2", "hunter2"},
		{"of one letter", []string{"a"}, "a banana", "a banana"},
		{"empty", []string{""}, "a banana", "a banana"},
		{"just long enough", []string{"hunter22"}, "is hunter22 it?", "is *** it?"},
		{"one is the beginning of another", []string{"hunter22", "hunter22hunter"}, "hunter22 hunter22hunter", "*** ***"},
		{"a part of a short one", []string{"hunter22hunter"}, "hunter22hunte", "hunter22hunte"},
		{"in a URL", []string{"a b/c+d&e=f"}, "?x=a+b%2Fc%2Bd%26e%3Df", "?x=***"},
		{"in a URL, escaped in small letters", []string{"a b/c+d&e=f"}, "?x=a+b%2fc%2bd%26e%3df", "?x=***"},
		{"escaped where it need not be", []string{apiKey}, "/a%20b/%30%31" + apiKey[2:] + "?x=%zz%4", "/a b/******?x=%zz%4"},
		{"escapes without it", []string{apiKey}, "/a%20b/%30%31", "/a%20b/%30%31"},
		{"in JSON", []string{`a"b\c/d e`}, `{"x":"a\"b\\c/d e"}`, `{"x":"***"}`},
		{"in PHP's JSON", []string{`a"b\c/d e`}, `{"x":"a\"b\\c\/d e"}`, `{"x":"***"}`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			r := New(nil)
			o := r.Owner("app", func(string) bool { return true })
			for _, s := range tt.secrets {
				o.Add(s, "")
			}
			if got := r.Hide(tt.text); got != tt.want {
				t.Errorf("Hide(%q) = %q, want %q", tt.text, got, tt.want)
			}
		})
	}
}

// However a long secret was spoilt in one place, no 12 bytes in a row of it are left.
func TestNearlyRightSecretsAreHidden(t *testing.T) {
	t.Parallel()
	for _, right := range []string{apiKey, zimSecret, "sixteen bytes!!!", "seventeen bytes!!"} {
		r := New(nil)
		r.Owner("app", func(string) bool { return true }).Add(right, "")
		for at := range len(right) {
			for name, wrong := range map[string]string{
				"missing": right[:at] + right[at+1:],
				"more":    right[:at] + "~" + right[at:],
				"another": right[:at] + "~" + right[at+1:],
				"cut off": right[:at],
				"the end": right[at:],
			} {
				got := r.Hide("it is '" + wrong + "'")
				for i := 0; i+window <= len(right); i++ {
					if strings.Contains(got, right[i:i+window]) {
						t.Errorf("byte %d of %q %s: %q shows %q", at, right, name, got, right[i:i+window])
						break
					}
				}
			}
		}
	}
}

// naive says what must be hidden of a text, by looking for each secret.
func naive(text string, secrets []string) []bool {
	hidden, lower := make([]bool, len(text)), strings.ToLower(text)
	for _, s := range secrets {
		if s = strings.ToLower(s); len(s) < Shortest {
			continue
		}
		for at := range lower {
			if strings.HasPrefix(lower[at:], s) {
				for i := range s {
					hidden[at+i] = true
				}
			}
		}
	}
	return hidden
}

// shown is what a text looks like where whole secrets alone are hidden.
func shown(text string, secrets []string) string { return cover(text, naive(text, secrets)) }

// Whatever comes and goes, what is known is hidden, and nothing else that is not a part of a long one.
func TestIndexAgainstNaive(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(3, 4))
	letters := func(n int, of string) string {
		b := make([]byte, n)
		for i := range b {
			b[i] = of[rnd.IntN(len(of))]
		}
		return string(b)
	}
	for _, alphabet := range []string{"ab", "0123456789abcdef", "aB-_9"} {
		var x index
		var known []string
		for range 4000 {
			if rnd.IntN(3) > 0 || len(known) == 0 {
				s := letters(rnd.IntN(longest), alphabet)
				known = append(known, s)
				x.add(s)
			} else {
				i := rnd.IntN(len(known))
				x.remove(known[i])
				known = slices.Delete(known, i, i+1)
			}
			if len(known) > 60 {
				for _, s := range known {
					x.remove(s)
				}
				if len(x.pieces) != 0 || x.sizes != [longest]int32{} {
					t.Fatalf("an empty index still has %d pieces, %v", len(x.pieces), x.sizes)
				}
				known = nil
			}
			text := letters(rnd.IntN(30), alphabet)
			if len(known) > 0 {
				text += known[rnd.IntN(len(known))] + letters(rnd.IntN(30), alphabet)
			}
			if got, want := x.hide(text, false), shown(text, known); got != want {
				t.Fatalf("hide(%q) = %q, want %q; known are %q", text, got, want, known)
			}
		}
	}
}

// What a reader sees of the end of a text that was cut says nothing of a secret.
func TestSecretAtACut(t *testing.T) {
	t.Parallel()
	for _, whole := range []string{apiKey, "hunter22", "fifteen bytes!!"} {
		r := New(nil)
		r.Owner("app", func(string) bool { return true }).Add(whole, "")
		for n := telling; n < len(whole); n++ {
			if got := r.HideCut("and so on " + whole[:n]); strings.Contains(got, whole[:n]) {
				t.Errorf("%d of %d bytes at the end: %q", n, len(whole), got)
			}
			if got := r.Hide("and so on " + whole[:min(n, 7)]); !strings.HasSuffix(got, whole[:min(n, 7)]) {
				t.Errorf("a text that was not cut: %q", got)
			}
		}
	}
}

// To look through a text costs the same with one secret and with 100,000, also where they begin alike.
func BenchmarkHide(b *testing.B) {
	texts := map[string]string{
		"reason":   strings.Repeat("app \"mockapp\" has no such API key; it was sent with 40 characters. ", 6)[:400],
		"hex":      strings.Repeat("7d865e959b2466918c9863afca942d0f", 128),
		"sentence": strings.Repeat("the quick brown fox jumps over the lazy dog, ", 99)[:4096],
	}
	for _, n := range []int{1, 20_000, 100_000} {
		for kind, make := range map[string]func(i int) string{
			"random": func(i int) string { return fmt.Sprintf("%020x%020x", uint64(i)*base, uint64(i+1)*base>>3) },
			"alike":  func(i int) string { return fmt.Sprintf("rest-api-key-of-the-application-%08d", i) },
		} {
			r := New(nil)
			o := r.Owner("app", func(string) bool { return true })
			for i := range n {
				o.Add(make(i), "")
			}
			for name, text := range texts {
				b.Run(fmt.Sprintf("%s/%s/%d", name, kind, n), func(b *testing.B) {
					b.SetBytes(int64(len(text)))
					for b.Loop() {
						r.Hide(text)
					}
				})
			}
		}
	}
}
