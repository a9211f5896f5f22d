package admin

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/chatdouble/mockserver/internal/bounds"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
)

// Refusal is an error that says itself with which status a call is refused; all others are 500.
type Refusal struct {
	Status int
	Detail string
	Errors []shape.MemberError
	Code   string // see [Problem]
}

func (r *Refusal) Error() string { return r.Detail }

const problemType = "application/problem+json"

// Problem is how every refusal is written: as RFC 9457 has it.
type Problem struct {
	Title    string              `json:"title" doc:"the status in words"`
	Status   int                 `json:"status"`
	Detail   string              `json:"detail" doc:"what is wrong with this request and what to do"`
	Instance string              `json:"instance" doc:"the path of the request"`
	Errors   []shape.MemberError `json:"errors,omitempty" doc:"the members of the body that are wrong"`
	Code     string              `json:"code,omitempty" doc:"the vendor's code with which the user's app would be refused the same"`
}

// writeProblem writes a refusal, without any secret that a caller put where it does not belong.
func (a *api) writeProblem(w http.ResponseWriter, r *http.Request, err error) {
	p := problem(r.URL.Path, err)
	if p.Status == http.StatusTooManyRequests {
		w.Header().Set("Retry-After", "1") // room comes when another call has ended
	}
	p.Detail, p.Instance = a.Secrets.Hide(p.Detail), a.Secrets.Hide(p.Instance)
	p.Errors = slices.Clone(p.Errors)
	for i := range p.Errors {
		wrong := &p.Errors[i]
		wrong.Detail, wrong.Pointer = a.Secrets.Hide(wrong.Detail), a.Secrets.Hide(wrong.Pointer)
	}
	writeJSON(w, p.Status, problemType, p)
}

func problem(path string, err error) Problem {
	p := &Refusal{Status: http.StatusInternalServerError, Detail: err.Error()}
	var full *bounds.Full
	if errors.As(err, &full) {
		p.Status = full.Status()
	}
	errors.As(err, &p)
	return Problem{http.StatusText(p.Status), p.Status, p.Detail, path, p.Errors, p.Code}
}

// Malformed makes the whole answer, bytes as they go over the wire, to a request for the API that net/http
// refuses by itself.
func Malformed(path string, bad *gateway.MalformedError, now time.Time) []byte {
	body := appendJSON(problem(path, &Refusal{Status: bad.Status, Detail: bad.Error()}))
	reply := fmt.Appendf(nil, "HTTP/1.1 %d %s\r\nDate: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n",
		bad.Status, http.StatusText(bad.Status), now.UTC().Format(http.TimeFormat), problemType, len(body))
	return append(reply, body...)
}

// Refuse is a refusal because of members of the body, at least one.
func Refuse(status int, wrong ...shape.MemberError) *Refusal {
	return &Refusal{Status: status, Detail: sum(wrong), Errors: wrong}
}

// at is a refusal because of one member of the body.
func at(status int, pointer, detail string) *Refusal {
	return Refuse(status, shape.MemberError{Pointer: pointer, Detail: detail})
}

func quote(text string) string { return strconv.Quote(text) }
