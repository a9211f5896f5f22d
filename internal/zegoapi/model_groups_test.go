package zegoapi_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/vendortest"
)

// hall is what the groups of an app must be: a second telling of their pages.
type hall struct {
	f      *front
	strict bool     // the variant groupPermissions is on
	ids    []string // who is registered
	names  []string // ids that groups may have
	clubs  map[string]*club
	order  []string // of the clubs, as they were made
	used   map[string]bool
	joins  int
	met    map[string]bool // "action code"
}

type club struct {
	info    clubInfo
	owner   string
	members []*clubMember
}

// clubInfo is the answer of QueryGroupInfo.
type clubInfo struct {
	GroupName       string
	GroupNotice     string
	GroupDataSeq    int
	GroupAvatar     string
	IsAllForbid     *bool `json:",omitempty"`
	ForbidList      []int `json:",omitempty"`
	LimitInfo       clubLimits
	ForbidExpire    int64 `json:"ForbidExpireTime"`
	GroupCreateTime int64
	GroupID         string `json:"GroupId"`
	GroupAttributes []pair
}

type clubLimits struct{ MemberCountLimit, JoinMode, InviteMode, BeInvitedMode, NumberMessage int }

// clubMember is a row of QueryGroupMemberList, and what else is known of it.
type clubMember struct {
	UserID       string `json:"UserId"`
	UserName     string
	UserNickName string
	Role         int

	at    int64
	nth   int // among all that have joined
	muted bool
}

// Random calls on groups: each answer, and all that can be read after it, is what the model says, with the variant
// groupPermissions off and on.
func TestGroupsAgainstTheModel(t *testing.T) {
	t.Parallel()
	var opened atomic.Int64
	model := vendortest.Model[*hall]{
		Open: func(t testing.TB, callers int) []*hall { return openHalls(t, callers, opened.Add(1)%2 == 0) }, Compare: compareHalls,
		Moves: []vendortest.Move[*hall]{
			found, found, inviteToGroup, inviteToGroup, inviteToGroup, kick, dismiss, update, note, note, limit, transferTo, giveRole, giveRole, nick,
			mute, mute, muteSome, muteSome, comeAndGo,
		},
	}
	met := map[string]bool{}
	for _, end := range model.Run(t, 4, 300) {
		for what := range end.met {
			met[what] = true
		}
	}
	for _, what := range strings.Fields(`CreateGroup:660600011 CreateGroup:660600013 InviteUsersIntoGroup:660600016
		KickoutGroupUser:660600024 KickoutGroupUser:660600032 KickoutGroupUser:660600001 ModifyGroupAttribute:660600019
		SetGroupMemberRole:660600030 MuteGroup:660600032 MuteGroupMembers:660600033 MuteGroupMembers:660600032 DismissGroup:0`) {
		if !met[what] {
			t.Errorf("no random call was answered as %s", what)
		}
	}
}

func openHalls(t testing.TB, callers int, strict bool) []*hall {
	t.Helper()
	variant := map[bool]string{true: "on", false: "off"}[strict]
	f := openFixture(t, fmt.Sprintf("zim: [{appId: 7, serverSecret: s, variants: {groupPermissions: %s}}]", variant), "7", "s", chatdouble.WithLimits(false))
	f.Clock().Freeze(time.UnixMilli(modelNow))
	halls := make([]*hall, callers)
	for i := range halls {
		h := &hall{f: f, strict: strict, clubs: map[string]*club{}, used: map[string]bool{}, met: map[string]bool{}}
		for n := range 6 {
			h.ids = append(h.ids, fmt.Sprintf("u%d-%d", i, n))
			f.AddUsers(chatdouble.User{ID: h.ids[n]})
		}
		for n := range 24 {
			h.names = append(h.names, fmt.Sprintf("c%d-%d", i, n))
		}
		halls[i] = h
	}
	return halls
}

// ask makes a call, by GET when the page has it so.
func (h *hall) ask(t testing.TB, action string, in body, code int, failures ...string) string {
	t.Helper()
	var r reply
	if known[action].Method == "GET" {
		var pairs []string
		for name, value := range in {
			if list, ok := value.([]string); ok {
				for _, item := range list {
					pairs = append(pairs, name+"[]", item)
				}
			} else {
				pairs = append(pairs, name, fmt.Sprint(value))
			}
		}
		r = h.f.fetch(t, action, query(pairs...))
	} else {
		r = h.f.do(t, action, toJSON(t, in))
	}
	asked := action + " " + toJSON(t, in)
	if r.want(t, code, failures...); t.Failed() {
		t.Log(asked, "\n", r.Body)
	}
	h.met[fmt.Sprint(action, ":", r.Code)] = true
	for _, failure := range r.failures() {
		h.met[fmt.Sprint(action, ":", failure.SubCode)] = true
	}
	return asked
}

