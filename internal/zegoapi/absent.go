package zegoapi

import (
	"fmt"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/nearest"
)

// absent says that a parameter is missing or empty, and what the client seems to have sent in its place.
func absent(c *gateway.Call, name string) string {
	return name + " is missing or empty" + instead(c, name)
}

// instead says what a request has in the place of a parameter, beginning with "; ". It is empty when nothing
// looks like it.
func instead(c *gateway.Call, name string) string {
	for i := range c.Query {
		if why := misnamed(c.Query[i].Name, name); why != "" {
			return fmt.Sprintf("; there is %.*q, %s", longestName, c.Query[i].Name, why)
		}
	}
	for given := range bodyOf(c).members {
		if given != strings.ToLower(name) && nearest.Similar(given, []string{name}) != "" {
			return fmt.Sprintf("; the body has %.*q, but the member is called %s", longestName, given, name)
		}
	}
	return ""
}

// misnamed says what is wrong with the name that a query has for a parameter; empty when it is the right one, or
// one that has nothing to do with it.
func misnamed(given, name string) string {
	base, index := given, ""
	if i := strings.IndexAny(given, "[."); i >= 0 {
		base, index = given[:i], given[i:]
	}
	upper := strings.ToUpper(given)
	switch {
	case len(given) > longestName || base == name && (index == "" || index[0] == '['):
		return ""
	case base == name:
		return fmt.Sprintf("but an element of a list is written %s[]=... or %[1]s=..., again for each", name)
	case strings.HasPrefix(given, "amp;"):
		if rest := strings.TrimPrefix(given, "amp;"); rest == name || misnamed(rest, name) == "" && isElement(rest, name) {
			return "so the URL has &amp; where & belongs"
		}
		return ""
	case strings.Contains(upper, "%5B") && strings.EqualFold(given[:strings.Index(upper, "%5B")], name):
		return "whose brackets were escaped twice: [ is %5B in a URL, not %255B"
	case strings.EqualFold(base, name):
		return "but names of parameters are case-sensitive"
	case nearest.Similar(base, []string{name}) != "":
		return "but the parameter is called " + name
	}
	return ""
}

// whyItem says of an item that failed what a person may not see in it; empty when there is nothing to say.
func whyItem(f failure) string {
	switch id := f.ID; {
	case strings.HasPrefix(id, `["`) || strings.HasPrefix(id, `{"`):
		return shownID(id) + " is JSON: in a query the parameter stands again for each id"
	case strings.Contains(id, ","):
		return shownID(id) + " has a comma: in a query the parameter stands again for each id"
	case strings.HasPrefix(id, " "):
		return shownID(id) + " begins with a blank: a + in a URL is a blank, write %2B"
	}
	return f.reason
}

// shownID quotes an id, and says when it is not all of it.
func shownID(id string) string {
	const most = 40 // bytes
	if len(id) > most {
		return fmt.Sprintf("%.*q...", most, id)
	}
	return fmt.Sprintf("%q", id)
}
