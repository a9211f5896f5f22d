package admin

import (
	"errors"
	"net/http"
)

// problem is an error of the API's own, as RFC 9457 has it.
type problem struct {
	Status int
	Detail string
}

func (p *problem) Error() string { return p.Detail }

func writeProblem(w http.ResponseWriter, r *http.Request, err error) {
	p := &problem{http.StatusInternalServerError, err.Error()}
	errors.As(err, &p)
	writeJSON(w, p.Status, "application/problem+json", struct {
		Title    string `json:"title"`
		Status   int    `json:"status"`
		Detail   string `json:"detail"`
		Instance string `json:"instance"`
	}{http.StatusText(p.Status), p.Status, p.Detail, r.URL.Path})
}
