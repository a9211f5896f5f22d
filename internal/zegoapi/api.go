// Package zegoapi answers as ZEGOCLOUD's ZIM (In-app Chat) Server API does.
package zegoapi

import (
	"errors"
	"net/http"
	"strconv"
	"sync"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/jsontext"
)

// Vendor is ZIM's name in the journal and in the server's own API.
const Vendor = "zim"

// DefaultQuotas are the vendor's limits: how often actions may be called, and how much a list and a batch may hold. The
// vendor raises each on request. 0 is no limit: it depends on the plan, and here the largest holds.
func DefaultQuotas() map[string]int {
	return map[string]int{
		"perSecond": 20, "messagesPerSecond": 10, "perGroupSecond": 1, "perRoomSecond": 5, "listsPerSecond": 1,
		"pushesPerSecond": 1, "pushesPerDay": 100, "groups": 0, "groupMembers": 0, "rooms": 0, "retentionDays": 0,
		"blacklist": 1000, "batch": 20,
	}
}

// API is the vendor's side of a gateway. It is safe for concurrent use.
type API struct {
	apps *gateway.Apps
	ops  map[string]*known // by action, those that are not emulated too

	commons sync.Pool // of empty *common: what the checks, called through a table, get a pointer to is on the heap
}

// New returns the API over the given apps.
func New(apps *gateway.Apps) *API {
	a := &API{apps: apps, ops: make(map[string]*known)}
	a.commons.New = func() any { return new(common) }
	for _, o := range table() {
		a.ops[o.Name] = o
	}
	return a
}

// Name is the vendor's name.
func (a *API) Name() string { return Vendor }

// Route finds app, action and user. A missing or unknown action is the gateway's first check.
func (a *API) Route(c *gateway.Call) error {
	id, _ := c.Query.First("AppId")
	if app, ok := a.apps.Find(id); ok {
		c.App = app
	}
	c.User = operatorOf(c)
	if err := refusePath(c); err != nil {
		return err
	}

	action, _ := c.Query.First("Action")
	c.Action = action
	in := a.commons.Get().(*common)
	defer a.putCommon(in)
	in.action = action
	for i := range routing {
		if err := routing[i].run(a, c, in); err != nil {
			return err
		}
	}
	c.Op = &a.ops[action].follows().op
	return nil
}

func (a *API) putCommon(in *common) {
	*in = common{} // a secret stood there
	a.commons.Put(in)
}

// operatorOf is the user that a call acts for, for the journal and the fault rules.
func operatorOf(c *gateway.Call) string {
	g, err := source{call: c}.find(operatorName, false)
	if err != nil {
		return ""
	}
	user, err := g.string(operatorName)
	if err != nil {
		return ""
	}
	return user
}

var contentType = gateway.Field{Key: "Content-Type", Values: []string{"application/json; charset=utf-8"}}

// ContentType is that of all answers.
func (a *API) ContentType() string { return contentType.Values[0] }

// Result adds the header of a reply that went well, and says what in the call had no effect.
func (a *API) Result(c *gateway.Call) {
	c.Explain(unheeded(c))
	c.Reply.Fields = append(c.Reply.Fields, contentType)
	allowPages(c)
}

// Failure answers an error: the envelope, and for an action on several people its empty list.
func (a *API) Failure(c *gateway.Call, err error) {
	var path *pathError
	if errors.As(err, &path) {
		path.answer(c)
		return
	}
	e := a.toCodeError(c, err)
	c.Explain(e.Error())
	c.Reply.Status, c.Reply.Code = http.StatusOK, strconv.Itoa(e.Code)
	if e.Status != 0 {
		c.Reply.Status = e.Status
	}
	if e.Status == http.StatusMethodNotAllowed {
		c.Reply.SetHeader("Allow", "GET, POST")
	}
	c.Reply.Fields = append(c.Reply.Fields, contentType)
	allowPages(c)
	c.Reply.Body = appendEnvelope(c.Reply.Body, c, e.Code, e.Message)
	c.Reply.Body = append(a.appendNoFailures(c.Reply.Body, c, e.Code), '}')
}

// appendEnvelope appends the members that every answer begins with (page "Accessing Server
// APIs"; those of the licence service have no RequestId). The action's own members and the closing brace follow.
func appendEnvelope(dst []byte, c *gateway.Call, code int, message string) []byte {
	dst = append(dst, `{"Code":`...)
	dst = strconv.AppendInt(dst, int64(code), 10)
	dst = append(dst, `,"Message":`...)
	dst = jsontext.AppendString(dst, message)
	if ofLicence(c) {
		return dst
	}
	dst = append(dst, `,"RequestId":"`...)
	dst = strconv.AppendUint(dst, c.ID, 10)
	return append(dst, '"')
}

// operationOf is the declaration of a call's operation, nil when the call has none.
func (a *API) operationOf(c *gateway.Call) *known {
	if c.Op == nil {
		return nil
	}
	return a.ops[c.Op.Name] // what follows from it has been made: the call was routed to it
}
