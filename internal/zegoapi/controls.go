package zegoapi

import (
	"cmp"
	"fmt"
	"net/http"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/sigverify"
	"github.com/chatdouble/mockserver/internal/store"
)

// controls are what the server's own API has for ZIM apps alone.
var controls = []gateway.Control{
	gateway.Doing(gateway.Control{
		Method: http.MethodPut, Path: "/apps/{app}/users/{user}/state", Lacks: "online states",
		Summary: "Log a ZIM user in or out, or lose the connection, as a client would",
	}, setState),
	gateway.Doing(gateway.Control{
		Method: http.MethodPost, Path: "/sign", Refuses: []int{http.StatusNotFound},
		Summary: "Sign the URL of a ZIM call, for people without a program that does",
	}, signCall),
}

type onlineState struct {
	State string `json:"state" rule:"enum=loggedIn|online|offline|loggedOut"`
}

type userState struct {
	User  string `json:"user"`
	State string `json:"state" rule:"enum=loggedIn|online|offline|loggedOut"`
}

func setState(a *gateway.Acting, wanted onlineState) (userState, error) {
	set := userState{a.Path("user"), wanted.State}
	return set, a.Act(a.App, func(tx *store.Tx) (gateway.Tell, error) { return changeState(tx, a, set.User, set.State) })
}

type signWanted struct {
	URL string `json:"url" doc:"a ZIM call, such as http://localhost:8080/?Action=QueryBlacklist&FromUserId=alice; what it has already stays, but for a signature"`
	App string `json:"app,omitempty" doc:"the name of the app that signs; without it the one that the URL's AppId names, else the first ZIM app"`
}

type signedURL struct {
	URL string `json:"url" doc:"with AppId, SignatureNonce, Timestamp on the app's clock, SignatureVersion and Signature"`
}

// signCall is for people who have no program at hand that signs.
func signCall(a *gateway.Acting, wanted signWanted) (signedURL, error) {
	var by *gateway.App
	if wanted.App != "" {
		var err error
		if by, err = a.Find(wanted.App); err != nil {
			return signedURL{}, err
		}
	}
	u, err := sigverify.ParseURL(wanted.URL)
	if err != nil {
		return signedURL{}, notSigned("url", "%v", err)
	}
	if by, err = signerOf(a.Apps, u.First("AppId"), by); err != nil {
		return signedURL{}, err
	}
	signer := sigverify.Signer{
		AppID: by.ID, Secret: secretOf(by), Now: by.Clock.Now().Unix(),
		Nonce: func() string { return fmt.Sprintf("%016x", a.NextID()) },
	}
	signer.Sign(u)
	return signedURL{u.String()}, nil
}

// signerOf is the app that signs a URL with this AppId, which may be empty; by is the one that is wanted, nil when
// any is.
func signerOf(apps *gateway.Apps, id string, by *gateway.App) (*gateway.App, error) {
	switch {
	case by != nil && by.Vendor != Vendor:
		return nil, notSigned("app", "the app is %s, and only ZIM calls are signed", by.Name())
	case by != nil && cmp.Or(id, by.ID) != by.ID:
		return nil, notSigned("app", "the app is %s, and the URL has another AppId; leave out one of them", by.Name())
	case by != nil:
		return by, nil
	case id == "":
		if all := apps.All(); len(all) > 0 {
			return all[0], nil
		}
		return nil, notSigned("url", "the server has no ZIM app that could sign it")
	}
	if app, ok := apps.Find(id); ok {
		return app, nil
	}
	return nil, notSigned("url", "the URL has an AppId that no ZIM app of the server has; GET /__admin/apps lists them")
}

func notSigned(member, format string, args ...any) error {
	return shape.MemberError{Pointer: "#/" + member, Detail: fmt.Sprintf(format, args...), Sentence: true}
}
