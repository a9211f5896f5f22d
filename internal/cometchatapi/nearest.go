package cometchatapi

import (
	"fmt"
	"math"
	"net/http"
	"slices"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/journal"
	"github.com/chatdouble/mockserver/internal/nearest"
)

// whyNotFound tells a path that the vendor has from one that nobody has, and from one that end users
// have and API keys have not.
func (a *API) whyNotFound(c *gateway.Call, path string) string {
	method := c.Request.Method
	asked := fmt.Sprintf("%.20s /v3%.100s", method, journal.HideInPath(path))
	if op := a.client.named(method, path); op != nil {
		return asked + " (" + op.Name + ") is for end users: send an auth token in the header authToken, and no apikey; " +
			"POST /v3/users/{uid}/auth_tokens makes one"
	}
	surface := apiKey
	if header(c, "Apikey") == "" && header(c, "Authtoken") != "" {
		surface = authToken
	}
	if op := knownAt(method, path, surface); op != nil {
		return asked + " (" + op.Name + ") is known to the vendor, not emulated"
	}
	if underNotEmulated(method, path) != "" {
		said := asked
		if of := familyOfPath(path); of != nil {
			said += of.called()
		}
		return said + " is known to the vendor, not emulated; " + ownAnswer
	}
	near := a.Nearest(method, "/v3"+path, "")
	if near != "" {
		near = "; the nearest is " + near
	}
	return "no operation " + asked + " is emulated" + near + "; " + listOfOperations
}

// listOfOperations says where the names of all operations stand.
const listOfOperations = "GET /__admin/operations?vendor=" + Vendor + "&short=true lists them"

// whyNoVersion tells a version that is not known from a path that has none.
func (a *API) whyNoVersion(r *http.Request, version string) string {
	if found, _ := versionIn(version); found != "" {
		return fmt.Sprintf("the version in the path is %.20q; v3, v3.0 and v2.0 are known", version)
	}
	if near := a.Nearest(r.Method, r.URL.EscapedPath(), ""); near != "" {
		return "no such path; the nearest is " + near
	}
	return "no such path: the host is CometChat's, and all of CometChat is under /v3"
}

// Nearest is the operation that an unmatched request was most likely meant for: method and path, and
// what else is wrong with the request.
func (a *API) Nearest(method, path, _ string) string {
	version, rest := versionIn(path)
	if version != "" {
		if pattern := underNotEmulated(method, rest); pattern != "" {
			return saidNotEmulated(method, pattern)
		}
	}
	pattern := nearestPattern(method, rest)
	switch {
	case pattern == "" && version != "":
		return nearestNotEmulated(method, rest)
	case pattern == "":
		return ""
	}
	slip := ""
	switch {
	case version == "":
		slip = "; the path lacks /v3"
	case !isKnown(version):
		slip = "; the version is v3"
	case strings.Contains(path, "//"):
		slip = "; two slashes stand together in the path, as when a base URL ends with one"
	}
	if !slices.ContainsFunc(rows(), func(r *row) bool { return r.path == pattern && r.credential == apiKey }) {
		slip += "; it is for end users, with an auth token"
	}
	methods := methodsOf(pattern)
	if slices.Contains(methods, method) {
		return method + " /v3" + pattern + slip
	}
	return fmt.Sprintf("%s /v3%s, not %.20s%s", strings.Join(methods, " or "), pattern, method, slip)
}

// versionIn finds the version in a path, also behind other segments, and what follows it.
func versionIn(path string) (version, rest string) {
	segments := segmentsOf(path)
	for i, s := range segments {
		if len(s) > 1 && s[0] == 'v' && s[1] >= '0' && s[1] <= '9' {
			return s, "/" + strings.Join(segments[i+1:], "/")
		}
	}
	return "", "/" + strings.Join(segments, "/")
}

// nearestNotEmulated is what is known and not emulated under a first segment with a slip in it.
func nearestNotEmulated(method, path string) string {
	var names []string
	for _, of := range families {
		if of.Path == "" {
			continue
		}
		if name := segmentsOf(of.Path)[0]; !slices.Contains(names, name) && name != "users" {
			names = append(names, name)
		}
	}
	segments := segmentsOf(path)
	if len(segments) == 0 || len(segments[0]) > longestUID {
		return ""
	}
	if name := nearest.Similar(segments[0], names); name != "" {
		return saidNotEmulated(method, "/"+name)
	}
	return ""
}

func saidNotEmulated(method, pattern string) string {
	called := ""
	if of := familyOfPath(pattern); of != nil {
		called = of.called()
	}
	return fmt.Sprintf("%.20s under /v3%s%s, known to the vendor, not emulated", method, strings.ReplaceAll(pattern, "*", "{uid}"), called)
}

// methodsOf are the methods that a path has, in the order of the table.
func methodsOf(pattern string) (methods []string) {
	for _, r := range rows() {
		if r.path == pattern && !slices.Contains(methods, r.method) {
			methods = append(methods, r.method)
		}
	}
	return methods
}

// nearestPattern is the path of the operation whose segments need the least change; of equally near
// ones the first with the same method.
func nearestPattern(method, path string) (pattern string) {
	if method == http.MethodHead {
		method = http.MethodGet
	}
	segments := segmentsOf(path)
	const most = 12 // no path has half of it
	if len(segments) == 0 || len(segments) > most {
		return ""
	}
	best := 2*farthest + 2
	for _, r := range rows() {
		distance := 2 * distanceTo(segments, segmentsOf(r.path))
		if r.method != method {
			distance++
		}
		if distance < best {
			best, pattern = distance, r.path
		}
	}
	return pattern
}

// Costs of what makes a path out of another. A segment more or less is as bad as four letters.
const (
	oneSegment = 4
	farthest   = 6
)

// distanceTo says how much of a path must change until it has a pattern. It is larger than farthest
// when the two have no word in common.
func distanceTo(path, pattern []string) int {
	last := make([]int, len(pattern)+1)
	for j := range last {
		last[j] = j * oneSegment
	}
	common := false
	for i, have := range path {
		row := make([]int, len(pattern)+1)
		row[0] = (i + 1) * oneSegment
		for j, want := range pattern {
			d := wordDistance(have, want)
			common = common || d <= farthest && !strings.HasPrefix(want, "{")
			row[j+1] = min(last[j]+d, last[j+1]+oneSegment, row[j]+oneSegment)
		}
		last = row
	}
	if !common {
		return farthest + 1
	}
	return last[len(pattern)]
}

// otherNames are what people call a segment that has another name.
var otherNames = map[string]string{
	"block": "blockedusers", "blocks": "blockedusers", "blocked": "blockedusers", "unblock": "blockedusers",
	"blacklist": "blockedusers", "blocklist": "blockedusers", "tokens": "auth_tokens", "friendships": "friends",
}

// wordDistance is the distance of a segment to one of a pattern; very large when it is another word.
func wordDistance(have, want string) int {
	const another = math.MaxInt32
	switch {
	case strings.HasPrefix(want, "{") || have == want:
		return 0
	case otherNames[strings.ToLower(have)] == want:
		return 1
	case len(have) > 2*len(want): // do not measure what is far
		return another
	}
	if nearest.Similar(have, []string{want}) == "" {
		return another
	}
	_, distance := nearest.Word(have, []string{want})
	return max(1, distance) // another case is a slip too
}

func segmentsOf(path string) []string {
	return strings.FieldsFunc(path, func(r rune) bool { return r == '/' })
}