// call is a random FromUserId and GroupId, and what they are refused with; need is whom the table of rights asks for: 0
// nobody, 1 the owner, 2 an administrator, too, 3 any member.
func (h *hall) call(d dice, need int) (in body, from string, c *club, code int) {
	from, group := d.owner(), "nowhere"
	if len(h.order) > 0 && d.IntN(12) > 0 {
		group = d.pick(h.order...)
	}
	in, c = body{"FromUserId": from, "GroupId": group}, h.clubs[group]
	switch me := c.member(from); {
	case !userID.MatchString(from):
		code = 660000002
	case !slices.Contains(h.ids, from):
		code = 660500002
	case c == nil:
		code = 660600001
	case !h.strict || need == 0:
	case me == nil:
		code = 660600024
	case need < 3 && me.Role > need:
		code = 660600032
	}
	return in, from, c, code
}

func (c *club) member(id string) *clubMember {
	if c == nil {
		return nil
	}
	if i := slices.IndexFunc(c.members, func(m *clubMember) bool { return m.UserID == id }); i >= 0 {
		return c.members[i]
	}
	return nil
}

// over reports whether the table of rights lets from act on a member.
func (h *hall) over(c *club, from string, m *clubMember) bool {
	me := c.member(from)
	return !h.strict || from == m.UserID || me.Role == 1 || me.Role == 2 && m.Role > 2
}

func (h *hall) join(c *club, id string, at int64, role int) {
	h.joins++
	c.members = append(c.members, &clubMember{UserID: id, Role: role, at: at, nth: h.joins})
	slices.SortStableFunc(c.members, func(a, b *clubMember) int { return int(a.at - b.at) })
}

// leave takes somebody out.
func (h *hall) leave(c *club, id string) {
	c.members = slices.DeleteFunc(c.members, func(m *clubMember) bool { return m.UserID == id })
}

// settle is what follows from leaving: another owner, or the end.
func (h *hall) settle(c *club) {
	switch {
	case len(c.members) == 0:
		h.end(c)
	case c.member(c.owner) == nil:
		c.members[0].Role, c.owner = 1, c.members[0].UserID
	}
}

func (h *hall) end(c *club) {
	delete(h.clubs, c.info.GroupID)
	h.used[c.info.GroupID] = true
	h.order = slices.DeleteFunc(h.order, func(id string) bool { return id == c.info.GroupID })
}

func found(t testing.TB, h *hall, chance *rand.Rand) string {
	d := dice{chance, h.ids}
	id, owner := d.pick(h.names...), d.owner()
	in := body{"GroupId": id, "GroupOwner": owner, "GroupName": d.pick("", "Name", "王")}
	users, at := d.several(owner), int64(modelNow)
	in["UserId"] = users
	if d.IntN(4) == 0 {
		at = modelNow - 1000*d.Int64N(4)
		in["CreateGroupTime"] = at
	}
	code := 0
	switch {
	case !userID.MatchString(owner):
		code = 660000002
	case h.clubs[id] != nil || h.used[id]:
		code = 660600011
	case !slices.Contains(h.ids, owner):
		code = 660600013
	}
	var failures []string
	if code == 0 {
		c := &club{owner: owner, info: clubInfo{GroupName: in["GroupName"].(string), GroupCreateTime: at, GroupID: id, GroupAttributes: []pair{}}}
		h.clubs[id], h.order = c, append(h.order, id)
		h.join(c, owner, at, 1)
		failures = h.bring(c, users, func(string) int64 { return at })
	}
	return h.ask(t, "CreateGroup", in, code, failures...)
}

// bring lets users join, and says who could not.
func (h *hall) bring(c *club, users []string, at func(string) int64) (failures []string) {
	for i, id := range users {
		code := 0
		switch limit := c.info.LimitInfo.MemberCountLimit; {
		case slices.Contains(users[:i], id):
			continue
		case !userID.MatchString(id):
			code = 660000002
		case !slices.Contains(h.ids, id):
			code = 660700015
		case c.member(id) != nil:
		case limit > 0 && len(c.members) >= limit:
			code = 660600016
		default:
			h.join(c, id, at(id), 3)
		}
		if code != 0 {
			failures = append(failures, fmt.Sprint(id, ":", code))
		}
	}
	return failures
}

