// Package sigverify makes and checks ZIM request signatures, and explains the ones that are wrong.
//
// All functions are pure: no clock, no state, no input or output. They may be called from many goroutines at once.
package sigverify

import (
	"crypto/md5"
	"crypto/subtle"
	"encoding/hex"
)

// hexLen is the length of a signature: an MD5 has 16 bytes, each is two hex digits.
const hexLen = 2 * md5.Size

// Request is what a ZIM request says of its signature: the query values, percent-decoded once and not changed
// otherwise. The vendor hashes the texts, so AppID and Timestamp are the texts and not the numbers.
type Request struct {
	AppID     string // query parameter AppId
	Nonce     string // query parameter SignatureNonce
	Timestamp string // query parameter Timestamp, Unix seconds
	Signature string // query parameter Signature

	Query string // the whole query as it was sent, for [Diagnose] alone; may be empty
}

// Parameters are the query parameters by which an app signs a call: those of the same call made twice differ.
var Parameters = []string{"AppId", "SignatureNonce", "Timestamp", "SignatureVersion", "Signature"}

// Sign returns the signature: the lower-case hex MD5 of AppId + SignatureNonce + ServerSecret + Timestamp, joined
// without anything between them. Vendor page: "Accessing Server APIs", signature version 2.0. No argument is checked.
func Sign(appID, nonce, secret, timestamp string) string {
	var sig [hexLen]byte
	signInto(&sig, appID, nonce, secret, timestamp)
	return string(sig[:])
}

// Match reports whether r.Signature is exactly the signature Sign makes with secret; upper-case hex does not match.
// The comparison takes the same time wherever the two differ. Match does not allocate as long as the four parts have
// no more than 256 bytes together (the vendor's have about 70).
func Match(r Request, secret string) bool {
	if len(r.Signature) != hexLen {
		return false
	}
	var want, got [hexLen]byte
	signInto(&want, r.AppID, r.Nonce, secret, r.Timestamp)
	copy(got[:], r.Signature)
	return subtle.ConstantTimeCompare(want[:], got[:]) == 1
}

func signInto(sig *[hexLen]byte, appID, nonce, secret, timestamp string) {
	// On the stack: md5.Sum lets its argument not escape, and append leaves the array only for parts of odd length.
	var stack [256]byte
	in := append(stack[:0], appID...)
	in = append(in, nonce...)
	in = append(in, secret...)
	in = append(in, timestamp...)
	sum := md5.Sum(in)
	hex.Encode(sig[:], sum[:])
}
