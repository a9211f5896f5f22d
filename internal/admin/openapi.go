package admin

import (
	"net/http"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/chatdouble/mockserver/internal/buildinfo"
	"github.com/chatdouble/mockserver/internal/shape"
)

// object is a JSON object.
type object = map[string]any

// document is the API in OpenAPI 3.1.
func (a *api) document(*in) (object, error) { return a.whole(), nil }

func (s *Server) document() object {
	all := s.ownSchemas()
	paths := object{}
	for _, c := range s.calls() {
		item, ok := paths[c.path].(object)
		if !ok {
			item = object{}
			paths[c.path] = item
		}
		item[strings.ToLower(c.method)] = all.operation(&c)
	}
	all.of(reflect.TypeFor[Problem]())
	return object{
		"openapi": "3.1.0",
		"info": object{
			"title":       "chatdouble admin API",
			"version":     buildinfo.Version(),
			"description": "Look inside a chatdouble, make trouble, start over. {app} is " + s.Vendors.AppNames() + ".",
		},
		"servers": []any{object{"url": Prefix}},
		"paths":   paths,
		"components": object{
			"schemas": all.all(),
			"securitySchemes": object{
				"token": object{"type": "http", "scheme": "bearer", "description": "The server's setting --admin-token; without it nothing is asked for."},
			},
		},
	}
}

func (s *schemas) operation(c *call) object {
	op := object{
		"summary":     s.types.Docs.Replace(c.summary),
		"operationId": operationID(c),
		"responses":   s.responses(c),
		"security":    []any{object{"token": []any{}}, object{}},
	}
	if c.open {
		op["security"] = []any{}
	}
	if parameters := s.parameters(c); len(parameters) > 0 {
		op["parameters"] = parameters
	}
	if c.body != nil {
		content := object{"application/json": object{"schema": s.of(c.body)}}
		for _, mediaType := range c.bodyTypes {
			content[mediaType] = object{"schema": s.of(c.body)}
		}
		op["requestBody"] = object{"required": true, "content": content}
	}
	return op
}

// operationID is like getAppsAppClock.
func operationID(c *call) string {
	id := strings.ToLower(c.method)
	for _, word := range strings.FieldsFunc(c.path, func(r rune) bool { return strings.ContainsRune("/{}.", r) }) {
		id += strings.ToUpper(word[:1]) + word[1:]
	}
	return id
}

// pathDocs says what the names in braces are.
var pathDocs = map[string]string{
	"app":   "the app's name, {apps}",
	"file":  "the vendor's name with .json behind it",
	"name":  "the snapshot's name: 1 to 100 of A-Z, a-z, 0-9, point, _ and -",
	"user":  "the user's id",
	"other": "the id of the user who is blocked",
	"id":    "of a request its id, as in the header X-Chatdouble-Request-Id; of a fault rule the id that it got when it was made; of an event the id under which GET .../deliveries has it",
}

func (s *schemas) parameters(c *call) (list []any) {
	for _, name := range pathParameters(c.path) {
		list = append(list, object{
			"name": name, "in": "path", "required": true, "description": s.types.Docs.Replace(pathDocs[name]), "schema": object{"type": "string"},
		})
	}
	if c.query == nil {
		return list
	}
	fields := shape.Of(c.query).Fields
	for i := range fields {
		f := &fields[i]
		parameter := object{"name": f.Name, "in": "query", "required": f.Given, "schema": s.types.Member(f)}
		if f.Doc != "" {
			parameter["description"] = s.types.Docs.Replace(f.Doc)
		}
		list = append(list, parameter)
	}
	return list
}

func (s *schemas) responses(c *call) object {
	content := object{}
	if c.answer != nil {
		content["application/json"] = object{"schema": s.of(c.answer)}
	}
	for _, mediaType := range c.types {
		content[mediaType] = object{"schema": object{"type": "string"}}
	}
	status := max(c.status, http.StatusOK)
	responses := object{strconv.Itoa(status): object{"description": "done", "content": content}}
	for _, status := range c.refusals() {
		responses[strconv.Itoa(status)] = object{
			"description": http.StatusText(status),
			"content":     object{problemType: object{"schema": object{"$ref": "#/components/schemas/Problem"}}},
		}
	}
	return responses
}

// refusals are the statuses of all problems that a call may answer with.
func (c *call) refusals() []int {
	all := append([]int{http.StatusBadRequest, http.StatusForbidden, http.StatusRequestEntityTooLarge, http.StatusMisdirectedRequest, http.StatusInternalServerError}, c.refuses...)
	if !c.open {
		all = append(all, http.StatusUnauthorized)
	}
	if c.body != nil {
		all = append(all, http.StatusTooManyRequests)
	}
	if strings.Contains(c.path, "{") {
		all = append(all, http.StatusNotFound)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
