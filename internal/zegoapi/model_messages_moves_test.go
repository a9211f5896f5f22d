package zegoapi_test

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// place is where a random message goes.
func (a *archive) place(chance *rand.Rand) (from, to, talk string) {
	from = a.ids[chance.IntN(3)]
	switch chance.IntN(5) {
	case 0:
		return from, "", "r"
	case 1, 2:
		return from, "", "g"
	}
	for to = from; to == from; {
		to = a.ids[chance.IntN(3)]
	}
	return from, to, between(from, to)
}

// addressed is a call with the members that say where.
func addressed(from, to, talk string) (in body, kind string) {
	switch talk {
	case "g":
		return body{"FromUserId": from, "GroupId": talk}, "Group"
	case "r":
		return body{"FromUserId": from, "RoomId": talk}, "Room"
	}
	return body{"FromUserId": from, "ToUserId": to}, "Peer"
}

func (a *archive) text() string { return fmt.Sprint("text", len(a.talks["g"]), a.now.UnixMilli()%1000) }

func moveSend(t testing.TB, a *archive, chance *rand.Rand) string {
	from, to, talk := a.place(chance)
	in, kind := addressed(from, to, talk)
	if kind == "Peer" {
		in["ToUserId"] = []string{to}
	}
	m := &archived{from: from, kind: 1 + 199*chance.IntN(2), text: a.text(), at: a.now}
	silent := kind != "Room" && chance.IntN(4) == 0
	in["MessageType"], in["Priority"], in["MessageBody"] = m.kind, 1, body{"Message": m.text}
	if silent {
		in["SendMsgOptions"] = body{"NoUnread": true}
	}
	a.ask(t, "Send"+kind+"Message", in, 0)
	a.add(talk, m, !silent)
	return "Send" + kind + "Message " + toJSON(t, in)
}

func moveImport(t testing.TB, a *archive, chance *rand.Rand) string {
	from, to, talk := a.place(chance)
	if talk == "r" {
		return "nothing"
	}
	in, kind := addressed(from, to, talk)
	m := &archived{from: from, kind: 1, text: a.text(), at: a.now.Add(-time.Duration(chance.IntN(72*60)) * time.Minute)}
	in["MessageType"], in["Priority"], in["MessageBody"], in["SendMessageTime"] = m.kind, 1, body{"Message": m.text}, m.at.UnixMilli()
	if kind == "Peer" {
		m.onlyFor = []string{from, to}[chance.IntN(2)]
		in["ImportedUserId"] = m.onlyFor
	}
	code := 0
	if a.now.Sub(m.at) > modelDays*24*time.Hour {
		code = 660000002
	} else {
		a.add(talk, m, false)
	}
	a.ask(t, "Import"+kind+"Msg", in, code)
	return "Import" + kind + "Msg " + toJSON(t, in)
}

// anySeq is mostly the number of one of the last messages.
func (a *archive) anySeq(talk string, chance *rand.Rand) int {
	return max(1, len(a.talks[talk])+1-chance.IntN(6))
}

func moveRecall(t testing.TB, a *archive, chance *rand.Rand) string {
	from, to, talk := a.place(chance)
	seq := a.anySeq(talk, chance)
	if of := a.talks[talk]; seq <= len(of) && of[seq-1].from == to && chance.IntN(3) > 0 {
		from, to = to, from
	}
	in, kind := addressed(from, to, talk)
	in["MsgSeq"] = seq
	viewer := from
	if kind == "Room" {
		viewer = ""
	}
	m, code := a.find(talk, viewer, seq)
	switch {
	case kind == "Room" && from == "u2":
		code = 660300002
	case code != 0:
	case m.from != from:
		code = 660000026
	case kind != "Room" && a.now.Sub(m.at) > 2*time.Minute:
		code = 660000024
	default:
		m.recalled = true
	}
	a.ask(t, "Revoke"+kind+"Message", in, code)
	return "Revoke" + kind + "Message " + toJSON(t, in)
}

func moveEdit(t testing.TB, a *archive, chance *rand.Rand) string {
	from, to, talk := a.place(chance)
	if talk == "r" {
		return "nothing"
	}
	action, conv := "EditC2cMsgBody", to
	if talk == "g" {
		action, conv = "EditGroupMsgBody", "g"
	}
	kind, seq, sender, text := 1+199*chance.IntN(2), a.anySeq(talk, chance), a.ids[chance.IntN(3)], a.text()+"edited"
	if of := a.talks[talk]; seq <= len(of) && chance.IntN(4) > 0 {
		kind, sender = of[seq-1].kind, of[seq-1].from
	}
	in := body{"FromUserId": from, "SenderId": sender, "ConvId": conv, "MsgType": kind, "ConvMsgSeq": seq, "EditType": 1, "MessageBody": body{"Message": text}}
	m, code := a.find(talk, from, seq)
	switch {
	case talk == "g" && from == "u2":
		code = 660600024
	case code != 0:
	case m.kind != kind:
		code = 660000002
	case m.from != sender:
		code = 661000005
	case a.now.Sub(m.at) > 24*time.Hour:
		code = 661000001
	default:
		m.text = text
	}
	a.ask(t, action, in, code)
	return action + " " + toJSON(t, in)
}

func moveClear(t testing.TB, a *archive, chance *rand.Rand) string {
	from, to, talk := a.place(chance)
	if talk == "r" {
		return "nothing"
	}
	in, action := body{"FromUserId": from, "ToUserId": to}, "ClearPeerMessage"
	if talk == "g" {
		in, action = body{"FromUserId": from, "GroupId": talk}, "ClearMemberGroupMessage"
	}
	a.ask(t, action, in, 0)
	key := from + " in " + talk
	if row := a.rows[key]; row != nil && !row.hidden || talk != "g" {
		if a.gone[key] = len(a.talks[talk]); row != nil {
			row.unread = 0
		}
	}
	return action + " " + toJSON(t, in)
}

// moveConversation reads a conversation to its end, or takes it out of a list.
func moveConversation(t testing.TB, a *archive, chance *rand.Rand) string {
	from, to, talk := a.place(chance)
	if talk == "r" {
		return "nothing"
	}
	in, code, action := body{"FromUserId": from, "ConvId": to, "ConvType": 0}, 0, "DeleteConv"
	if talk == "g" {
		in["ConvId"], in["ConvType"] = "g", 2
	}
	row := a.rows[from+" in "+talk]
	there := row != nil && !row.hidden
	if chance.IntN(2) == 0 {
		if action = "ClearConversationUnread"; !there {
			code = 660800002
		}
	}
	a.ask(t, action, in, code)
	if there {
		row.unread, row.hidden = 0, action == "DeleteConv"
	}
	return action + " " + toJSON(t, in)
}

// movePassed lets time pass: some seconds, some minutes or many hours.
func movePassed(_ testing.TB, a *archive, chance *rand.Rand) string {
	by := []time.Duration{10 * time.Second, 10 * time.Second, 3 * time.Minute, 13 * time.Hour}[chance.IntN(4)]
	a.f.Clock().Advance(by)
	a.now = a.now.Add(by)
	return "the clock by " + by.String()
}
