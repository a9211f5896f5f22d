package journal

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// hidden stands where a secret was.
const hidden = "***"

// secretHeaders always carry something that lets a client in, right or wrong.
var secretHeaders = []string{"Apikey", "Authtoken", "Authorization", "Cookie", "Proxy-Authorization", "Signature"}

// inBodies finds what lets somebody in where it stands in a body, as JSON and as a form: signatures,
// auth tokens and API keys, right or wrong.
var inBodies = regexp.MustCompile(`(?i)("(?:signature|authtoken|apikey)"\s*:\s*")[^"]*|((?:^|&)(?:signature|authtoken|apikey)=)[^&]*`)

// inPaths finds auth tokens and API keys in a path.
var inPaths = regexp.MustCompile(`(?i)(/(?:auth_tokens|apikeys)/)[^/?]+`)

// Mask returns the entry as it may be shown: without any of the secrets, without the values of the
// headers that let a client in, and without tokens and signatures: a good signature is as good as a
// secret for ten minutes. The entry given stays as it is.
func Mask(e Entry, secrets []string) Entry {
	mask := replacer(secrets)
	e.Method = mask.Replace(e.Method)
	e.URL = maskText(maskQuery(e.URL, secrets), len(e.URL), mask, secrets)
	e.Host = mask.Replace(e.Host)
	e.User = maskText(e.User, len(e.User), mask, secrets)
	e.Reason = mask.Replace(e.Reason)
	e.Body = maskBody(e.Body, e.Length, mask, secrets)
	e.Reply = maskBody(e.Reply, e.ReplyLength, mask, secrets)
	e.Header = maskHeader(e.Header, mask)
	return e
}

// Hide returns a text without any of the secrets. It costs a look for each where none is found.
func Hide(text string, secrets []string) string {
	var found []string
	for _, secret := range secrets {
		for _, form := range forms(secret) {
			if form != "" && strings.Contains(text, form) {
				found = append(found, secret)
				break
			}
		}
	}
	if found == nil {
		return text
	}
	return replacer(found).Replace(text)
}

// forms are a secret as it is and as it stands in a URL or in JSON.
func forms(secret string) []string {
	if !strings.ContainsFunc(secret, escaped) {
		return []string{secret}
	}
	inJSON := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(secret)
	return []string{secret, url.QueryEscape(secret), url.PathEscape(secret), inJSON, strings.ReplaceAll(inJSON, "/", `\/`)}
}

// escaped reports whether a character is written in another way in a URL or in JSON.
func escaped(r rune) bool {
	return (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && r != '-' && r != '_'
}

func replacer(secrets []string) *strings.Replacer {
	var pairs []string
	for _, secret := range secrets {
		if secret == "" {
			continue
		}
		for _, form := range forms(secret) {
			pairs = append(pairs, form, maskValue(secret))
		}
	}
	return strings.NewReplacer(pairs...)
}

// maskValue keeps enough of a long value to tell two apart.
func maskValue(value string) string {
	if len(value) < 24 {
		return hidden
	}
	return value[:4] + hidden
}

func maskHeader(header map[string][]string, mask *strings.Replacer) map[string][]string {
	if header == nil {
		return nil
	}
	masked := make(map[string][]string, len(header))
	for key, values := range header {
		shown := make([]string, len(values))
		for i, value := range values {
			if slices.Contains(secretHeaders, http.CanonicalHeaderKey(key)) {
				shown[i] = maskValue(value)
			} else {
				shown[i] = mask.Replace(value)
			}
		}
		masked[mask.Replace(key)] = shown
	}
	return masked
}

func maskText(text string, length int, mask *strings.Replacer, secrets []string) string {
	text = mask.Replace(text)
	if start, cut := strings.CutSuffix(text, cutSign); cut && length == TextLimit+len(cutSign) {
		return maskCut(start, secrets) + cutSign
	}
	return text
}

func maskBody(body []byte, length int, mask *strings.Replacer, secrets []string) []byte {
	if len(body) == 0 {
		return body
	}
	text := mask.Replace(inBodies.ReplaceAllString(string(body), "${1}${2}"+hidden))
	if len(body) == BodyLimit && length != BodyLimit {
		text = maskCut(text, secrets)
	}
	return []byte(text)
}

// maskCut hides the beginning of a secret at the end of a body that was cut.
func maskCut(text string, secrets []string) string {
	const short = 5 // so few characters tell nothing
	for _, secret := range secrets {
		for n := len(secret) - 1; n >= short; n-- {
			if rest, ok := strings.CutSuffix(text, secret[:n]); ok {
				return rest + hidden
			}
		}
	}
	return text
}

// maskQuery hides a token or key in the path, and in the query the values of the parameter Signature
// and of those that hold a secret, however they are escaped.
func maskQuery(target string, secrets []string) string {
	path, query, ok := strings.Cut(target, "?")
	path = inPaths.ReplaceAllString(path, "${1}"+hidden)
	if !ok {
		return path
	}
	pairs := strings.Split(query, "&")
	for i, pair := range pairs {
		name, value, ok := strings.Cut(pair, "=")
		plain := unescape(value)
		if ok && strings.EqualFold(unescape(name), "Signature") {
			pairs[i] = name + "=" + hidden
		} else if plain != value && slices.ContainsFunc(secrets, func(s string) bool { return s != "" && strings.Contains(plain, s) }) {
			pairs[i] = name + "=" + hidden
		}
	}
	return path + "?" + strings.Join(pairs, "&")
}

func unescape(text string) string {
	plain, err := url.QueryUnescape(text)
	if err != nil {
		return text
	}
	return plain
}
