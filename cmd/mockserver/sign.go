package main

import (
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"strings"

	"github.com/chatdouble/mockserver/internal/clock"
	"github.com/chatdouble/mockserver/internal/sigverify"
)

// sign prints a URL with what a ZIM call has to carry: app, nonce, time and signature.
func (w *world) sign(s *settings, _ *slog.Logger, args []string) error {
	if args[0] == "" {
		return wrong("sign takes a URL; it was given an empty one")
	}
	signer := sigverify.Signer{AppID: s.appID, Secret: s.serverSecret, Nonce: newNonce, Now: s.time.Unix()}
	if s.time.IsZero() {
		signer.Now = clock.System().Now().Unix()
	}
	u, err := sigverify.ParseURL(args[0])
	if err != nil {
		return wrong("this cannot be signed: %v", err)
	}
	inURL := u.First("AppId")
	if s.appID != "" && inURL != "" && inURL != s.appID {
		return wrong("%s is %q, but the URL has AppId=%s; leave out one of them", s.source("app-id"), s.appID, inURL)
	}
	if signer.AppID == "" {
		signer.AppID = inURL
	}
	if signer.AppID == "" || signer.Secret == "" {
		if err := w.findSigner(s, &signer); err != nil {
			return err
		}
	}
	signer.Sign(u)
	_, err = fmt.Fprintln(w.stdout, u)
	return err
}

// findSigner takes what is not given from the fixtures: the named app's secret, or the first app.
func (w *world) findSigner(s *settings, to *sigverify.Signer) error {
	file, err := w.origin(s).load()
	if err != nil {
		return err
	}
	if len(file.ZIM) == 0 {
		return fmt.Errorf("the fixtures have no ZIM app; give --app-id and --server-secret")
	}
	var ids []string
	for i := range file.ZIM {
		id, _ := file.ZIM[i].Name()
		if to.AppID == "" || to.AppID == id {
			to.AppID = id
			if to.Secret == "" {
				to.Secret = file.ZIM[i].ServerSecret
			}
			return nil
		}
		ids = append(ids, id)
	}
	return fmt.Errorf("the fixtures have no ZIM app %q, only %s; give --server-secret to sign for another one", to.AppID, strings.Join(ids, ", "))
}

// newNonce is 16 hex digits, as the vendor's samples have it. This is the one place that takes
// them from the machine and not from the seed: a nonce has to be another one for every call, also
// across two runs of the program.
func newNonce() string {
	var b [8]byte
	_, _ = rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}
