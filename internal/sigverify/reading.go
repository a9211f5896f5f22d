package sigverify

import (
	"encoding/base64"
	"encoding/hex"
	"strings"
)

// reading is one way to understand the text of a signature: the bytes of the hash it stands for, and what is wrong
// with writing them so. wrong is empty for lower-case hex.
type reading struct {
	digest []byte
	wrong  string
}

// readings lists every way to understand a signature. Hashes of other lengths than MD5's are kept: they are how
// another hash function is recognised.
func readings(signature string) []reading {
	var all []reading
	plain := func(text, wrong string) {
		if digest, err := hex.DecodeString(text); err == nil {
			if wrong == "" && text != strings.ToLower(text) {
				wrong = "it is in upper-case hex"
			}
			all = append(all, reading{digest, wrong})
			if again, err := hex.DecodeString(string(digest)); err == nil {
				all = append(all, reading{again, "it is hex-encoded twice"})
			}
		}
	}
	plain(signature, "")

	// Quotes come from a shell or JSON, a trailing " -" from md5sum, 0x from number formatting.
	bare := strings.Trim(signature, " \t\r\n\"'`")
	if cut, found := strings.CutSuffix(bare, " -"); found {
		bare = strings.TrimSpace(cut)
	}
	bare = strings.TrimPrefix(bare, "0x")
	if bare != signature {
		plain(bare, "it has white space, quotes or other characters around it")
	}

	// 43-E5-CF is how .NET's BitConverter writes bytes, 43:e5:cf how Java samples and openssl do.
	for _, sep := range []string{"-", ":", " "} {
		if joined := strings.ReplaceAll(bare, sep, ""); len(bare) == len(joined)/2*3-1 {
			plain(joined, "it is written as pairs of hex digits with separators")
		}
	}
	if allHex(bare) {
		return all // digits are base64 too, but nobody means that
	}
	if strings.HasPrefix(signature, " ") { // it may be a "+" that was not escaped
		all = append(all, base64Readings(signature)...)
	}
	return append(all, base64Readings(bare)...)
}

func allHex(text string) bool {
	return strings.Trim(text, "0123456789abcdefABCDEF") == ""
}

func base64Readings(text string) []reading {
	// A query decoder makes a space of a "+" that the client did not escape.
	text = strings.ReplaceAll(text, " ", "+")
	text = strings.TrimRight(text, "=")
	for _, enc := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		digest, err := enc.DecodeString(text)
		if err != nil {
			continue
		}
		all := []reading{{digest, "it is base64 instead of hex"}}
		if again, err := hex.DecodeString(string(digest)); err == nil {
			all = append(all, reading{again, "it is base64 of the hex digits instead of the hex digits"})
		}
		return all
	}
	return nil
}
