package zegoapi_test

import (
	"testing"

	"github.com/chatdouble/mockserver/internal/vendortest"
)

// What the walk needs of groups: alice owns one with bob and carol, in which dave is an administrator; erin and the
// group fresh are not there.
const groupWorld = `
    groups: [{groupId: hikers, owner: alice, members: [bob, carol, {userId: dave, role: 2}]}]
    usedGroupIds: [gone]`

var (
	groupExamples = map[string][]any{
		"GroupId":    {"hikers", "fresh", "hikers"},
		"GroupOwner": {"alice"},
		"NewOwner":   {"bob"},
		"Role":       {2},
	}
	groupCases = []vendortest.Case{
		{Code: "660600001", In: vendortest.Args{"GroupId": "nowhere"}},
		{Code: "660600008", In: vendortest.Args{"UserId": "erin"}},
		{Code: "660600011", In: vendortest.Args{"GroupId": "gone"}},
		{Code: "660600012", Quotas: map[string]int{"groups": 1}},
		{Code: "660600013", In: vendortest.Args{"GroupOwner": "ghost"}},
		{Code: "660600016", Quotas: map[string]int{"groupMembers": 4}, In: vendortest.Args{"UserId": "erin"}},
		{Code: "660600019", In: vendortest.Args{"Attributes": manyAttributes}},
		{Code: "660600024", In: vendortest.Args{"NewOwner": "erin", "ToUserId": "erin", "UserId": "erin", "UserIds": "erin"}},
		{Code: "660600024", In: vendortest.Args{"FromUserId": "erin"}, Before: strictGroups},
		{Code: "660600029", In: vendortest.Args{"Role": 1}},
		{Code: "660600030", In: vendortest.Args{"FromUserId": "alice", "ToUserId": "alice"}},
		{Code: "660600032", In: vendortest.Args{"FromUserId": "bob", "ToUserId": "carol", "UserId": "dave"}, Before: strictGroups},
		{Code: "660600033", In: vendortest.Args{"UserIds": "erin"}},
	}
)

var manyAttributes = func() (list []any) {
	for _, key := range "abcdefghijk" {
		list = append(list, vendortest.Args{"Key": string(key), "Value": "v"})
	}
	return list
}()

// strictGroups lets a world ask for rights in groups.
func strictGroups(t testing.TB, w vendortest.World) {
	t.Helper()
	w.App.MergeState(`{"variants": {"groupPermissions": "on"}}`)
}
