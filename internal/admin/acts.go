package admin

import (
	"encoding/json"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/nearest"
	"github.com/chatdouble/mockserver/internal/shape"
)

// act is what an act is asked with, in the document: see [schemas.addActs].
type act map[string]any

// acted is the answer to an act: who has done what, and what the act answers beside that.
type acted struct {
	by  gateway.By
	out any
}

// MarshalJSON writes both as members of one object.
func (a acted) MarshalJSON() ([]byte, error) {
	by, out := compact(a.by), compact(a.out)
	if string(out) == "{}" {
		return by, nil
	}
	return slices.Concat(by[:len(by)-1], []byte{','}, out[1:]), nil
}

// act does what only an end user's app can do.
func (a *api) act(r *in) (acted, error) {
	vendor, _ := a.Vendors.Of(r.app.Vendor)
	meant, err := a.meantAct(vendor, r.body)
	if err != nil {
		return acted{}, err
	}
	by, out, err := meant.Do(&gateway.Acting{Core: vendor.Gateway.Core, Apps: vendor.Apps, App: r.app}, func(into any) error {
		return readJSON(r.body, into, a.Vendors.words())
	})
	if err != nil {
		return acted{}, refused(err)
	}
	return acted{by, out}, nil
}

// meantAct finds the act that a body names.
func (a *api) meantAct(of Vendor, body []byte) (*gateway.Act, error) {
	var named struct{ Act any }
	if err := json.Unmarshal(body, &named); err != nil {
		if err := readJSON(body, &gateway.By{}, nil); err != nil {
			return nil, err
		}
	}
	name, ok := named.Act.(string)
	if !ok {
		return nil, at(http.StatusBadRequest, "#/act", "must be a text that names an act; "+of.actNames())
	}
	i := slices.IndexFunc(of.Acts, func(act gateway.Act) bool { return act.Name == name })
	if i < 0 {
		return nil, at(http.StatusBadRequest, "#/act", a.noAct(of, name))
	}
	return &of.Acts[i], nil
}

// noAct says that apps of a vendor have no act of that name, and which was meant.
func (a *api) noAct(of Vendor, name string) string {
	text := "is " + quote(name) + ", "
	for _, other := range a.Vendors {
		if slices.Contains(other.acts(), name) {
			return text + "which only " + other.Title + " apps have; " + of.actNames()
		}
	}
	text += "which no act is; "
	if near := nearest.Similar(name, of.acts()); near != "" {
		text += "did you mean " + quote(near) + "? "
	}
	return text + of.actNames()
}

func (v Vendor) acts() []string {
	names := make([]string, len(v.Acts))
	for i := range v.Acts {
		names[i] = v.Acts[i].Name
	}
	return names
}

func (v Vendor) actNames() string {
	if len(v.Acts) == 0 {
		return v.Title + " apps have no acts"
	}
	return v.Title + " apps have " + strings.Join(v.acts(), ", ")
}

// The schemas of all acts and of their answers.
const (
	actSchema   = "Act"
	actedSchema = "Acted"
)

// addActs puts the acts of all vendors among the schemas. An act is told from the others of its vendor by its name, which
// another vendor may have too.
func (s *schemas) addActs(vendors Vendors) {
	asked, answered := []any{}, []any{}
	for _, v := range vendors {
		if len(v.Acts) == 0 {
			continue
		}
		in, out := choice{s.types.Refs, object{}, nil}, choice{s.types.Refs, object{}, nil}
		for i := range v.Acts {
			a := &v.Acts[i]
			name := v.Title + strings.ToUpper(a.Name[:1]) + a.Name[1:] + actSchema
			s.types.Words["ActName"] = []string{a.Name}
			s.types.Define(name, append(shape.Object{{Key: "description", Value: a.Summary}}, s.types.Structs(a.In)...))
			s.types.Define(name+"ed", s.types.Structs(reflect.TypeFor[gateway.By](), a.Out))
			in.add(a.Name, name)
			out.add(a.Name, name+"ed")
		}
		s.own[v.Title+actSchema], s.own[v.Title+actedSchema] = in.schema(), out.schema()
		asked = append(asked, s.types.Ref(v.Title+actSchema))
		answered = append(answered, s.types.Ref(v.Title+actedSchema))
	}
	s.own[actSchema] = object{"anyOf": asked, "description": "what only an end user's app can do"}
	s.own[actedSchema] = object{"anyOf": answered, "description": "what was done"}
}

// choice is one of several schemas, told by the act that they are about.
type choice struct {
	refs  string
	names object
	all   []any
}

func (c *choice) add(act, schema string) {
	c.names[act] = c.refs + schema
	c.all = append(c.all, object{"$ref": c.refs + schema})
}

func (c *choice) schema() object {
	return object{"oneOf": c.all, "discriminator": object{"propertyName": "act", "mapping": c.names}}
}
