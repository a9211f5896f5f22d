package journal

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// hidden stands where a secret was.
const hidden = "***"

// secretHeaders always carry something that lets a client in, right or wrong.
var secretHeaders = []string{"Apikey", "Authtoken", "Authorization", "Cookie", "Proxy-Authorization"}

// signatureMember finds a signature that a client has put into a body.
var signatureMember = regexp.MustCompile(`(?i)("signature"\s*:\s*")[^"]*`)

// Mask returns the entry as it may be shown: without any of the secrets, without the values of the
// headers that let a client in, and without signatures, because a good one is as good as a secret
// for ten minutes. The entry given stays as it is.
func Mask(e Entry, secrets []string) Entry {
	mask := replacer(secrets)
	e.URL = mask.Replace(maskQuery(e.URL))
	e.User = mask.Replace(e.User)
	e.Reason = mask.Replace(e.Reason)
	e.Body = []byte(mask.Replace(signatureMember.ReplaceAllString(string(e.Body), "${1}"+hidden)))
	e.Reply = []byte(mask.Replace(string(e.Reply)))

	header := make(http.Header, len(e.Header))
	for key, values := range e.Header {
		shown := make([]string, len(values))
		for i, value := range values {
			shown[i] = mask.Replace(value)
		}
		header[key] = shown
	}
	for _, key := range secretHeaders {
		for i, value := range header[key] {
			header[key][i] = maskValue(value)
		}
	}
	e.Header = header
	return e
}

// Hide returns a text without any of the secrets.
func Hide(text string, secrets []string) string { return replacer(secrets).Replace(text) }

func replacer(secrets []string) *strings.Replacer {
	var pairs []string
	for _, secret := range secrets {
		if secret != "" {
			pairs = append(pairs, secret, maskValue(secret))
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

// maskQuery hides the values of the parameter Signature, however its name is escaped.
func maskQuery(target string) string {
	path, query, ok := strings.Cut(target, "?")
	if !ok {
		return target
	}
	pairs := strings.Split(query, "&")
	for i, pair := range pairs {
		name, _, ok := strings.Cut(pair, "=")
		if ok && strings.EqualFold(unescapeName(name), "Signature") {
			pairs[i] = name + "=" + hidden
		}
	}
	return path + "?" + strings.Join(pairs, "&")
}

func unescapeName(name string) string {
	plain, err := url.QueryUnescape(name)
	if err != nil {
		return name
	}
	return plain
}
