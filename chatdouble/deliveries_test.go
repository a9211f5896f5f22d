package chatdouble_test

import (
	"crypto/sha1"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Each event is listed with its tries. It is sent again as a new one, to where the callback is by then, with a signature of
// that moment; all else is as it was.
func TestDeliveriesAndRedelivery(t *testing.T) {
	t.Parallel()
	url, heard := listener(t)
	noon := time.Date(2024, 5, 1, 12, 0, 0, 0, time.UTC)
	srv := chatdouble.Start(t, chatdouble.WithFrozenTime(noon), chatdouble.WithFixtureYAML("f", fmt.Sprintf(`
zim:
  - appId: 7
    serverSecret: fedcba9876543210fedcba9876543210
    callback: {url: "%s/500?key=0123456789abcdef", secret: callbacksecret}
    users: [{userId: alice, userName: Alice}]
`, url)))
	app := srv.App(t, "zim:7")
	app.As("alice").GoOnline()
	first := strings.TrimPrefix(<-heard, "/500 ")
	app.Wait(1, time.Minute, chatdouble.DeliveryState("failed"))
	app.Clock().Advance(2 * time.Second)
	<-heard
	app.Wait(2, time.Minute, chatdouble.DeliveryState("failed"))
	all := app.Deliveries()
	if len(all) != 1 || len(all[0].Tries) != 3 {
		t.Fatalf("the deliveries are %+v", all)
	}
	d := all[0]
	tries := d.Tries
	if d.Event != "user_action" || d.State != "waiting" || d.BodyLength != len(first) || !tries[0].Time.Equal(noon) || !tries[1].Time.Equal(noon.Add(2*time.Second)) ||
		tries[1].Number != 2 || tries[1].State != "failed" || tries[1].Status != 500 || tries[1].Reason != "the webhook answered 500" || d.ID != tries[0].RequestID {
		t.Errorf("the delivery is %+v", d)
	}
	if shown := fmt.Sprintf("%+v", d); strings.Contains(shown, "0123456789abcdef") || strings.Contains(shown, "callbacksecret") || !strings.Contains(d.Body, `"signature":"***"`) {
		t.Errorf("what must not be shown is: %s", shown)
	}

	elsewhere, again := listener(t)
	app.MergeState(fmt.Sprintf(`{"callback": {"url": %q, "secret": "another secret"}}`, elsewhere+"/200"))
	app.Clock().Advance(time.Hour - 2*time.Second)
	anew := app.Redeliver(d.ID)
	second := strings.TrimPrefix(<-again, "/200 ")
	if anew.ID == d.ID || anew.Event != d.Event || len(anew.Tries) != 1 || anew.URL != elsewhere+"/200" {
		t.Errorf("sent again is %+v", anew)
	}
	was, is := signedOf(t, first, "callbacksecret"), signedOf(t, second, "another secret")
	if is.Timestamp != was.Timestamp+3600 || is.Nonce == was.Nonce {
		t.Errorf("signed was %+v, and again %+v", was, is)
	}
	if unsigned(first, was) != unsigned(second, is) {
		t.Errorf("sent was\n%s and again\n%s", first, second)
	}
	told := fatal(t, "an event that was not sent", func(s *spy) { srv.App(s, "zim:7").Redeliver("1") })
	if !strings.Contains(told, `has sent no event "1"`) {
		t.Errorf("the test was told %q", told)
	}
	app.Reset()
	if left := app.Deliveries(); len(left) > 0 {
		t.Errorf("after a reset there is %+v", left)
	}
}

// signature is what of a body differs each time.
type signature struct {
	Nonce, Signature string
	Timestamp        int64
}

// signedOf reads the signature of a body, which must be that of the secret.
func signedOf(t *testing.T, body, secret string) (s signature) {
	t.Helper()
	if err := json.Unmarshal([]byte(body), &s); err != nil {
		t.Fatal(err)
	}
	parts := []string{secret, fmt.Sprint(s.Timestamp), s.Nonce}
	slices.Sort(parts)
	if want := sha1.Sum([]byte(strings.Join(parts, ""))); s.Signature != hex.EncodeToString(want[:]) {
		t.Errorf("%s is signed %s, want %x", body, s.Signature, want)
	}
	return s
}

// unsigned is a body without its signature.
func unsigned(body string, s signature) string {
	return strings.NewReplacer(s.Signature, "s", `"`+s.Nonce+`"`, "n", fmt.Sprintf(`"timestamp":%d`, s.Timestamp), "t").Replace(body)
}

// A CometChat webhook is sent again as it was.
func TestRedeliveryOfAWebhook(t *testing.T) {
	t.Parallel()
	url, heard := listener(t)
	srv := chatdouble.Start(t, chatdouble.WithFixtureYAML("f", fmt.Sprintf(teller, fmt.Sprintf("{id: hook, url: %q}", url+"/500"))))
	app := srv.App(t, "cometchat:teller")
	tell(t, srv, "ben")
	first := <-heard
	failed := app.Wait(1, time.Minute, chatdouble.DeliveryState("failed"))
	app.Redeliver(failed[0].ID)
	if second := <-heard; first != second {
		t.Errorf("sent was %s and again %s", first, second)
	}
	app.Wait(2, time.Minute, chatdouble.DeliveryState("failed"))
	all := app.Deliveries()
	if len(all) != 2 || all[0].State != "failed" || all[1].State != "failed" || all[1].Tries[0].Reason != "the webhook answered 500; it is not tried again" {
		t.Errorf("the deliveries are %+v", all)
	}
}
