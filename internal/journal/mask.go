package journal

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// hidden stands where a secret was.
const hidden = "***"

// secretHeaders always carry something that lets a client in, right or wrong.
var secretHeaders = []string{"Apikey", "Authtoken", "Authorization", "Cookie", "Proxy-Authorization", "Signature"}

// inBodies finds what lets somebody in where it stands in a body, as JSON and as a form: signatures,
// auth tokens and API keys, right or wrong. Like the next one it is made when it is needed: a start does
// not wait for it.
var inBodies = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)("(?:signature|authtoken|apikey)"\s*:\s*")[^"]*|((?:^|&)(?:signature|authtoken|apikey)=)[^&]*`)
})

// inPaths finds auth tokens and API keys in a path, also in one that is escaped or nearly right.
var inPaths = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)(/(?:auth(?:_|%5f)?tokens|apikeys)/)[^/?]+`)
})

// HideInPath returns a path without the auth tokens and API keys that stand in it, right or wrong.
func HideInPath(path string) string { return inPaths().ReplaceAllString(path, "${1}"+hidden) }

// Masker hides the secrets that it was made for. Making one costs far more than using it, so a list
// is masked by one. It is safe for concurrent use.
type Masker struct {
	secrets []string // sorted
	known   *strings.Replacer
}

// NewMasker returns a Masker for the secrets. Empty ones are left out.
func NewMasker(secrets []string) *Masker {
	sorted := slices.DeleteFunc(slices.Sorted(slices.Values(secrets)), func(s string) bool { return s == "" })
	return &Masker{secrets: slices.Compact(sorted), known: replacer(secrets)}
}

// Mask returns the entry as it may be shown: without any of the secrets, without the values of the
// headers that let a client in, and without tokens and signatures: a good signature is as good as a
// secret for ten minutes. The entry given stays as it is.
func (m *Masker) Mask(e Entry) Entry {
	e.Method = m.known.Replace(e.Method)
	e.URL = m.text(m.query(e.URL), len(e.URL))
	e.Host = m.known.Replace(e.Host)
	e.User = m.text(e.User, len(e.User))
	e.Reason = m.known.Replace(e.Reason)
	e.Nearest = m.known.Replace(e.Nearest)
	e.Body = m.body(e.Body, e.Length)
	e.Reply = m.body(e.Reply, e.ReplyLength)
	e.Header = m.header(e.Header)
	return e
}

// Mask is for a single entry what [Masker.Mask] is for many. It looks for each secret first and makes a
// Masker for those that it finds: with a thousand apps one for all takes milliseconds, and any client
// may send what needs a Mask.
func Mask(e Entry, secrets []string) Entry {
	if e.mayBeCut() {
		return NewMasker(secrets).Mask(e) // there may be the beginning of one
	}
	text := e.text()
	return NewMasker(slices.DeleteFunc(slices.Clone(secrets), func(secret string) bool {
		return secret == "" || !holds(text, secret)
	})).Mask(e)
}

func (e *Entry) mayBeCut() bool {
	return strings.HasSuffix(e.URL, cutSign) || strings.HasSuffix(e.User, cutSign) || len(e.Body) == BodyLimit || len(e.Reply) == BodyLimit
}

// text is everything in which Mask looks for secrets.
func (e *Entry) text() string {
	all := []string{e.Method, e.URL, e.Host, e.User, e.Reason, e.Nearest, string(e.Body), string(e.Reply)}
	for key, values := range e.Header {
		all = append(append(all, key), values...)
	}
	_, query, _ := strings.Cut(e.URL, "?")
	for pair := range strings.SplitSeq(query, "&") {
		_, value, _ := strings.Cut(pair, "=")
		all = append(all, unescape(value))
	}
	return strings.Join(all, "\n")
}

// Hide returns a text without any of the secrets, and without the beginnings that are left of long ones
// where a part of the text was cut. It costs a look for each where none is found.
func Hide(text string, secrets []string) string {
	var found []string
	for _, secret := range secrets {
		if begins(text, secret) {
			found = append(found, secret)
		}
	}
	if found == nil {
		return text
	}
	text = replacer(found).Replace(text)
	for _, secret := range found {
		text = hideBeginning(text, secret)
	}
	return text
}

