package sigverify

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
)

func TestDiagnoseNamesTheSlip(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, tt := range slipCases() {
		t.Run(tt.name, func(t *testing.T) {
			if seen[tt.name] {
				t.Fatalf("two cases are called %q", tt.name)
			}
			seen[tt.name] = true
			r, others := tt.sign(vendorClient)
			if Match(r, vendorSecret) {
				t.Fatal("the slip makes the right signature")
			}
			got := Diagnose(r, vendorSecret, others)
			if !strings.Contains(got, tt.want) {
				t.Errorf("Diagnose(%.200q)\n got %s\nwant a line with %s", fmt.Sprint(r), got, tt.want)
			}
			if !strings.HasPrefix(got, mismatch) || !strings.HasSuffix(got, howMade) {
				t.Errorf("Diagnose does not say how the signature is made, or is cut: %s", got)
			}
			checkLine(t, got)
			checkNoLeak(t, got, r, vendorSecret, others)
		})
	}
}

// Every one of the thousand milliseconds of the second is found.
func TestDiagnoseFindsEveryMillisecond(t *testing.T) {
	t.Parallel()
	for ms := range 1000 {
		r := vendorRequest()
		r.Signature = md5Hex(vendorAppID + vendorNonce + vendorSecret + fmt.Sprintf("%s%03d", vendorTimestamp, ms))
		if got := Diagnose(r, vendorSecret, nil); !strings.Contains(got, "Timestamp in milliseconds") {
			t.Fatalf("%d ms: %s", ms, got)
		}
	}
}

func TestDiagnoseOfTheRightSignature(t *testing.T) {
	t.Parallel()
	if got := Diagnose(vendorRequest(), vendorSecret, nil); got != "Signature matches" {
		t.Errorf("Diagnose = %q", got)
	}
}

// The fixture may be the side with the slip.
func TestDiagnoseSecretOfThisAppWithExtras(t *testing.T) {
	t.Parallel()
	for _, secret := range []string{vendorSecret + "\n", " " + vendorSecret, `"` + vendorSecret + `"`} {
		got := Diagnose(vendorRequest(), secret, nil)
		if !strings.Contains(got, "ServerSecret of this app has white space or quotes") {
			t.Errorf("secret %q: %s", secret, got)
		}
		checkNoLeak(t, got, vendorRequest(), secret, nil)
	}
	upper := strings.ToUpper(vendorSecret)
	if got := Diagnose(vendorRequest(), upper, nil); !strings.Contains(got, "case of the ServerSecret") {
		t.Errorf("secret in upper case: %s", got)
	}
}

// With another secret the same slip gets the same words: nothing of the secret or of the signature can be in them.
func TestDiagnosisDoesNotDependOnTheSecret(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(9, 10))
	for _, tt := range slipCases() {
		r, others := tt.sign(vendorClient)
		want := Diagnose(r, vendorSecret, others)
		for range 3 {
			c := vendorClient
			c.secret = fmt.Sprintf("%016x%015xf", rng.Uint64(), rng.Uint64()>>4)
			r, others := tt.sign(c)
			if got := Diagnose(r, c.secret, others); got != want {
				t.Errorf("%s:\n with one secret     %s\n with another secret %s", tt.name, want, got)
			}
			checkNoLeak(t, want, r, c.secret, others)
		}
	}
}

func TestDiagnosisIsCleanWhateverTheOtherAppIsCalled(t *testing.T) {
	t.Parallel()
	r := vendorRequest()
	r.Signature = md5Hex(vendorAppID + vendorNonce + otherSecret + vendorTimestamp)
	for _, id := range []string{"1\r\nX-Evil: 1", "\x00\x7f\xff", strings.Repeat("9", 1000), "\u00e9"} {
		got := Diagnose(r, vendorSecret, []OtherSecret{{id, otherSecret}})
		checkLine(t, got)
		if len(id) > 300 && len(got) != 300 {
			t.Errorf("an endless id gives %d bytes, want it cut at 300", len(got))
		}
		if !strings.Contains(got, "ServerSecret of app ") {
			t.Errorf("app %q: %s", id, got)
		}
	}
}

// checkLine checks that text can be a header value.
func checkLine(t *testing.T, text string) {
	t.Helper()
	if text == "" || len(text) > 300 {
		t.Errorf("%d bytes, want 1 to 300: %s", len(text), text)
	}
	for i := range len(text) {
		if text[i] < ' ' || text[i] > '~' {
			t.Errorf("byte %d is %#x, not printable ASCII: %q", i, text[i], text)
			return
		}
	}
}