func inviteToGroup(t testing.TB, h *hall, chance *rand.Rand) string {
	d := dice{chance, h.ids}
	in, from, c, code := h.call(d, 3)
	users := d.several(from)
	if len(users) == 0 {
		users = []string{d.pick(h.ids...)}
	}
	in["UserIds"] = users
	at := map[string]int64{}
	if d.IntN(2) == 0 {
		var infos []body
		for _, id := range users {
			infos = append(infos, body{"UserId": id, "EnterGroupTime": modelNow - 1000*d.Int64N(4)})
			if at[id] == 0 {
				at[id] = infos[len(infos)-1]["EnterGroupTime"].(int64)
			}
		}
		in["GroupMemberInfos"], in["UserIds"] = infos, []string{"ghost"}
	}
	var failures []string
	if code == 0 {
		others := slices.DeleteFunc(slices.Clone(users), func(id string) bool { return id == from })
		failures = h.bring(c, others, func(id string) int64 {
			if at[id] == 0 {
				return modelNow
			}
			return at[id]
		})
		code = allFailed(others, failures)
	}
	return h.ask(t, "InviteUsersIntoGroup", in, code, failures...)
}

// allFailed is the code of the first failure when nothing went well.
func allFailed(ids, failures []string) (code int) {
	count := map[string]bool{}
	for _, id := range ids {
		count[id] = true
	}
	if len(failures) == len(count) && len(failures) > 0 {
		_, _ = fmt.Sscan(failures[0][strings.LastIndexByte(failures[0], ':')+1:], &code)
	}
	return code
}

// each works on some members, and says on whom it failed.
func (h *hall) each(c *club, ids []string, missing int, do func(*clubMember) int) (failures []string) {
	for i, id := range ids {
		code := 0
		switch m := c.member(id); {
		case slices.Contains(ids[:i], id):
			continue
		case !userID.MatchString(id):
			code = 660000002
		case m == nil:
			code = missing
		default:
			code = do(m)
		}
		if code != 0 {
			failures = append(failures, fmt.Sprint(id, ":", code))
		}
	}
	return failures
}

func kick(t testing.TB, h *hall, chance *rand.Rand) string {
	d := dice{chance, h.ids}
	in, from, c, code := h.call(d, 2)
	users := []string{d.someone(), d.pick(h.ids...)}[:1+d.IntN(2)]
	in["UserId"] = users
	var failures, gone []string
	if code == 0 {
		failures = h.each(c, users, 660600008, func(m *clubMember) int {
			if !h.over(c, from, m) {
				return 660600032
			}
			gone = append(gone, m.UserID)
			return 0
		})
		for _, id := range gone {
			h.leave(c, id)
		}
		h.settle(c)
		code = allFailed(users, failures)
	}
	return h.ask(t, "KickoutGroupUser", in, code, failures...)
}

func dismiss(t testing.TB, h *hall, chance *rand.Rand) string {
	in, _, c, code := h.call(dice{chance, h.ids}, 1)
	if chance.IntN(3) > 0 { // most groups are to stay
		in["GroupId"] = "nowhere"
		if code == 0 || code == 660600024 || code == 660600032 {
			code = 660600001
		}
	}
	if code == 0 {
		h.end(c)
	}
	return h.ask(t, "DismissGroup", in, code)
}

func update(t testing.TB, h *hall, chance *rand.Rand) string {
	d := dice{chance, h.ids}
	in, _, c, code := h.call(d, 3)
	name, notice := d.pick("", "n", "王"), d.pick("", "notice")
	if in["GroupNotice"] = notice; d.IntN(2) == 0 {
		in["GroupName"] = name
	}
	if code == 0 {
		c.info.GroupDataSeq++
		if c.info.GroupNotice = notice; in["GroupName"] != nil {
			c.info.GroupName = name
		}
	}
	return h.ask(t, "UpdateGroupData", in, code)
}

func note(t testing.TB, h *hall, chance *rand.Rand) string {
	d := dice{chance, h.ids}
	in, _, c, code := h.call(d, 3)
	kind := d.IntN(2) * d.IntN(2)
	list := make([]pair, 1+d.IntN(8))
	for i := range list {
		list[i] = pair{fmt.Sprint("k", d.IntN(14)), d.pick("", "v", "é")}
	}
	in["Action"], in["Attributes"] = kind, list
	if code == 0 {
		left := slices.Clone(c.info.GroupAttributes)
		for _, a := range list {
			at := slices.IndexFunc(left, func(b pair) bool { return b.Key == a.Key })
			switch {
			case kind == 1 && at >= 0:
				left = slices.Delete(left, at, at+1)
			case kind == 1:
			case at >= 0:
				left[at] = a
			default:
				left = append(left, a)
			}
		}
		if len(left) > 10 {
			code = 660600019
		} else {
			c.info.GroupAttributes = left
		}
	}
	return h.ask(t, "ModifyGroupAttribute", in, code)
}

