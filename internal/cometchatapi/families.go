package cometchatapi

import (
	"fmt"
	"slices"
	"strings"
)

// family is what the vendor has beside the operations of [knownOperations], under a path or on a host of its own. Only
// its name is known here, and how many operations it has.
type family struct {
	Name string // as the vendor's documentation calls it
	// Path is a pattern of paths behind the version: a star is one segment, and a path that goes on behind it matches too.
	Path string
	Host string // what the host begins with, behind the app's id if it has one
}

// families are those of the newest navigation of the vendor's documentation, with the paths of its pages and of the
// JavaScript SDK 4.2.0.
var families = []family{
	{Name: "Notifications", Path: "/notifications"},
	{Name: "Moderation", Path: "/moderation"},
	{Name: "Moderation", Path: "/flags"},
	{Name: "Calls", Path: "/calls"},
	{Name: "Calls", Host: "call-"},
	{Name: "Campaigns", Path: "/campaigns"},
	{Name: "AI Agents", Path: "/ai-agents"},
	{Name: "AI Agents", Path: "/ai"},
	{Name: "Metrics", Path: "/metrics"},
	{Name: "Management", Path: "/webhooks"},
	{Name: "Management", Path: "/extensions"},
	{Name: "Management", Path: "/apps"},
	{Name: "Management", Host: "apimgmt"},
}

// called is the family in a sentence.
func (f *family) called() string { return " of the family " + f.Name }

// familyOfPath is the family that a path behind the version belongs to, nil when it is none's.
func familyOfPath(path string) *family {
	i := slices.IndexFunc(families, func(f family) bool { return f.Path != "" && matchesPattern(path, f.Path) })
	if i < 0 {
		return nil
	}
	return &families[i]
}

// familyOfHost is the family that has a host to itself, nil when the host is that of the chat API.
func familyOfHost(host string) *family {
	if !isHost(host) {
		return nil
	}
	first, rest, _ := strings.Cut(strings.ToLower(host), ".")
	second, _, _ := strings.Cut(rest, ".")
	for i := range families {
		switch of := families[i].Host; {
		case of == "":
		case strings.HasSuffix(of, "-") && (strings.HasPrefix(first, of) || strings.HasPrefix(second, of)), first == of:
			return &families[i]
		}
	}
	return nil
}

// familyNames are the names of all, each once.
func familyNames() (names []string) {
	for _, f := range families {
		if !slices.Contains(names, f.Name) {
			names = append(names, f.Name)
		}
	}
	return names
}

// ownAnswer says what can be done about a call that is not emulated.
const ownAnswer = "a fault rule that matches its path gives it an answer of your own"

// notHere is why a call on the host of a family is refused.
func (f *family) notHere(method, path string) string {
	return fmt.Sprintf("%.20s %.100s%s is known to the vendor, not emulated; %s", method, path, f.called(), ownAnswer)
}
