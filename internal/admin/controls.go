package admin

import (
	"errors"
	"net/http"

	"github.com/chatdouble/mockserver/internal/bounds"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
)

// controls are the calls that the vendors bring.
func (v Vendors) controls() (all []call) {
	for _, vendor := range v {
		for i := range vendor.Controls {
			c := &vendor.Controls[i]
			all = append(all, call{method: c.Method, path: c.Path, summary: c.Summary, refuses: c.Refuses, handler: handler{
				body: c.In, answer: c.Out,
				do: func(a *api, r *in) (any, error) { return vendor.control(c, a, r) },
			}})
		}
	}
	return all
}

// control does what a control is asked.
func (v Vendor) control(c *gateway.Control, a *api, r *in) (any, error) {
	if r.app != nil && r.app.Vendor != v.Vendor {
		return nil, badRequest("%s has no %s: only %s apps have", r.app.Name(), c.Lacks, v.Title)
	}
	acting := &gateway.Acting{Core: v.Gateway.Core, Apps: v.Apps, App: r.app, Path: r.PathValue, Find: a.app}
	answer, err := c.Do(acting, func(into any) error { return readJSON(r.body, into, a.Vendors.words()) })
	if err != nil {
		return nil, refused(err)
	}
	return answer, nil
}

// refused is a refusal of what the client asked for: as it says itself, else a bad request.
func refused(err error) error {
	var says *Refusal
	if errors.As(err, &says) {
		return err
	}
	var (
		member shape.MemberError
		nobody *gateway.NoUserError
		coded  gateway.Coded
		full   *bounds.Full
	)
	switch {
	case errors.As(err, &full):
		return err
	case errors.As(err, &nobody):
		return &Refusal{Status: http.StatusNotFound, Detail: nobody.Error()}
	case errors.As(err, &coded):
		return &Refusal{Status: http.StatusConflict, Detail: coded.Error(), Code: coded.VendorCode()}
	}
	if errors.As(err, &member) {
		return Refuse(http.StatusBadRequest, member)
	}
	return badRequest("%v", err)
}
