package server

import (
	"cmp"
	"fmt"
	"net/http"

	"github.com/chatdouble/mockserver/internal/admin"
	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/sigverify"
	"github.com/chatdouble/mockserver/internal/zegoapi"
)

// sign signs the URL of a ZIM call for an app; when it is nil, for the one that the URL names, else for
// the first.
func (s *Server) sign(text string, by *gateway.App) (string, error) {
	u, err := sigverify.ParseURL(text)
	if err != nil {
		return "", notSigned("#/url", err.Error())
	}
	if by, err = s.signerOf(u.First("AppId"), by); err != nil {
		return "", err
	}
	signer := sigverify.Signer{
		AppID: by.ID, Secret: s.Describe(by).ServerSecret, Now: by.Clock.Now().Unix(),
		Nonce: func() string { return fmt.Sprintf("%016x", s.core.NextID()) },
	}
	signer.Sign(u)
	return u.String(), nil
}

// signerOf is the app that signs a URL with this AppId, which may be empty.
func (s *Server) signerOf(id string, by *gateway.App) (*gateway.App, error) {
	switch {
	case by != nil && by.Vendor != zegoapi.Vendor:
		return nil, notSigned("#/app", "the app is "+by.Name()+", and only ZIM calls are signed; CometChat's have an apiKey")
	case by != nil && cmp.Or(id, by.ID) != by.ID:
		return nil, notSigned("#/app", fmt.Sprintf("the app is %s, and the URL has another AppId; leave out one of them", by.Name()))
	case by != nil:
		return by, nil
	case id == "":
		if all := s.zimApps.All(); len(all) > 0 {
			return all[0], nil
		}
		return nil, notSigned("#/url", "the server has no ZIM app that could sign it")
	}
	if app, ok := s.zimApps.Find(id); ok {
		return app, nil
	}
	return nil, notSigned("#/url", fmt.Sprintf("the URL has an AppId that no ZIM app of the server has; GET %s/apps lists them", admin.Prefix))
}

func notSigned(pointer, why string) error {
	return admin.Refuse(http.StatusBadRequest, admin.MemberError{Pointer: pointer, Detail: why, Sentence: true})
}
