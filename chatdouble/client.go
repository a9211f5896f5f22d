package chatdouble

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/admin"
)

// client asks the admin API of one server. It is safe for concurrent use.
type client struct {
	url   string // of the server; the API is at /__admin behind it
	token string // sent as a bearer token unless empty
	http  *http.Client
}

// question is one call of the admin API.
type question struct {
	method, path string
	body         any           // nil for none; fixtureText is sent as it is, everything else as JSON
	within       time.Duration // how long the answer may take, usualWait when 0
}

// fixtureText is a fixture in YAML or JSON.
type fixtureText string

// plainText takes in an answer that is not JSON; a state comes as YAML.
type plainText string

// usualWait is for a server in another process that hangs. A large state takes seconds.
const usualWait = time.Minute

// ask makes a call and decodes its answer, unless answer is nil. The error says what was asked in
// the API's words, and what the server has against it.
func (c *client) ask(q question, answer any) error {
	if err := c.exchange(q, answer); err != nil {
		return fmt.Errorf("%w (%s %s%s)", err, q.method, admin.Prefix, q.path)
	}
	return nil
}

func (c *client) exchange(q question, answer any) error {
	body, contentType, err := encode(q.body)
	if err != nil {
		return err
	}
	if q.within == 0 {
		q.within = usualWait
	}
	ctx, cancel := context.WithTimeout(context.Background(), q.within)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, q.method, c.url+admin.Prefix+q.path, bytes.NewReader(body))
	if err != nil {
		return err
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	if _, ok := answer.(*plainText); ok {
		r.Header.Set("Accept", "application/yaml, text/plain;q=0.9, */*;q=0.1")
	}

	response, err := c.http.Do(r)
	if err != nil {
		var failed *url.Error
		if errors.As(err, &failed) {
			err = failed.Err // the rest is what ask says
		}
		return err
	}
	defer response.Body.Close()
	got, err := io.ReadAll(response.Body)
	if err != nil {
		return fmt.Errorf("reading the answer: %w", err)
	}
	if response.StatusCode < 200 || response.StatusCode > 299 {
		return problemOf(response.StatusCode, got)
	}
	return decode(got, answer)
}

func encode(body any) (text []byte, contentType string, err error) {
	switch body := body.(type) {
	case nil:
		return nil, "", nil
	case fixtureText:
		return []byte(body), "application/yaml", nil // JSON is YAML, too
	}
	text, err = json.Marshal(body)
	return text, "application/json", err
}

func decode(got []byte, answer any) error {
	switch answer := answer.(type) {
	case nil:
		return nil
	case *plainText:
		*answer = plainText(got)
		return nil
	}
	if err := json.Unmarshal(got, answer); err != nil {
		return fmt.Errorf("the answer %.200q is not what chatdouble answers: %w; is this its URL, and its version this package's?", got, err)
	}
	return nil
}

// problemOf is a problem (RFC 9457) as an error.
func problemOf(status int, body []byte) error {
	var problem struct {
		Detail string `json:"detail"`
		Errors []struct {
			Detail  string `json:"detail"`
			Pointer string `json:"pointer"`
		} `json:"errors"`
	}
	if err := json.Unmarshal(body, &problem); err != nil || problem.Detail == "" {
		return fmt.Errorf("%d %s: %.200q, which chatdouble does not answer; is this its URL?", status, http.StatusText(status), body)
	}
	if len(problem.Errors) < 2 {
		return errors.New(problem.Detail)
	}
	var all []string // the detail is about the first one
	for _, e := range problem.Errors {
		all = append(all, strings.TrimPrefix(e.Pointer, "#/")+": "+e.Detail)
	}
	return errors.New(strings.Join(all, "; "))
}
