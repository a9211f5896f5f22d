package admin

import "github.com/chatdouble/mockserver/internal/gateway"

type signWanted struct {
	URL string `json:"url" doc:"a ZIM call, such as http://localhost:8080/?Action=QueryBlacklist&FromUserId=alice; what it has already stays, but for a signature"`
	App string `json:"app,omitempty" doc:"the name of the app that signs; without it the one that the URL's AppId names, else the first ZIM app"`
}

type signedURL struct {
	URL string `json:"url" doc:"with AppId, SignatureNonce, Timestamp on the app's clock, SignatureVersion and Signature"`
}

// sign is for people who have no program at hand that signs.
func (a *api) sign(_ *in, wanted signWanted) (signedURL, error) {
	var by *gateway.App
	if wanted.App != "" {
		var err error
		if by, err = a.app(wanted.App); err != nil {
			return signedURL{}, err
		}
	}
	url, err := a.Sign(wanted.URL, by)
	return signedURL{url}, err
}
