package sigverify

import (
	"fmt"
	"strings"
)

// minCut is the fewest digits of the right signature that are called a cut one; fewer may be right by accident.
const minCut = 8

// wrongWriting finds the right hash, written wrongly or not whole.
func wrongWriting(s *suspect) (string, bool) {
	if s.isMD5(s.appID, s.nonce, s.secret, s.timestamp) {
		return "", true
	}
	right := Sign(s.appID, s.nonce, s.secret, s.timestamp)
	given := strings.ToLower(s.signature)
	switch n := len(given); {
	case n >= minCut && n < hexLen && strings.HasPrefix(right, given):
		return fmt.Sprintf("it is cut off after %d of 32 digits", n), true
	case given == right[8:24]:
		return "it is the 16-digit short form of the MD5, which leaves out 8 digits at each end", true
	case n > hexLen && strings.HasPrefix(given, right):
		return fmt.Sprintf("its 32 digits are followed by %d more characters", n-hexLen), true
	}
	return "", false
}

// wrongEnd finds a line end behind the last part, as a shell's echo adds it.
func wrongEnd(s *suspect) (string, bool) {
	for _, end := range []string{"\n", "\r\n"} {
		if s.isMD5(s.appID, s.nonce, s.secret, s.timestamp, end) {
			return "a line end was hashed after the Timestamp (echo adds one, printf does not)", true
		}
	}
	return "", false
}
