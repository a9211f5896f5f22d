package cometchatapi_test

import (
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// The page "Webhooks" has the members of receipts and their order; who is available is online there.
func TestWebhooksAreToldOfReceipts(t *testing.T) {
	t.Parallel()
	url, events := hook(t, 200)
	srv := chatdouble.Start(t, hikers(url, ""), chatdouble.WithFrozenTime(noon))
	const (
		uid1, uid2, uid3 = "cometchat-uid-1", "cometchat-uid-2", "cometchat-uid-3"
		me               = `"user":{"hasBlockedMe":false,"blockedByMe":false,"deactivatedAt":0,`
		byOne            = me + `"uid":"cometchat-uid-1","name":"Andrew Joseph","lastActiveAt":1696932834,"role":"default","status":"online"},"timestamp":1714564800}`
		byTwo            = me + `"uid":"cometchat-uid-2","name":"George Alan","avatar":"https:\/\/assets.cometchat.io\/sampleapp\/v2\/users\/cometchat-uid-2.webp","lastActiveAt":1695753453,"role":"default","status":"offline"},"timestamp":1714564800}`
		byThree          = me + `"uid":"cometchat-uid-3","name":"Nancy Grace","role":"default","status":"offline"},"timestamp":1714564800}`
		inGroup          = `{"receiver":"g","receiverType":"group","type":"receipts","sender":`
		toOne            = `,"messageSender":"cometchat-uid-1","body":{`
		bySystem         = `"user":{"uid":"app_system","name":"System","avatar":"","role":"default","status":"offline"}}`
	)
	for _, quiet := range []struct{ acts, call string }{
		{uid1, `POST /v3/messages {"receiver":"cometchat-uid-2","receiverType":"user","data":{"text":"1"}}`},
		{uid2, `POST /v3/messages {"receiver":"cometchat-uid-1","receiverType":"user","data":{"text":"2"}}`},
		{uid1, `POST /v3/groups {"guid":"g","name":"G","members":{"participants":["cometchat-uid-2","cometchat-uid-3"]}}`},
		{uid1, `POST /v3/messages {"receiver":"g","receiverType":"group","data":{"text":"3"}}`},
		{uid1, `POST /v3/messages {"receiver":"g","receiverType":"group","data":{"text":"4"}}`},
	} {
		callHiking(t, srv, quiet.acts, quiet.call)
	}
	for _, step := range []struct {
		acts, call string
		want       []string
	}{
		{uid1, `POST /v3/users/cometchat-uid-2/conversation/delivered`, []string{
			`message_delivery_receipt","data":{"receiver":"cometchat-uid-2","receiverType":"user","type":"receipts","sender":"cometchat-uid-1","messageSender":"cometchat-uid-2","body":{"action":"delivered","messageId":"2",` + byOne,
		}},
		{uid1, `POST /v3/users/cometchat-uid-2/conversation/delivered {"messageId":2}`, nil},
		{uid2, `POST /v3/users/cometchat-uid-1/conversation/read`, []string{
			`message_read_receipt","data":{"receiver":"cometchat-uid-1","receiverType":"user","type":"receipts","sender":"cometchat-uid-2"` + toOne + `"action":"read","messageId":"1",` + byTwo,
		}},
		{uid2, `POST /v3/users/cometchat-uid-1/conversation/read`, nil},
		{uid2, `POST /v3/users/cometchat-uid-1/conversation/delivered`, nil},
		{uid2, `DELETE /v3/users/cometchat-uid-1/conversation/read {"messageId":1}`, nil},
		{uid2, `POST /v3/groups/g/conversation/read`, []string{
			`message_read_receipt","data":` + inGroup + `"cometchat-uid-2"` + toOne + `"action":"read","messageId":"6",` + byTwo,
		}},
		{uid3, `POST /v3/groups/g/conversation/delivered`, []string{
			`message_delivery_receipt","data":` + inGroup + `"cometchat-uid-3"` + toOne + `"action":"delivered","messageId":"6",` + byThree,
			`message_delivered_to_all","data":` + inGroup + `"app_system"` + toOne + `"messageId":"6","timestamp":1714564800,"action":"deliveredToAll",` + bySystem,
		}},
		{uid3, `POST /v3/groups/g/conversation/read {"messageId":5}`, []string{
			`message_read_receipt","data":` + inGroup + `"cometchat-uid-3"` + toOne + `"action":"read","messageId":"5",` + byThree,
			`message_read_by_all","data":` + inGroup + `"app_system"` + toOne + `"messageId":"5","timestamp":1714564800,"action":"readByAll",` + bySystem,
		}},
	} {
		callHiking(t, srv, step.acts, step.call)
		for _, want := range step.want {
			got := <-events
			for !strings.Contains(got, `"type":"receipts"`) { // of how it began
				got = <-events
			}
			if want := `: {"trigger":"` + want + hikersApp; got != want {
				t.Errorf("%s by %s\n got %s\nwant %s", step.call, step.acts, got, want)
			}
		}
	}
}
