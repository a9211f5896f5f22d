package admin

import (
	"cmp"
	"net/http"
	"reflect"
	"strconv"
	"strings"

	"github.com/chatdouble/mockserver/internal/buildinfo"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
)

// vendorDocument is what is emulated of a vendor.
func (a *api) vendorDocument(r *in) (object, error) {
	name := strings.TrimSuffix(r.PathValue("file"), ".json")
	vendor, ok := a.Vendors.Of(name)
	if !ok || name == r.PathValue("file") {
		return nil, &Refusal{Status: http.StatusNotFound, Detail: "there is no document " + quote(r.PathValue("file")) + "; there are " + strings.Join(a.Vendors.documents(), " and ")}
	}
	return VendorDocument(vendor.Catalogue, buildinfo.Version()), nil
}

// VendorDocument is what is emulated of a vendor as OpenAPI 3.1. It follows from the declarations of the operations. Where
// operations share a path and a method, all but the first have their name behind a number sign, as in the published
// documents of APIs that tell their actions by the query.
func VendorDocument(c *gateway.Catalogue, version string) map[string]any {
	d := vendorDocument{
		Catalogue: c, paths: object{},
		asked:    shape.Schemas{Inline: true, ByRule: true, Bare: true},
		answered: shape.Schemas{Inline: true},
	}
	all := c.Operations()
	for i := range all {
		d.add(&all[i])
	}
	return object{
		"openapi": "3.1.0",
		"info": object{
			"title":       "What chatdouble emulates of " + c.Vendor,
			"version":     version,
			"description": "Made from the declarations of the operations; GET /__admin/operations says how each behaviour is known.",
		},
		"paths": d.paths,
	}
}

type vendorDocument struct {
	*gateway.Catalogue
	asked, answered shape.Schemas
	paths           object
}

// add puts an operation under its path.
func (d *vendorDocument) add(op *gateway.Op) {
	path, _, _ := strings.Cut(d.Called(op), "?")
	method, key := strings.ToLower(op.Method), path
	item, known := d.paths[key].(object)
	if d.Actions || known && item[method] != nil {
		key += "#" + op.Name
		item, known = d.paths[key].(object)
	}
	if !known {
		item = object{}
		d.paths[key] = item
	}
	item[method] = d.operation(op, path)
}

func (d *vendorDocument) operation(op *gateway.Op, path string) object {
	out := object{"operationId": op.Name, "summary": op.Page, "responses": d.responses(op)}
	parameters := d.shown(op)
	for _, name := range pathParameters(path) {
		parameters = append(parameters, parameterObject(name, "path", true, object{"type": "string"}))
	}
	switch {
	case op.In == nil || len(op.In.Fields) == 0:
	case op.Method == http.MethodGet:
		for i := range op.In.Fields {
			f := &op.In.Fields[i]
			parameters = append(parameters, parameterObject(f.Name, "query", f.Required, d.asked.Member(f)))
		}
	default:
		out["requestBody"] = object{"content": jsonContent(d.asked.Struct(op.In.Type))}
	}
	if len(parameters) > 0 {
		out["parameters"] = parameters
	}
	return out
}

func parameterObject(name, in string, required bool, schema any) object {
	return object{"name": name, "in": in, "required": required, "schema": schema}
}

// shown are what lets the call in.
func (d *vendorDocument) shown(op *gateway.Op) (all []object) {
	for _, s := range d.Shown {
		if s.Credential != "" && s.Credential != op.Credential {
			continue
		}
		in, schema := "query", object{"type": "string"}
		if s.InHeader {
			in = "header"
		}
		if s.Value != nil {
			schema["const"] = s.Value(op)
		}
		all = append(all, parameterObject(s.Name, in, true, schema))
	}
	return all
}

// responses are the good answer, and one refusal with the codes that the operation has of its own.
func (d *vendorDocument) responses(op *gateway.Op) object {
	var members []reflect.Type
	for _, s := range []*shape.Struct{d.EnvelopeOf(op), op.Out} {
		if s != nil {
			members = append(members, s.Type)
		}
	}
	var answered any = object{"type": "object"} // of members that are named by what is asked for
	if len(members) > 0 {
		answered = d.answered.Structs(members...)
	}
	codes := make([]object, len(op.Codes))
	for i, code := range op.Codes {
		codes[i] = object{"code": code.Code, "known": code.Provenance, "byRuleOnly": code.RuleOnly}
	}
	return object{
		strconv.Itoa(http.StatusOK): object{"description": "done", "content": jsonContent(answered)},
		"default":                   object{"description": "refused", "content": jsonContent(d.answered.Struct(cmp.Or(op.Envelope, d.Refusal).Type)), "x-codes": codes},
	}
}

func jsonContent(schema any) object { return object{"application/json": object{"schema": schema}} }
