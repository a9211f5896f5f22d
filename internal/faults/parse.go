package faults

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"

	"github.com/chatdouble/mockserver/internal/shape"
)

// ParseRule reads a rule as the server's own API takes it. A code may be a number. null is the same as leaving out. The
// rule is complete, and still has to be checked against the vendors that there are. Of what is wrong with it twenty things are
// told at most.
func ParseRule(text []byte) (rule Rule, wrong []shape.MemberError) {
	tree, err := shape.ParseJSON(text, shape.InPieces)
	if err != nil {
		return Rule{}, []shape.MemberError{{Pointer: "#", Detail: err.Error()}}
	}
	wrong = shape.ReadBody(tree, &rule, meantMember, nil)
	if wrong == nil { // what could not be read need not make sense
		wrong = rule.Complete()
	}
	if wrong != nil {
		return Rule{}, wrong
	}
	return rule, nil
}

// meantMember is the member that is meant by a word that others have for it.
func meantMember(name string) string {
	if byMeaning(name) == slow {
		return slow
	}
	return ""
}

// Complete fills in what follows from the rest, and refuses a rule that makes no sense, whatever vendors there are.
func (r *Rule) Complete() (wrong []shape.MemberError) {
	var p problems
	if r.Body != "" && r.JSON != nil {
		p.add("/fault/body", "and json are both the body of the answer; leave one of the two out")
	}
	if r.JSON != nil {
		var compact bytes.Buffer
		_ = json.Compact(&compact, r.JSON) // it was read as a part of JSON
		r.JSON = slices.Clip(compact.Bytes())
	}
	if len(r.Answer()) > 0 && r.Status == 0 && r.Code == "" && !r.RateLimited {
		r.Status = http.StatusOK
	}
	r.validateMatch(&p)
	r.validateFault(&p)
	r.validateHeaders(&p)
	r.Delay.validate(&p)
	if r.Nth > 0 && r.Times > 1 {
		p.add("/times", "is %d, but match/nth chooses one single call; leave one of the two out", r.Times)
	}
	return p
}

func quote(s string) string { return strconv.Quote(s) }
