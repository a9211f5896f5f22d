package zegoapi

import (
	"slices"
	"testing"
)

// Page "Authenticating server-to-server callbacks": its sample output, and that the three are
// sorted as texts whatever comes first.
func TestCallbackSignature(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ secret, timestamp, nonce, want string }{
		{"secret", "1470820198", "123412", "5bd59fd62953a8059fb7eaba95720f66d19e4517"}, // the page's
		// sha1sum of the joined texts.
		{"0secret", "1470820198", "9", "74b274a1c1fe717fce39b7507837ca7966f2a0a8"},
	} {
		if got := callbackSignature(tt.secret, tt.timestamp, tt.nonce); got != tt.want {
			t.Errorf("callbackSignature(%q, %q, %q) = %s, want %s", tt.secret, tt.timestamp, tt.nonce, got, tt.want)
		}
	}
}

// Section "Callback retry strategy" of each page: five further tries.
func TestCallbackWaits(t *testing.T) {
	t.Parallel()
	var seconds []float64
	for _, wait := range callbackWaits {
		seconds = append(seconds, wait.Seconds())
	}
	if !slices.Equal(seconds, []float64{2, 4, 8, 16, 32}) {
		t.Errorf("pauses of %v s", seconds)
	}
}

// Ids of messages have 18 digits and never come twice: not in one call, not in the next.
func TestMessageIDsAreUnique(t *testing.T) {
	t.Parallel()
	seen := make(map[uint64]bool)
	for call := range uint64(2000) {
		ids := messageIDs{seed: -7, call: call}
		for i := range maxReceivers {
			id := ids.id(i)
			if id < 100_000_000_000_000_000 || id > 999_999_999_999_999_999 || seen[id] {
				t.Fatalf("message %d of call %d has the id %d, given before: %t", i, call, id, seen[id])
			}
			seen[id] = true
		}
	}
	if first, other := (messageIDs{seed: 1}).id(0), (messageIDs{seed: 2}).id(0); first == other {
		t.Error("apps with other seeds begin with the same id")
	}
}
