package e2e

import (
	"slices"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// A backend after the vendor's AI quick start registers its bot once, and answers what app users write to the bot.
func TestZIMBotClient(t *testing.T) {
	t.Parallel()
	needed(t.Context(), t, []string{"node", "--version"})
	b := &backend{t: t, srv: chatdouble.Start(t, chatdouble.WithFixtureYAML("clients.yaml", clientsFixture))}
	before, l := listens(t, b.srv, "node", "zim-clients/bot.mjs")
	if want := []string{"bot new there"}; !slices.Equal(before, want) {
		t.Errorf("the client prints %q, want %q", before, want)
	}
	b.tell("PATCH", "/state", map[string]any{"callback": map[string]any{"url": l.url, "secret": callbackSecret}})

	b.writes("1", "@RBT#AIAgentExample1", "hello")
	if got, want := l.next(t), `1: user hello -> 0 You said "hello"; I have read 1.`; got != want {
		t.Errorf("the client prints\n%s, want\n%s", got, want)
	}
	b.writes("1", "@RBT#AIAgentExample1", "really?")
	if got, want := l.next(t), `1: user really? | assistant You said "hello"; I have read 1. | user hello -> 0 You said "really?"; I have read 3.`; got != want {
		t.Errorf("the client prints\n%s, want\n%s", got, want)
	}
	b.writes("1", "2", "not for the bot")
	b.writes("1", "@RBT#AIAgentExample1", "so")
	l.next(t) // of the last one: what is not for the bot is told and not answered
	if n := len(b.srv.App(t, "zim:"+clientsApp).Deliveries()); n != 7 {
		t.Errorf("%d events were sent, want 7: four messages and three answers", n)
	}
}
