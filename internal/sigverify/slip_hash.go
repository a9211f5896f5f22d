package sigverify

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"hash"
)

// wrongHash finds other hash functions over the right text, MD5 used twice, and HMAC.
func wrongHash(s *suspect) (string, bool) {
	text := []byte(s.appID + s.nonce + s.secret + s.timestamp)
	once := md5.Sum(text)
	if s.isMD5(hex.EncodeToString(once[:])) || s.isMD5(string(once[:])) {
		return "MD5 was taken twice, the second time of the first result", true
	}
	for _, h := range []struct {
		name string
		make func() hash.Hash
	}{
		{"MD5", md5.New}, {"SHA-1", sha1.New}, {"SHA-256", sha256.New},
	} {
		plain := h.make()
		plain.Write(text)
		if s.is(plain.Sum(nil)) {
			return h.name + " was used instead of MD5", true
		}
		if hmacFits(s, h.make) {
			return "HMAC-" + h.name + " was used with the ServerSecret as its key; it must be plain MD5", true
		}
	}
	return "", false
}

// hmacFits tries the parts in every order: who reaches for HMAC takes the secret out of the text, or does not.
func hmacFits(s *suspect, h func() hash.Hash) bool {
	values := s.parts()
	mac := hmac.New(h, []byte(s.secret))
	for _, seq := range sequences {
		mac.Reset()
		for _, part := range seq {
			mac.Write([]byte(values[part]))
		}
		if s.is(mac.Sum(nil)) {
			return true
		}
	}
	return false
}
