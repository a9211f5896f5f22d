package sigverify

import (
	"encoding/hex"
	"strings"
)

// wrongSecret finds a secret that is almost the right one, or a variable that was never set.
func wrongSecret(s *suspect) (string, bool) {
	for _, v := range secretVariants(s.secret) {
		if s.isMD5(s.appID, s.nonce, v.text, s.timestamp) {
			return v.clause, true
		}
	}
	return "", false
}

func secretVariants(secret string) []variant {
	var all []variant
	add := func(clause string, texts ...string) {
		for _, t := range texts {
			all = append(all, variant{t, clause})
		}
	}
	add("the ServerSecret was hashed with white space around it",
		secret+" ", " "+secret, " "+secret+" ", secret+"\n", secret+"\r\n", secret+"\r", secret+"\t")
	add("the ServerSecret was hashed with quotes around it", `"`+secret+`"`, "'"+secret+"'", "`"+secret+"`")
	add("the ServerSecret of this app has white space or quotes around it, the one that was hashed has none",
		strings.TrimSpace(secret), strings.Trim(secret, "\"'` \t\r\n"))
	add("the case of the ServerSecret was changed", strings.ToLower(secret), strings.ToUpper(secret))
	// What a language writes for a variable that is not set, when it is joined to a text.
	for _, word := range []string{"undefined", "null", "None", "nil", "<nil>", "NULL", "false"} {
		add(`the word "`+word+`" was hashed for the ServerSecret, so the client's variable is not set`, word)
	}
	if raw, err := hex.DecodeString(secret); err == nil {
		add("the ServerSecret was decoded from hex before it was hashed; its text is what counts", string(raw))
	}
	if n := len(secret); n > 1 {
		add("the ServerSecret was hashed without its first or last character", secret[1:], secret[:n-1])
	}
	return all
}

// otherApp finds the secret of another app of this server, and a signature made wholly for that app.
func otherApp(s *suspect) (string, bool) {
	for _, other := range s.others {
		switch {
		case s.isMD5(s.appID, s.nonce, other.Secret, s.timestamp):
			return "it was made with the ServerSecret of app " + other.AppID, true
		case s.isMD5(other.AppID, s.nonce, other.Secret, s.timestamp):
			return "it was made for app " + other.AppID + ", with that app's AppId and ServerSecret", true
		}
	}
	return "", false
}
