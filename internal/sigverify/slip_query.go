package sigverify

import (
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// addedNumbers finds an AppId and a nonce that a language added where they were to be joined: both were numbers.
func addedNumbers(s *suspect) (string, bool) {
	appID, err := strconv.ParseUint(s.appID, 10, 64)
	nonce, also := strconv.ParseUint(s.nonce, 10, 64)
	if err != nil || also != nil {
		return "", false
	}
	sums := []string{strconv.FormatFloat(float64(appID)+float64(nonce), 'f', -1, 64)} // in JavaScript
	if nonce <= math.MaxUint64-appID {
		sums = append(sums, strconv.FormatUint(appID+nonce, 10))
	}
	for _, sum := range sums {
		if s.isMD5(sum, s.secret, s.timestamp) {
			return "AppId and SignatureNonce were added as numbers; they are texts that are joined", true
		}
	}
	return "", false
}

// wholeQuery finds the hash of all parameters in the order of their names, a habit from other vendors, with the
// secret before, behind or nowhere.
func wholeQuery(s *suspect) (string, bool) {
	if s.query == "" || len(s.query) > maxParts {
		return "", false
	}
	var raw, plain []string
	for pair := range strings.SplitSeq(s.query, "&") {
		name, value, _ := strings.Cut(pair, "=")
		if name == "Signature" {
			continue
		}
		raw = append(raw, pair)
		if unescaped, err := url.QueryUnescape(value); err == nil {
			pair = name + "=" + unescaped
		}
		plain = append(plain, pair)
	}
	for _, pairs := range [][]string{plain, raw} {
		slices.Sort(pairs)
		joined := strings.Join(pairs, "&")
		for _, end := range []string{"", s.secret, "&" + s.secret, "&key=" + s.secret, "&ServerSecret=" + s.secret, "&secret=" + s.secret} {
			if s.isMD5(joined, end) || s.isMD5(s.secret, joined) {
				return "the hash was made of all parameters in the order of their names instead of the values alone", true
			}
		}
	}
	return "", false
}
