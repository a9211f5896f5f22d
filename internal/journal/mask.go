package journal

import (
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/chatdouble/mockserver/internal/secrets"
)

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
func HideInPath(path string) string { return inPaths().ReplaceAllString(path, "${1}"+secrets.Stars) }

// HideInURL returns the URL of a webhook without what may let somebody in: user and password, and all
// values of its query.
func HideInURL(address string) string {
	address, query, asked := strings.Cut(address, "?")
	if scheme, rest, ok := strings.Cut(address, "://"); ok {
		host, path, slash := strings.Cut(rest, "/")
		if at := strings.LastIndexByte(host, '@'); at >= 0 {
			host = secrets.Stars + host[at:]
		}
		address = scheme + "://" + host
		if slash {
			address += "/" + path
		}
	}
	if !asked {
		return address
	}
	pairs := strings.Split(query, "&")
	for i, pair := range pairs {
		if name, value, _ := strings.Cut(pair, "="); value != "" {
			pairs[i] = name + "=" + secrets.Stars
		}
	}
	return address + "?" + strings.Join(pairs, "&")
}

// Mask returns an entry as it may be shown: without any known secret, without the values of the headers
// that let a client in, and without tokens and signatures: a good signature is as good as a secret for ten
// minutes. The entry given stays as it is.
func Mask(e Entry, known *secrets.Registry) Entry {
	m := masker{known}
	e.Method = known.Hide(e.Method)
	if e.Delivery > 0 {
		e.URL = m.text(HideInURL(e.URL), len(e.URL))
	} else {
		e.URL = m.text(m.target(e.URL), len(e.URL))
	}
	e.Host = known.Hide(e.Host)
	e.User = m.text(e.User, len(e.User))
	e.Reason, e.Uncut = known.Hide(e.Reason), known.Hide(e.Uncut)
	e.Nearest = known.Hide(e.Nearest)
	e.Body = m.body(e.Body, e.Length)
	e.Reply = m.body(e.Reply, e.ReplyLength)
	e.Header = m.header(e.Header)
	return e
}

// masker hides what is known in the parts of an entry.
type masker struct{ known *secrets.Registry }

func (m masker) header(header map[string][]string) map[string][]string {
	if header == nil {
		return nil
	}
	masked := make(map[string][]string, len(header))
	for key, values := range header {
		shown := make([]string, len(values))
		for i, value := range values {
			if slices.Contains(secretHeaders, http.CanonicalHeaderKey(key)) {
				shown[i] = secrets.Mask(value)
			} else {
				shown[i] = m.known.Hide(value)
			}
		}
		masked[m.known.Hide(key)] = shown
	}
	return masked
}

// text masks a text of which the journal keeps TextLimit bytes; length is how many it kept.
func (m masker) text(text string, length int) string {
	if start, cut := strings.CutSuffix(text, cutSign); cut && length == TextLimit+len(cutSign) {
		return m.known.HideCut(start) + cutSign
	}
	return m.known.Hide(text)
}

func (m masker) body(body []byte, length int) []byte {
	if len(body) == 0 {
		return body
	}
	text := inBodies().ReplaceAllString(string(body), "${1}${2}"+secrets.Stars)
	if len(body) == BodyLimit && length != BodyLimit {
		return []byte(m.known.HideCut(text))
	}
	return []byte(m.known.Hide(text))
}

// inQueries are the parameters whose values let somebody in, right or wrong, in any case of letters.
var inQueries = []string{"signature", "authtoken", "apikey"}

// target hides a token or key in the path, and in the query the values of the parameters that let
// somebody in. What holds a secret that is escaped in some odd way is hidden as a whole.
func (m masker) target(target string) string {
	path, query, ok := strings.Cut(target, "?")
	path = HideInPath(path)
	if !ok {
		return path
	}
	pairs := strings.Split(query, "&")
	for i, pair := range pairs {
		name, value, ok := strings.Cut(pair, "=")
		switch {
		case ok && slices.Contains(inQueries, strings.ToLower(unescape(name))):
			pairs[i] = name + "=" + secrets.Stars
		case ok && m.escaped(value):
			pairs[i] = name + "=" + secrets.Stars
		case m.escaped(name):
			pairs[i] = secrets.Stars
		}
	}
	return path + "?" + strings.Join(pairs, "&")
}

// escaped reports whether a secret stands in a part of a URL once that is unescaped.
func (m masker) escaped(part string) bool {
	plain := unescape(part)
	return plain != part && m.known.Hide(plain) != plain
}

func unescape(text string) string {
	plain, err := url.QueryUnescape(text)
	if err != nil {
		return text
	}
	return plain
}
