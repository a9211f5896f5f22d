package gateway

import (
	"reflect"
)

// Control is a call of the server's own API that a vendor brings: what else only an end user can do, or what helps a
// person who has no client at hand.
type Control struct {
	Method, Path string // the path is behind the API's prefix; {app} in it stands for an app of the vendor
	Summary      string
	Refuses      []int  // statuses of refusals, beside those that every such call has
	Lacks        string // what apps of other vendors do not have, where the path names an app

	In, Out reflect.Type // structs
	Do      func(a *Acting, read func(into any) error) (any, error)
}

// Acting is one call of a control, or of an act.
type Acting struct {
	*Core
	Apps *Apps                           // of the vendor
	App  *App                            // that the path names; nil when it names none
	Path func(name string) string        // a part of the path, by its name there; of a control alone
	Find func(name string) (*App, error) // finds an app of any vendor by its name; of a control alone
}

// Doing completes a control by what it does with the body that it takes, and answers.
func Doing[In, Out any](c Control, do func(*Acting, In) (Out, error)) Control {
	c.In, c.Out = reflect.TypeFor[In](), reflect.TypeFor[Out]()
	c.Do = func(a *Acting, read func(any) error) (any, error) {
		var in In
		if err := read(&in); err != nil {
			return nil, err
		}
		return do(a, in)
	}
	return c
}