// leakRun is how many characters of a secret in a row count as a leak.
const leakRun = 8

// checkNoLeak checks that text holds nothing of the secrets and of the right signature, except what the client sent
// itself and what are this package's own words.
func checkNoLeak(t *testing.T, text string, r Request, secret string, others []OtherSecret) {
	t.Helper()
	known := []string{r.AppID, r.Nonce, r.Timestamp, ownWords()}
	hidden := []string{secret, naive(r, secret)}
	for _, o := range others {
		known = append(known, o.AppID)
		hidden = append(hidden, o.Secret)
	}
	for _, h := range hidden {
		for i := 0; i+leakRun <= len(h); i++ {
			run := h[i : i+leakRun]
			if strings.Contains(text, run) && !strings.Contains(strings.Join(known, "\x00"), run) {
				t.Errorf("%q, a part of %q, is in the diagnosis: %s", run, h, text)
			}
		}
	}
}

// ownWords is everything Diagnose says for a secret of its own: words, not secrets, even if a fixture has a secret
// like "ServerSecret". A hex secret is never excused by it, which TestOwnWordsHaveNoHex checks.
var ownWords = sync.OnceValue(func() string {
	c := vendorClient
	c.secret = "7d0e1f92a3b4c5d60718293a4b5c6d7e"
	var all []string
	for _, tt := range slipCases() {
		r, others := tt.sign(c)
		all = append(all, Diagnose(r, c.secret, others))
	}
	return strings.Join(all, "\n")
})

func TestOwnWordsHaveNoHex(t *testing.T) {
	t.Parallel()
	for _, word := range strings.Fields(strings.ReplaceAll(ownWords(), otherAppID, "")) {
		run := 0
		for _, c := range word {
			if strings.ContainsRune("0123456789abcdefABCDEF", c) {
				run++
			} else {
				run = 0
			}
			if run >= leakRun {
				t.Fatalf("%q looks like a part of a hash", word)
			}
		}
	}
}

func FuzzDiagnose(f *testing.F) {
	cases := slipCases()
	f.Add(vendorAppID, vendorNonce, vendorTimestamp, vendorSignature, vendorSecret, uint16(0xffff))
	f.Add(vendorAppID, vendorNonce, vendorTimestamp, strings.ToUpper(vendorSignature), vendorSecret, uint16(0xffff))
	f.Add("", "", "", "", "", uint16(0xffff))
	f.Add("1", "n", "-9223372036854775808", "q80=", "short", uint16(0xffff))
	f.Add("1", "\r\n", "9223372036854775807", "\x00\x80", "0123456789abcdef", uint16(0xffff))
	f.Add("1", "%zz+ ", "1615186943123", "43-E5", "secret with spaces and \"quotes\"", uint16(0xffff))
	for i := range cases {
		if i%20 == 0 {
			f.Add(vendorAppID, vendorNonce, vendorTimestamp, "", vendorSecret, uint16(i))
		}
	}
	f.Fuzz(func(t *testing.T, appID, nonce, timestamp, signature, secret string, slip uint16) {
		c := client{appID, nonce, secret, timestamp}
		r, others := Request{AppID: appID, Nonce: nonce, Timestamp: timestamp, Signature: signature}, []OtherSecret{{otherAppID, otherSecret}}
		if int(slip) < len(cases) && len(secret) > 0 { // a client that makes one of the slips, with any values
			r, others = cases[slip].sign(c)
		}
		got := Diagnose(r, secret, others)
		checkLine(t, got)
		checkNoLeak(t, got, r, secret, others)
		if matches := got == "Signature matches"; matches != (r.Signature == naive(r, secret)) {
			t.Errorf("Diagnose(%q) = %s", r, got)
		}
		if again := Diagnose(r, secret, others); again != got {
			t.Errorf("Diagnose says %s, then %s", got, again)
		}
	})
}

func BenchmarkDiagnose(b *testing.B) {
	for _, name := range []string{
		"upper case", "other app's secret", "milliseconds in the hash, 999", "no slip: unknown", "no slip: not hex", "no slip: endless nonce",
	} {
		b.Run(name, func(b *testing.B) {
			var r Request
			var others []OtherSecret
			for _, tt := range slipCases() {
				if tt.name == name {
					r, others = tt.sign(vendorClient)
				}
			}
			b.ReportAllocs()
			for b.Loop() {
				Diagnose(r, vendorSecret, others)
			}
		})
	}
}
