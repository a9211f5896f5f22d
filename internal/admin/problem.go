package admin

import (
	"errors"
	"net/http"
	"strconv"
)

// problem is an error of the API's own, as RFC 9457 has it.
type problem struct {
	status int
	detail string
	errors []memberError
}

// memberError is what is wrong with one member of a body.
type memberError struct {
	Detail  string `json:"detail" doc:"what is wrong with it"`
	Pointer string `json:"pointer" doc:"the member, as a JSON pointer (RFC 6901) behind a #"`
}

func (p *problem) Error() string { return p.detail }

const problemType = "application/problem+json"

// Problem is how every refusal is written.
type Problem struct {
	Title    string        `json:"title" doc:"the status in words"`
	Status   int           `json:"status"`
	Detail   string        `json:"detail" doc:"what is wrong with this request and what to do"`
	Instance string        `json:"instance" doc:"the path of the request"`
	Errors   []memberError `json:"errors,omitempty" doc:"the members of the body that are wrong"`
}

func writeProblem(w http.ResponseWriter, r *http.Request, err error) {
	p := &problem{status: http.StatusInternalServerError, detail: err.Error()}
	errors.As(err, &p)
	writeJSON(w, p.status, problemType, Problem{http.StatusText(p.status), p.status, p.detail, r.URL.Path, p.errors})
}

// at is a refusal because of one member of the body.
func at(status int, pointer, detail string) *problem {
	e := memberError{Pointer: pointer, Detail: detail}
	return &problem{status: status, detail: sum([]memberError{e}), errors: []memberError{e}}
}

func quote(text string) string { return strconv.Quote(text) }
