package sigverify

import (
	"encoding/hex"
	"net/url"
	"strings"
)

// wrongNonce finds a nonce that was hashed in another form than it was sent in.
func wrongNonce(s *suspect) (string, bool) {
	const (
		caseChanged = "the case of SignatureNonce differs between the hash and the query"
		notEscaped  = `SignatureNonce has a "+" which must be %2B in the query`
		escaped     = "SignatureNonce is percent-encoded in the hash or twice in the query"
	)
	variants := []variant{
		{strings.ToLower(s.nonce), caseChanged},
		{strings.ToUpper(s.nonce), caseChanged},
		{hex.EncodeToString([]byte(s.nonce)), "the query has the raw bytes of SignatureNonce, the hash their hex text"},
		{strings.ReplaceAll(s.nonce, " ", "+"), notEscaped},
		{url.QueryEscape(s.nonce), escaped},
	}
	if raw, err := hex.DecodeString(s.nonce); err == nil {
		variants = append(variants, variant{string(raw), "the raw bytes of SignatureNonce were hashed instead of their hex text"})
	}
	if plain, err := url.QueryUnescape(s.nonce); err == nil {
		variants = append(variants, variant{plain, escaped})
	}
	for _, v := range variants {
		if s.isMD5(s.appID, v.text, s.secret, s.timestamp) {
			return v.clause, true
		}
	}
	return "", false
}