func limit(t testing.TB, h *hall, chance *rand.Rand) string {
	d := dice{chance, h.ids}
	in, _, c, code := h.call(d, 2)
	most, mode := d.IntN(6), d.IntN(2)
	in["MemberCountLimit"], in["InviteMode"] = most, mode
	if code == 0 {
		c.info.LimitInfo.MemberCountLimit, c.info.LimitInfo.InviteMode = most, mode
	}
	return h.ask(t, "ModifyGroupLimit", in, code)
}

func transferTo(t testing.TB, h *hall, chance *rand.Rand) string {
	d := dice{chance, h.ids}
	in, _, c, code := h.call(d, 1)
	to := d.pick(h.ids...)
	in["NewOwner"] = to
	if m := c.member(to); code == 0 && m == nil {
		code = 660600024
	} else if code == 0 {
		c.member(c.owner).Role = 3
		m.Role, c.owner = 1, to
	}
	return h.ask(t, "TransferGroupOwner", in, code)
}

func giveRole(t testing.TB, h *hall, chance *rand.Rand) string {
	d := dice{chance, h.ids}
	in, from, c, code := h.call(d, 1)
	to, role := d.pick(h.ids...), []int{2, 2, 3, 200, 255}[d.IntN(5)]
	in["ToUserId"], in["Role"] = to, role
	m := c.member(to)
	switch {
	case from == to:
		code = 660600030
	case code != 0:
	case m == nil:
		code = 660600024
	case m.UserID == c.owner:
		code = 660000002
	default:
		m.Role = role
	}
	return h.ask(t, "SetGroupMemberRole", in, code)
}

func nick(t testing.TB, h *hall, chance *rand.Rand) string {
	d := dice{chance, h.ids}
	in, from, c, code := h.call(d, 3)
	to, name := d.pick(h.ids...), d.pick("", "Nick", "王")
	in["UserIds"] = []body{{"UserId": to, "Nickname": name}}
	var failures []string
	if code == 0 {
		failures = h.each(c, []string{to}, 660600024, func(m *clubMember) int {
			if !h.over(c, from, m) {
				return 660600032
			}
			m.UserNickName = name
			return 0
		})
		code = allFailed([]string{to}, failures)
	}
	return h.ask(t, "SetGroupMembersNickname", in, code, failures...)
}

// muter is what somebody who mutes is refused with beside: also where others may do everything, a member needs a role.
func (h *hall) muter(c *club, from string, code int) int {
	me := c.member(from)
	switch {
	case code != 0:
		return code
	case me == nil && h.strict:
		return 660600024
	case me != nil && me.Role > 2:
		return 660600032
	}
	return 0
}

func mute(t testing.TB, h *hall, chance *rand.Rand) string {
	d := dice{chance, h.ids}
	in, from, c, code := h.call(d, 0)
	all, roles, seconds := d.IntN(2) == 0, [][]string{nil, {"3"}, {"1", "3"}, {"200"}}[d.IntN(4)], []int64{-1, 0, 60}[d.IntN(3)]
	in["IsAllMuted"], in["MuteRoleList"], in["Duration"] = all, roles, seconds
	if code = h.muter(c, from, code); code == 0 {
		if me := c.member(from); me != nil && me.Role == 2 && (!all && slices.Contains(roles, "1") || all && h.strict) {
			code = 660600032
		}
	}
	if code == 0 {
		c.info.IsAllForbid, c.info.ForbidList, c.info.ForbidExpire = nil, nil, 0
		if seconds != 0 && (all || roles != nil) {
			c.info.ForbidExpire = modelNow + 1000*seconds
			if seconds < 0 {
				c.info.ForbidExpire = -1
			}
			if yes := true; all {
				c.info.IsAllForbid = &yes
			} else {
				_ = json.Unmarshal([]byte("["+strings.Join(roles, ",")+"]"), &c.info.ForbidList)
			}
		}
	}
	return h.ask(t, "MuteGroup", in, code)
}

