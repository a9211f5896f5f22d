package sigverify

import (
	"errors"
	"fmt"
	"strconv"
)

// ParseAppID reads the query parameter AppId: a canonical decimal uint32 (0 to 4294967295), no sign, no leading zero,
// no white space. Canonical, because the text and not the number goes into the hash.
//
// "0" is accepted: it is a uint32, and the vendor's code 100000001 is about the format. That no app has the id 0 is
// for the look-up to say (100000010). Vendor pages: "Accessing Server APIs", "Return codes".
//
// The error is one line of printable ASCII which says what is wrong and what is right. It does not quote the value:
// a client that mixes up its parameters may have put its secret there.
func ParseAppID(s string) (uint32, error) {
	if err := canonical("AppId", s); err != nil {
		return 0, err
	}
	n, err := strconv.ParseUint(s, 10, 32)
	if err != nil {
		return 0, errors.New("the AppId is too large: it must be at most 4294967295")
	}
	return uint32(n), nil
}

// ParseTimestamp reads the query parameter Timestamp: a canonical decimal int64, with "-" before a negative one, no
// "+", no leading zero, no "-0", no white space. The unit is not looked at here: milliseconds are a valid number and
// fail the clock window later, see Fresh. Vendor page: "Accessing Server APIs".
//
// The error is one line of printable ASCII and does not quote the value, as with ParseAppID.
func ParseTimestamp(s string) (int64, error) {
	digits := s
	if s != "" && s[0] == '-' && s != "-0" {
		digits = s[1:]
	}
	if err := canonical("Timestamp", digits); err != nil {
		return 0, err
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return 0, errors.New("the Timestamp is outside the range of an int64: send Unix time in seconds")
	}
	return n, nil
}

// canonical reports what keeps digits from being a decimal number as a computer would write it.
func canonical(name, digits string) error {
	if digits == "" {
		return fmt.Errorf("the %s has no digits: it must be a decimal number", name)
	}
	for i := range len(digits) {
		if digits[i] < '0' || digits[i] > '9' {
			return fmt.Errorf("the %s is not a decimal number: only the digits 0 to 9 are allowed, without sign, space or fraction", name)
		}
	}
	if digits[0] == '0' && len(digits) > 1 {
		return fmt.Errorf("the %s has a leading zero: send the number without it", name)
	}
	return nil
}
