package sigverify

import (
	"crypto/md5"
	"fmt"
)

const (
	// maxText keeps a diagnosis short enough for a header and for a line of a log.
	maxText = 300
	// maxParts is the number of bytes of the four parts, and maxSignature of the signature, above which no slip is
	// looked for: some 2,700 hashes are made, and a stranger chooses the length of the nonce.
	maxParts     = 1024
	maxSignature = 256

	mismatch = "Signature does not match: "
	howMade  = "Right is the lower-case hex MD5 of AppId + SignatureNonce + ServerSecret + Timestamp, nothing between"
)

// OtherSecret is the secret of another app of the same server, for the slip of signing with it.
type OtherSecret struct {
	AppID  string // as in the query, decimal; named in the diagnosis
	Secret string // never named
}

// Diagnose explains why the signature of r does not match: one line a person understands, naming the slip when one
// of the usual slips gives exactly this signature. The line is printable ASCII of at most 300 bytes, so it fits a
// header. It is made of this package's own words, lengths and the ids of otherSecrets: nothing of a secret, of the
// expected signature or of r is quoted.
//
// It costs up to some 2,700 hashes, about 0.8 ms, and two more for each of otherSecrets: call it for refused requests
// only.
func Diagnose(r Request, secret string, otherSecrets []OtherSecret) string {
	switch {
	case Match(r, secret):
		return "Signature matches"
	case r.Signature == "":
		return oneLine(mismatch + "it is empty. " + howMade)
	case len(r.AppID)+len(r.Nonce)+len(secret)+len(r.Timestamp) > maxParts:
		return oneLine(mismatch + "the parts are too long to look for a usual slip. " + howMade)
	}
	s := newSuspect(r, secret, otherSecrets)
	for _, slip := range slips {
		if clause, ok := slip(s); ok {
			return oneLine(mismatch + both(s.writing, clause) + ". " + howMade)
		}
	}
	return oneLine(mismatch + s.unexplained() + ". " + howMade)
}

// both joins what is wrong with the writing of the signature and what is wrong with the hash; either may be empty.
func both(writing, hash string) string {
	if writing == "" || hash == "" {
		return writing + hash
	}
	return writing + ", and " + hash
}

// unexplained is what can be said when no slip fits.
func (s *suspect) unexplained() string {
	for _, r := range s.readings {
		if len(r.digest) == md5.Size {
			return both(r.wrong, "no usual slip gives it: another secret was hashed (AppSign is none), or nonce or time was made twice")
		}
	}
	n := len(s.signature)
	if !allHex(s.signature) {
		return fmt.Sprintf("it is not hex, its %d characters are not all hex digits; it must have 32 hex digits", n)
	}
	switch n {
	case 40:
		return "it has 40 hex digits instead of 32, the length of a SHA-1"
	case 64:
		return "it has 64 hex digits instead of 32, the length of a SHA-256"
	}
	return fmt.Sprintf("it has %d hex digits instead of 32", n)
}

// oneLine makes sure that text can be the value of a header, whatever went into it.
func oneLine(text string) string {
	printable := true
	for i := range len(text) {
		printable = printable && text[i] >= ' ' && text[i] <= '~'
	}
	if printable && len(text) <= maxText {
		return text
	}
	b := []byte(text[:min(len(text), maxText)])
	for i, c := range b {
		if c < ' ' || c > '~' {
			b[i] = '?'
		}
	}
	return string(b)
}
