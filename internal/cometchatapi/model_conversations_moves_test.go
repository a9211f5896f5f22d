package cometchatapi_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
)

func (m *talksModel) sends(t testing.TB, chance *rand.Rand) string {
	s := m.spot(chance)
	kind, code, counts, who := "user", "", true, []string{s.me, s.with}
	switch {
	case s.with == m.guid && !m.in[s.me]:
		kind, code = "group", "ERR_GROUP_NOT_JOINED"
	case s.with == m.guid:
		kind, who = "group", m.members()
	case m.blocks[s.me+" "+s.with]:
		code = "ERR_BLOCKED_RECEIVER"
	case m.blocks[s.with+" "+s.me]:
		counts, who = false, who[:1]
	}
	asked, answer := m.call(t, s.me, fmt.Sprintf(`POST /v3/messages {"receiver":%q,"receiverType":%q,"data":{"text":"x"}}`, s.with, kind), code)
	if code == "" {
		var one struct{ Data struct{ ID string } }
		_ = json.Unmarshal([]byte(answer), &one)
		id, _ := strconv.Atoi(one.Data.ID)
		s.messages = append(s.messages, talkMessage{id, s.me, counts, false})
		m.hears(who, s.with, id, s.me, counts)
	}
	return asked
}

func (m *talksModel) members() (all []string) {
	for _, uid := range m.people {
		if m.in[uid] {
			all = append(all, uid)
		}
	}
	return all
}

// upTo is a message that who acts may name, or any id, or none, and the code with which it is refused.
func (s *spot) upTo(chance *rand.Rand) (id int, code string) {
	ids := s.visible()
	switch n := chance.IntN(4); {
	case n == 0:
		return 1 << 40, "ERR_MESSAGE_ID_NOT_FOUND"
	case len(ids) == 0:
		return 0, ""
	case n == 1:
		return 0, ""
	}
	return ids[chance.IntN(len(ids))], ""
}

// marks marks a conversation as delivered or read.
func (m *talksModel) marks(t testing.TB, chance *rand.Rand) string {
	s := m.spot(chance)
	id, code := s.upTo(chance)
	kind, body := []string{"delivered", "read"}[chance.IntN(2)], ""
	if id > 0 {
		body = fmt.Sprintf(` {"messageId":%d}`, id)
	}
	if s.with == m.guid && !m.in[s.me] {
		code = "ERR_GROUP_NOT_JOINED"
	}
	asked, _ := m.call(t, s.me, "POST "+s.path+"/"+kind+body, code)
	switch {
	case code != "", id == 0 && !s.row.listed:
		return asked
	case id == 0:
		id = s.row.last
	}
	if kind == "read" {
		s.row.unread = min(s.row.unread, s.after(id))
		s.row.readTo = s.cover(s.row.read, s.row.readTo, id, m.now(), s.row)
	} else {
		s.row.gotTo = s.cover(s.row.got, s.row.gotTo, id, m.now(), nil)
	}
	return asked
}

// cover gives messages their receipts: all up to the newest that is new, and of what is read that of delivery too. It
// returns up to where they go then.
func (s *spot) cover(times map[int]int64, had, upTo int, now int64, also *modelRow) int {
	newest := 0
	for _, msg := range s.messages {
		if !msg.gone && msg.counts && msg.sender != s.me && msg.id > had && msg.id <= upTo && msg.id > s.row.cleared {
			newest = msg.id
		}
	}
	if newest == 0 {
		return had
	}
	for _, msg := range s.messages {
		if msg.id > newest || msg.sender == s.me {
			continue
		}
		if times[msg.id] == 0 {
			times[msg.id] = now
		}
		if also != nil && also.got[msg.id] == 0 {
			also.got[msg.id] = now
		}
	}
	if also != nil {
		also.gotTo = max(also.gotTo, newest)
	}
	return newest
}

func (m *talksModel) unmarks(t testing.TB, chance *rand.Rand) string {
	s := m.spot(chance)
	id, code := s.upTo(chance)
	switch {
	case s.with == m.guid && !m.in[s.me]:
		code = "ERR_GROUP_NOT_JOINED"
	case id == 0:
		code = "ERR_BAD_REQUEST"
	case !s.row.listed:
		code = "ERR_CONVERSATION_NOT_ACCESSIBLE"
	}
	body := ""
	if id > 0 {
		body = fmt.Sprintf(` {"messageId":"%d"}`, id)
	} else {
		code = "ERR_BAD_REQUEST"
	}
	asked, _ := m.call(t, s.me, "DELETE "+s.path+"/read"+body, code)
	if code == "" {
		s.row.unread, s.row.readTo = s.after(id), min(s.row.readTo, id)
		for read := range s.row.read {
			if read > id {
				delete(s.row.read, read)
			}
		}
	}
	return asked
}

// there is the code of a call on a conversation that must be there.
func (s *spot) there() string {
	if s.row.listed && !s.row.left {
		return ""
	}
	return "ERR_CONVERSATION_NOT_ACCESSIBLE"
}

