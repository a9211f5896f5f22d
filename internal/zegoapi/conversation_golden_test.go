package zegoapi_test

import (
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// The samples of the pages of conversations and receipts, with ids that are there. The answers have the members of the
// samples in their order.
func TestGoldenConversations(t *testing.T) {
	t.Parallel()
	f := openFixture(t, `
zim:
  - appId: 12345
    serverSecret: secret
    users: [{userId: u1}, {userId: u2}, {userId: userA}, {userId: fromUserId}, {userId: clientA}]
    groups: [{groupId: conv2, owner: u1}, {groupId: conv_group_1, owner: userA}]
    messages:
      - {from: u1, toGroup: conv2, text: hi, sentAt: 2021-03-08T07:00:00Z}
      - {from: u2, to: u1, text: hi, sentAt: 2021-03-08T07:01:00Z}
      - {from: userA, toGroup: conv_group_1, text: hi, sentAt: 2021-03-08T07:01:00Z}
      - {from: fromUserId, to: clientA, text: mine, hasReceipt: true}
      - {from: clientA, to: fromUserId, text: no receipt}
      - {from: clientA, to: fromUserId, text: one, hasReceipt: true}
      - {from: clientA, to: fromUserId, text: two, hasReceipt: true}
    conversations: [{user: userA, with: u1, muted: true}]
`, "12345", "secret", chatdouble.WithLimits(false), chatdouble.WithFrozenTime(noonOfSample))
	f.goldens(t, []sampled{
		{"QueryConversationList/sample", `{"FromUserId":"u1","Limit":10,"Next":0}`},
		{"QueryConversationList/nobody", `{"FromUserId":"userA","Limit":1,"Next":77}`},
		{"ConvPinned/sample", `{"FromUserId":"u1","ConvList":[{"ConvId":"u2","ConvType":0},{"ConvId":"us/er","ConvType":0},{"ConvId":"nobody","ConvType":0},{"ConvId":"nowhere","ConvType":2}],"PinnedType":1}`},
		{"SilenceConvNotification/sample", `{"FromUserId":"userA","ConvType":0,"ConvIds":["u1","u2"],"Enable":true}`},
		{"SilenceConvNotification/all-unregistered", `{"FromUserId":"userA","ConvType":0,"ConvIds":["ghost1","ghost2"],"Enable":true}`},
		{"SetConvMark/sample", `{"FromUserId":"u1","ConvMarkInfoList":[{"UserId":"userA","SetMarkC2c":{"u1":{"MarkContent":2},"u2":{"MarkContent":61}},"SetMarkGroup":{"conv_group_1":{"MarkContent":2},"conv2":{"MarkContent":2}},"Action":true},{"UserId":"userB","SetMarkC2c":{"u1":{"MarkContent":2}},"Action":true}]}`},
		{"SetConvMark/nothing", `{"FromUserId":"u1","ConvMarkInfoList":[{"UserId":"userB","SetMarkC2c":{"u1":{"MarkContent":2}},"Action":true}]}`},
		{"SetConvMark/without-objects", `{"FromUserId":"u1","ConvMarkInfoList":[{"UserId":"userA","Action":true}]}`},
		{"ClearConversationUnread/sample", "FromUserId=u1&ConvId=u2&ConvType=0"},
		{"ClearConversationUnread/none", "FromUserId=u1&ConvId=userA&ConvType=0"},
		{"DeleteConv/sample", `{"FromUserId":"u1","ConvId":"u2","ConvType":0}`},
		{"C2cReadReceipt/sample", `{"FromUserId":"fromUserId","ConvId":"clientA","ConvMsgSeq":[3,4]}`},
		{"C2cReadReceipt/no-receipt", `{"FromUserId":"fromUserId","ConvId":"clientA","ConvMsgSeq":[3,2]}`},
		{"C2cDeliveryReceipt/sample", `{"FromUserId":"fromUserId","ConvId":"clientA","ConvMsgSeq":[3,4]}`},
		{"C2cDeliveryReceipt/own", `{"FromUserId":"fromUserId","ConvId":"clientA","ConvMsgSeq":[1]}`},
		{"GroupReadReceipt/no-member", `{"FromUserId":"u2","GroupId":"conv2","ConvMsgSeq":[1]}`},
	})
}