func muteSome(t testing.TB, h *hall, chance *rand.Rand) string {
	d := dice{chance, h.ids}
	in, from, c, code := h.call(d, 0)
	users, seconds := []string{d.pick(h.ids...), d.someone()}[:1+d.IntN(2)], []int{-1, 0, 60}[d.IntN(3)]
	in["UserIds"], in["Duration"] = users, seconds
	if code == 0 {
		code = h.muter(c, from, code)
	}
	var failures []string
	if code == 0 {
		me := c.member(from)
		failures = h.each(c, users, 660600024, func(m *clubMember) int {
			if me != nil && me.Role == 2 && m.Role <= 2 {
				return 660600032
			}
			m.muted = seconds != 0
			return 0
		})
		if allFailed(users, failures) != 0 {
			code = 660600033
		}
	}
	return h.ask(t, "MuteGroupMembers", in, code, failures...)
}

// comeAndGo lets a user join a group, or leave it.
func comeAndGo(_ testing.TB, h *hall, chance *rand.Rand) string {
	d := dice{chance, h.ids}
	if len(h.order) == 0 {
		return "nothing"
	}
	user, c := d.pick(h.ids...), h.clubs[d.pick(h.order...)]
	most := c.info.LimitInfo.MemberCountLimit
	switch {
	case c.member(user) != nil:
		h.f.As(user).LeaveGroup(c.info.GroupID)
		h.leave(c, user)
		h.settle(c)
	case most == 0 || len(c.members) < most:
		h.f.As(user).JoinGroup(c.info.GroupID)
		h.join(c, user, modelNow, 3)
	}
	return user + " comes and goes"
}

// compareHalls reads all that the actions tell of the groups.
func compareHalls(t testing.TB, h *hall) {
	t.Helper()
	same := func(action string, asked body, want any) {
		t.Helper()
		_, got, _ := strings.Cut(h.f.do(t, action, toJSON(t, asked)).Body, `","`)
		_, got, _ = strings.Cut(got, `","`)
		if text := toJSON(t, want); `{"`+got != text {
			t.Errorf("%s %v\n got {\"%s\nwant %s", action, asked, got, text)
		}
	}
	type mutedRow struct {
		GroupID    string `json:"GroupId"`
		ForbidType int
	}
	muted := map[string]int{}
	for _, id := range h.order {
		c := h.clubs[id]
		info := c.info
		if info.IsAllForbid == nil && info.ForbidList == nil {
			info.IsAllForbid = new(bool)
		}
		same("QueryGroupInfo", body{"FromUserId": h.ids[0], "GroupId": id}, info)
		same("QueryGroupMemberList", body{"GroupId": id}, struct {
			TotalCount, Next int
			MemberList       []*clubMember
		}{len(c.members), 0, c.members})
		switch {
		case c.info.IsAllForbid != nil:
			muted[id] = 1
		case c.info.ForbidList != nil:
			muted[id] = 2
		}
		if slices.ContainsFunc(c.members, func(m *clubMember) bool { return m.muted }) {
			muted[id] += 4
		}
	}
	var rows struct{ GroupList []mutedRow }
	if err := json.Unmarshal([]byte(h.f.do(t, "FetchForbidGroupList", toJSON(t, body{"FromUserId": h.ids[0], "StartFlag": 0})).Body), &rows); err != nil {
		t.Error(err)
	}
	mine := slices.DeleteFunc(rows.GroupList, func(r mutedRow) bool { return !slices.Contains(h.names, r.GroupID) })
	for _, row := range mine {
		if muted[row.GroupID] != row.ForbidType {
			t.Errorf("%s is muted as %d, want %d", row.GroupID, row.ForbidType, muted[row.GroupID])
		}
	}
	if len(mine) != len(muted) {
		t.Errorf("muted are %v, want %v", mine, muted)
	}
	h.compareJoined(t)
}

// compareJoined reads the groups of one user, a few at a time.
func (h *hall) compareJoined(t testing.TB) {
	t.Helper()
	user := h.ids[h.joins%len(h.ids)]
	var joined []*clubMember
	in := map[*clubMember]string{}
	for _, id := range h.order {
		if m := h.clubs[id].member(user); m != nil {
			joined, in[m] = append(joined, m), id
		}
	}
	slices.SortFunc(joined, func(a, b *clubMember) int { return int(a.at-b.at)*1000 + a.nth - b.nth })
	want, got := "", h.f.groupsOf(t, user)
	for _, m := range joined {
		want += in[m] + " "
	}
	if got != want {
		t.Errorf("%s is in %s, want %s", user, got, want)
	}
}