// telling is how many characters of a long secret are known for its beginning; fewer may be there by
// chance.
const telling = 12

// isLong reports whether the beginning of a secret is hidden too.
func isLong(secret string) bool { return len(secret) >= 16 }

// begins reports whether a secret, or the beginning of a long one, stands in a text.
func begins(text, secret string) bool {
	switch {
	case secret == "":
		return false
	case isLong(secret) && strings.Contains(text, secret[:telling]):
		return true
	case isLong(secret) && plain(secret):
		return false // it begins alike everywhere
	}
	return holds(text, secret)
}

// hideBeginning hides what begins as a long secret does, for as long as it does.
func hideBeginning(text, secret string) string {
	if !isLong(secret) {
		return text
	}
	for {
		start := strings.Index(text, secret[:telling])
		if start < 0 {
			return text
		}
		end := start + telling
		for end < len(text) && end-start < len(secret) && text[end] == secret[end-start] {
			end++
		}
		text = text[:start] + hidden + text[end:]
	}
}

// holds reports whether a secret stands in a text, in any form. There may be thousands, and nearly all
// have one form.
func holds(text, secret string) bool {
	if plain(secret) {
		return strings.Contains(text, secret)
	}
	return slices.ContainsFunc(forms(secret), func(form string) bool { return strings.Contains(text, form) })
}

// forms are a secret as it is and as it stands in a URL or in JSON.
func forms(secret string) []string {
	if plain(secret) {
		return []string{secret}
	}
	inJSON := strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(secret)
	return []string{secret, url.QueryEscape(secret), url.PathEscape(secret), inJSON, strings.ReplaceAll(inJSON, "/", `\/`)}
}

// plain reports whether a secret is written alike everywhere: no character has another form in a URL
// or in JSON.
func plain(secret string) bool {
	for i := range len(secret) {
		c := secret[i]
		if (c < '0' || c > '9') && (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '-' && c != '_' {
			return false
		}
	}
	return true
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

func (m *Masker) header(header map[string][]string) map[string][]string {
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
				shown[i] = m.known.Replace(value)
			}
		}
		masked[m.known.Replace(key)] = shown
	}
	return masked
}

func (m *Masker) text(text string, length int) string {
	text = m.known.Replace(text)
	if start, cut := strings.CutSuffix(text, cutSign); cut && length == TextLimit+len(cutSign) {
		return m.end(start) + cutSign
	}
	return text
}

func (m *Masker) body(body []byte, length int) []byte {
	if len(body) == 0 {
		return body
	}
	text := m.known.Replace(inBodies().ReplaceAllString(string(body), "${1}${2}"+hidden))
	if len(body) == BodyLimit && length != BodyLimit {
		text = m.end(text)
	}
	return []byte(text)
}

// end hides the beginning of a secret at the end of a text that was cut. The secrets are sorted, so
// those that begin with something are found without looking at each: there may be thousands.
func (m *Masker) end(text string) string {
	const short = 5 // so few characters tell nothing
	longest := 0
	for _, secret := range m.secrets {
		longest = max(longest, len(secret)-1)
	}
	for n := min(longest, len(text)); n >= short; n-- {
		rest, begin := text[:len(text)-n], text[len(text)-n:]
		at, _ := slices.BinarySearch(m.secrets, begin)
		if at < len(m.secrets) && strings.HasPrefix(m.secrets[at], begin) {
			return rest + hidden
		}
	}
	return text
}

// inQueries are the parameters whose values let somebody in, right or wrong, in any case of letters.
var inQueries = []string{"signature", "authtoken", "apikey"}

// query hides a token or key in the path, and in the query the values of the parameters that let
// somebody in and of those that hold a secret, however they are escaped.
func (m *Masker) query(target string) string {
	path, query, ok := strings.Cut(target, "?")
	path = HideInPath(path)
	if !ok {
		return path
	}
	pairs := strings.Split(query, "&")
	for i, pair := range pairs {
		name, value, ok := strings.Cut(pair, "=")
		plain := unescape(value)
		lets := slices.Contains(inQueries, strings.ToLower(unescape(name)))
		if ok && (lets || plain != value && m.known.Replace(plain) != plain) {
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
