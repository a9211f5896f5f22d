package zegoapi

import (
	"net/url"
	"strings"
)

// Nearest is the action that an unmatched request was most likely meant for, and what else is wrong
// with the request.
func (a *API) Nearest(method, path, query string) string {
	name, action := actionIn(query)
	wrongPath := path != "/" && path != ""
	if action == "" && wrongPath {
		action = path[strings.LastIndexByte(path, '/')+1:]
	}
	meant := action
	if a.ops[action] == nil {
		meant = a.similar(action)
	}
	switch {
	case meant == "":
		return ""
	case a.ops[meant].Does == nil:
		return meant + ", known to the vendor, not emulated"
	case wrongPath:
		return meant + ", asked for as /?Action=" + meant
	case name != "Action":
		return meant + "; the parameter is called Action, not " + name
	case meant == action && method != "GET" && method != "POST":
		return meant + " by " + a.ops[meant].method() + ", not " + method
	}
	return meant
}

// actionIn is the value of the first parameter Action in a query, else of one that is called so in
// another case.
func actionIn(query string) (name, value string) {
	for pair := range strings.SplitSeq(query, "&") {
		rawName, rawValue, _ := strings.Cut(pair, "=")
		n, err := url.QueryUnescape(rawName)
		v, also := url.QueryUnescape(rawValue)
		switch {
		case err != nil || also != nil || !strings.EqualFold(n, "Action"):
		case n == "Action":
			return n, v
		case name == "":
			name, value = n, v
		}
	}
	return name, value
}