func (m *talksModel) resets(t testing.TB, chance *rand.Rand) string {
	s, body := m.spot(chance), ""
	forGood := s.with != m.guid && chance.IntN(3) == 0
	if forGood {
		body = ` {"deleteMessagesPermanently":true}`
	}
	code := s.there()
	asked, _ := m.call(t, s.me, "DELETE "+s.path+body, code)
	if code == "" {
		s.reset(s.row)
		for i := range s.messages {
			s.messages[i].gone = s.messages[i].gone || forGood
		}
	}
	return asked
}

// reset takes the conversation away from one.
func (s *spot) reset(row *modelRow) {
	if row.listed, row.unread, row.tags, row.pinnedAt = false, 0, "", 0; len(s.messages) > 0 {
		row.cleared = s.messages[len(s.messages)-1].id
	}
}

// labels gives a conversation tags, or a pin, or takes them away.
func (m *talksModel) labels(t testing.TB, chance *rand.Rand) string {
	s := m.spot(chance)
	code := s.there()
	call, change := "PUT "+s.path+` {"tags":["x","y"]}`, func() { s.row.tags = "x y" }
	switch chance.IntN(4) {
	case 0:
		call, change = "PUT "+s.path+` {"tags":[]}`, func() { s.row.tags = "" }
	case 1:
		call, change = "POST "+s.path+"/pin", func() {
			if s.row.pinnedAt == 0 {
				s.row.pinnedAt = m.now()
			}
		}
	case 2:
		call, change = "DELETE "+s.path+"/pin", func() { s.row.pinnedAt = 0 }
	}
	asked, _ := m.call(t, s.me, call, code)
	if code == "" {
		change()
	}
	return asked
}

func (m *talksModel) block(t testing.TB, chance *rand.Rand) string {
	s := m.spot(chance)
	if s.with == m.guid {
		return "nothing"
	}
	method, pair := "POST", s.me+" "+s.with
	if m.blocks[pair] = !m.blocks[pair]; !m.blocks[pair] {
		method = "DELETE"
	}
	asked, _ := m.call(t, "", fmt.Sprintf(`%s /v3/users/%s/blockedusers {"blockedUids":[%q]}`, method, s.me, s.with), "")
	return asked
}

// moves adds somebody to the group or kicks one, or deletes somebody, who comes back.
func (m *talksModel) moves(t testing.TB, chance *rand.Rand) (asked string) {
	uid := m.people[chance.IntN(3)]
	row, members := m.row(uid, m.guid), "/v3/groups/"+m.guid+"/members"
	switch {
	case chance.IntN(6) == 0:
		return m.deletes(t, uid)
	case m.in[uid]:
		delete(m.in, uid)
		if asked, _ = m.call(t, "", "DELETE "+members+"/"+uid, ""); row.listed {
			row.left = true
		} else {
			delete(m.talks[m.guid].rows, uid)
		}
	default:
		m.in[uid], row.left = true, false
		asked, _ = m.call(t, "", fmt.Sprintf(`POST %s {"participants":[%q]}`, members, uid), "")
	}
	m.acted()
	return asked
}

// acted takes in the action message that was added to the group last.
func (m *talksModel) acted() {
	ids := strings.Split(m.must("GET", "/v3/groups/"+m.guid+"/messages?affix=prepend&limit=1", ""), `"id":"`)
	text, _, _ := strings.Cut(ids[1], `"`)
	id, _ := strconv.Atoi(text)
	talk := m.talk("", m.guid)
	talk.messages = append(talk.messages, talkMessage{id, "app_system", false, false})
	m.hears(m.members(), m.guid, id, "app_system", false)
}

func (m *talksModel) deletes(t testing.TB, uid string) string {
	asked, _ := m.call(t, "", "DELETE /v3/users/"+uid+` {"permanent":true}`, "")
	m.must("POST", "/v3/users", fmt.Sprintf(`{"uid":%q,"name":"x"}`, uid))
	delete(m.in, uid)
	for _, other := range m.people {
		delete(m.talks, m.key(uid, other))
		delete(m.blocks, uid+" "+other)
		delete(m.blocks, other+" "+uid)
	}
	delete(m.talk(uid, m.guid).rows, uid)
	return asked
}

// ends takes a conversation away from all who are in it.
func (m *talksModel) ends(t testing.TB, chance *rand.Rand) string {
	s := m.spot(chance)
	if chance.IntN(4) > 0 {
		return "nothing"
	}
	id := m.key(s.me, s.with)
	if s.with == m.guid {
		id = "group_" + id
	}
	code := s.there()
	asked, _ := m.call(t, s.me, "DELETE /v3/conversations/"+id, code)
	switch {
	case code != "":
	case s.with != m.guid:
		delete(m.talks, id)
	default:
		for i := range s.messages {
			s.messages[i].gone = true
		}
		for _, row := range s.rows {
			s.reset(row)
			row.gotTo, row.readTo = 0, 0
		}
	}
	return asked
}
