// Package secrets knows what must not be shown, and takes it out of texts.
package secrets

import (
	"iter"
	"slices"
	"strings"
	"sync"
)

// Former is how many secrets that are none any more are remembered at least: what was a secret may stand
// in the journal for long after its key was replaced. Before one is forgotten, those who keep texts are
// told to hide it there; see [New].
const Former = 10_000

// Registry holds the secrets of a server: those that its apps have, and those that they had. What it costs
// to find them in a text does not depend on how many there are. It is safe for concurrent use. A nil
// *Registry holds none, and hides nothing.
type Registry struct {
	spare func(hide func(text string) string)

	mu      sync.RWMutex
	index   index
	known   map[string]*secret // by value
	last    uint64             // of secret.came
	room    int                // with more than so many it is time to tidy
	tidying bool
}

// secret is a value that lets somebody in, or did.
type secret struct {
	open   int      // so many bytes at its beginning are no secret
	owners []*Owner // who had it when it came
	came   uint64   // grows each time that it comes
	former bool     // nobody had it when it was looked for last
}

// Owner is who has secrets: an app, or the server.
type Owner struct {
	registry *Registry
	name     string
	mu       sync.Mutex
	has      func(value string) bool // nil when it has ended
}

// New returns a registry without secrets. Before secrets are forgotten that nobody has any more, spare is
// called with what hides them alone, so that they can be hidden where they are kept; nil when nothing is.
func New(spare func(hide func(text string) string)) *Registry {
	return &Registry{spare: spare, known: make(map[string]*secret), room: Former}
}

// Owner returns an owner without secrets. The name is how it is called where a secret is found. has reports
// whether a value is one of its secrets; it is asked now and then about those that it was given. It must not
// call the registry.
func (r *Registry) Owner(name string, has func(value string) bool) *Owner {
	return &Owner{registry: r, name: name, has: has}
}

// Add says that a value is a secret of the owner from now on, but for its beginning if it begins with
// open: many tokens begin with the id of their user. An empty value is none. It may be called while what has
// looks into is locked.
func (o *Owner) Add(value, open string) {
	if value == "" {
		return
	}
	r := o.registry
	r.mu.Lock()
	defer r.mu.Unlock()
	s := r.known[value]
	if s == nil {
		s = &secret{}
		if strings.HasPrefix(value, open) {
			s.open = len(open)
		}
		r.known[value] = s
		r.index.add(value[s.open:])
	}
	if !slices.Contains(s.owners, o) {
		s.owners = append(slices.DeleteFunc(s.owners, (*Owner).ended), o)
	}
	r.last++
	s.came, s.former = r.last, false
	if len(r.known) > r.room && !r.tidying {
		r.tidying = true
		go r.tidy() // not here: what has looks into may be locked
	}
}

// End says that the owner is gone. Its secrets are still hidden for a while.
func (o *Owner) End() {
	if o == nil {
		return
	}
	o.mu.Lock()
	o.has = nil
	o.mu.Unlock()
}

func (o *Owner) ended() bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.has == nil
}

// holds reports whether a value is one of the owner's secrets now.
func (o *Owner) holds(value string) bool {
	o.mu.Lock()
	has := o.has
	o.mu.Unlock()
	return has != nil && has(value)
}

// Hide returns a text without any secret, and without parts of long ones: so one that is nearly right is
// not shown either. Where one is escaped as in a URL, in whatever way, the text is returned unescaped.
func (r *Registry) Hide(text string) string { return r.hide(text, false) }

// HideCut is [Registry.Hide] for a text that went on where it ends: the beginning of a secret may stand
// there.
func (r *Registry) HideCut(text string) string { return r.hide(text, true) }

func (r *Registry) hide(text string, cut bool) string {
	if r == nil || len(text) < telling {
		return text
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	text = r.index.hide(text, cut)
	if plain := unescape(text); plain != text {
		if hidden := r.index.hide(plain, cut); hidden != plain {
			return hidden
		}
	}
	return text
}

// OwnersOf are the names of those who have the value as one of their secrets now.
func (r *Registry) OwnersOf(value string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for _, o := range r.owners(value) {
			if o.holds(value) && !yield(o.name) {
				return
			}
		}
	}
}

func (r *Registry) owners(value string) []*Owner {
	if r == nil {
		return nil
	}
	r.mu.RLock()
	defer r.mu.RUnlock()
	if s := r.known[value]; s != nil {
		return slices.Clone(s.owners)
	}
	return nil
}

// found is a secret when tidy looked at it.
type found struct {
	value  string
	secret secret
	owned  bool
}

// tidy forgets the secrets that nobody has, and had not when it was called before.
func (r *Registry) tidy() {
	all := r.all()
	var old index
	owned, going := 0, false
	for i := range all {
		f := &all[i]
		if f.owned = slices.ContainsFunc(f.secret.owners, func(o *Owner) bool { return o.holds(f.value) }); f.owned {
			owned++
		} else if f.secret.former {
			old.add(f.value[f.secret.open:])
			going = true
		}
	}
	if going && r.spare != nil {
		r.spare(func(text string) string { return old.hide(text, false) })
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for i := range all {
		f := &all[i]
		s := r.known[f.value]
		switch {
		case s == nil: // forgotten by another one
		case f.owned || s.came != f.secret.came: // it came again meanwhile
			s.former = false
		case s.former:
			delete(r.known, f.value)
			r.index.remove(f.value[s.open:])
		default:
			s.former = true
			s.owners = nil // they may be gone, and large
		}
	}
	r.room = len(r.known) + max(Former, owned)
	r.tidying = false
}

func (r *Registry) all() []found {
	r.mu.RLock()
	defer r.mu.RUnlock()
	all := make([]found, 0, len(r.known))
	for value, s := range r.known {
		one := found{value: value, secret: *s}
		one.secret.owners = slices.Clone(s.owners)
		all = append(all, one)
	}
	return all
}
