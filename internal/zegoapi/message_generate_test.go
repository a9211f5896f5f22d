package zegoapi_test

import (
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// Invented messages follow from the seed; each invented user writes so many, to ten others at the most; people who come
// later write to those who are there.
func TestInventedMessages(t *testing.T) {
	t.Parallel()
	const yaml = `
seed: 7
zim:
  - {appId: 77, serverSecret: secret, users: [{userId: ann}], messages: [{from: ann, to: user-0001, text: first}], generate: {users: 20, messages: {each: 25}}}
`
	f := openFixture(t, yaml, "77", "secret", chatdouble.WithLimits(false))
	state := f.State()
	if got := strings.Count(state, "{id: "); got != 501 {
		t.Errorf("there are %d messages, want 501", got)
	}
	if again := openFixture(t, yaml, "77", "secret").State(); again != state {
		t.Error("the same seed gives other messages")
	}
	to := map[string]int{}
	for line := range strings.SplitSeq(state, "\n") {
		if rest, ok := strings.CutPrefix(strings.TrimSpace(line[min(len(line), strings.Index(line, "from: ")+1):]), "rom: user-0007, to: "); ok {
			id, _, _ := strings.Cut(rest, ",")
			to[id]++
		}
	}
	if len(to) != 10 || to["user-0007"] != 0 {
		t.Errorf("user-0007 writes to %v", to)
	}
	f.SetState(state)
	if again := f.State(); again != state {
		t.Error("put back, the state is another one")
	}
	f.MergeState(`{"generate": {"users": 1, "messages": {"each": 3}}}`)
	if got := strings.Count(f.State(), "{id: "); got != 504 {
		t.Errorf("there are %d messages, want 504", got)
	}
	for app, want := range map[string]string{
		"generate: {users: 1, messages: {each: 2}}":             "nobody else to write to",
		"generate: {users: 5000, messages: {each: 1001}}":       "5005000 generated messages",
		"generate: {users: 3, messages: {each: 2, every: yes}}": `"every"`,
	} {
		_, err := chatdouble.New(chatdouble.WithFixtureYAML("bad.yaml", "zim: [{appId: 77, serverSecret: secret, "+app+"}]"))
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want an error with %q", app, err, want)
		}
	}
	if status, answer := f.patch(t, `{"generate": {"users": 1, "messages": {"each": 60000}}}`); status != 413 || !strings.Contains(answer, "messages") {
		t.Errorf("more than comes over HTTP: %d %s", status, answer)
	}
}
