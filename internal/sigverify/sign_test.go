package sigverify

import (
	"crypto/md5"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// The vector of the vendor's page "Accessing Server APIs".
const (
	vendorAppID     = "12345"
	vendorNonce     = "4fd24687296dd9f3"
	vendorSecret    = "9193cc662a4c0ec135ec71fb57194b38"
	vendorTimestamp = "1615186943"
	vendorSignature = "43e5cfcca828314675f91b001390566a"
)

func vendorRequest() Request {
	return Request{AppID: vendorAppID, Nonce: vendorNonce, Timestamp: vendorTimestamp, Signature: vendorSignature}
}

func TestSignGivesTheVendorsPublishedVector(t *testing.T) {
	t.Parallel()
	if got := Sign(vendorAppID, vendorNonce, vendorSecret, vendorTimestamp); got != vendorSignature {
		t.Errorf("Sign = %s, want %s as on the page Accessing Server APIs", got, vendorSignature)
	}
	if !Match(vendorRequest(), vendorSecret) {
		t.Error("Match refuses the vendor's own vector")
	}
}

func TestMatchAgreesWithSignForAnyLength(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	text := func() string {
		b := make([]byte, rng.IntN(200)) // with three others below and above the stack array's 256
		for i := range b {
			b[i] = byte(rng.Uint32())
		}
		return string(b)
	}
	for range 2000 {
		r, secret := Request{AppID: text(), Nonce: text(), Timestamp: text()}, text()
		r.Signature = naive(r, secret)
		if !Match(r, secret) {
			t.Fatalf("Match(%+q) with secret %q is false", r, secret)
		}
		place := rng.IntN(len(r.Signature))
		wrong := []byte(r.Signature)
		wrong[place] ^= 1 << rng.IntN(8)
		r.Signature = string(wrong)
		if Match(r, secret) {
			t.Fatalf("Match(%+q) with secret %q is true after a change of digit %d", r, secret, place)
		}
	}
}

func TestMatchDoesNotAllocate(t *testing.T) {
	r := vendorRequest()
	wrong := r
	wrong.Signature = strings.Repeat("0", hexLen)
	if n := testing.AllocsPerRun(100, func() {
		if !Match(r, vendorSecret) || Match(wrong, vendorSecret) {
			t.Error("Match is wrong")
		}
	}); n != 0 {
		t.Errorf("Match allocates %v times", n)
	}
}

// naive is the formula of the vendor's page, as one would write it in a hurry.
func naive(r Request, secret string) string {
	return fmt.Sprintf("%x", md5.Sum([]byte(r.AppID+r.Nonce+secret+r.Timestamp)))
}

func FuzzMatch(f *testing.F) {
	f.Add(vendorAppID, vendorNonce, vendorTimestamp, vendorSignature, vendorSecret)
	f.Add(vendorAppID, vendorNonce, vendorTimestamp, strings.ToUpper(vendorSignature), vendorSecret)
	f.Add(vendorAppID, vendorNonce, vendorTimestamp, vendorSignature+"0", vendorSecret)
	f.Add(vendorAppID, vendorNonce, vendorTimestamp, vendorSignature[:31], vendorSecret)
	f.Add("", "", "", "d41d8cd98f00b204e9800998ecf8427e", "") // the MD5 of nothing
	f.Add("1", strings.Repeat("x", 300), "2", vendorSignature[:8], "\x00\xff")
	f.Fuzz(func(t *testing.T, appID, nonce, timestamp, signature, secret string) {
		r := Request{AppID: appID, Nonce: nonce, Timestamp: timestamp, Signature: signature}
		want := naive(r, secret)
		if got := Match(r, secret); got != (signature == want) {
			t.Errorf("Match = %v, the naive signature is %q, given %q", got, want, signature)
		}
		if got := Sign(appID, nonce, secret, timestamp); got != want {
			t.Errorf("Sign = %q, want %q", got, want)
		}
		r.Signature = want
		if !Match(r, secret) {
			t.Errorf("Match refuses the naive signature %q", want)
		}
	})
}

func BenchmarkMatch(b *testing.B) {
	r := vendorRequest()
	b.ReportAllocs()
	for b.Loop() {
		if !Match(r, vendorSecret) {
			b.Fatal("no match")
		}
	}
}

func BenchmarkSign(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		Sign(vendorAppID, vendorNonce, vendorSecret, vendorTimestamp)
	}
}
