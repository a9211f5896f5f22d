package e2e

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/chatdouble"
)

// clientTime is all that one client may take: PHP, Node and the Go compiler take long to start on a busy machine.
const clientTime = 2 * time.Minute

// The credentials that the clients are given, and those whom they know.
const (
	clientsApp     = "918273645"
	clientsSecret  = "52c2b55f2793f65e66a0b204e67767f8"
	clientsFixture = `
zim:
  - appId: ` + clientsApp + `
    serverSecret: ` + clientsSecret + `
    callback: {secret: ` + callbackSecret + `}
    users:
      - {userId: "1", userName: One}
      - {userId: "2", userName: Two}
      - {userId: "3", userName: Three}
      - {userId: "4", userName: Four}
      - {userId: "5", userName: Five}
      - {userId: server}
`
)

// client is a program of the kind that calls a vendor's server API in public code, with the vendor's host compiled in
// until it is given an address.
type client struct {
	name  string
	needs []string // a command that works when the language is there
	run   []string
	want  string // what it prints
}

var groupClients = []client{
	{"PHP", []string{"php", "-r", "curl_version();"}, []string{"php", "zim-clients/groups.php"}, `CreateGroup 0 GroupId="42" Members=[{"UserId":"2","UserName":"Two"},{"UserId":"3","UserName":"Three"}] ErrorUsers=[{"UserId":"404","SubCode":660700015}]
InviteUsersIntoGroup 0 ErrorUsers=[]
KickoutGroupUser 0 ErrorList=[]
QueryGroupMemberList 0 TotalCount=3 Next=0
  2 1
  3 3
  5 3
DismissGroup 0
`},
	{"Node", []string{"node", "--version"}, []string{"node", "zim-clients/groups.mjs"}, `CreateGroup 0 true One,Two,Three
InviteUsersIntoGroup 0 404
KickoutGroupUser 0 0
QueryGroupMemberList 2:1,4:3,5:3
DismissGroup 0 660600001
`},
}

// Programs that keep groups get what they go on with.
func TestZIMGroupClients(t *testing.T) {
	t.Parallel()
	for _, c := range groupClients {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			srv := chatdouble.Start(t, chatdouble.WithFixtureYAML("clients.yaml", clientsFixture))
			c.mustPrint(t, srv)
		})
	}
}

// A program that tells a room of gifts is answered as long as the room is there.
func TestZIMRoomClient(t *testing.T) {
	t.Parallel()
	srv := chatdouble.Start(t, chatdouble.WithFixtureYAML("clients.yaml", clientsFixture))
	c := client{needs: []string{"go", "version"}, run: []string{buildProgram(t, "./zim-clients/rooms.go"), "show"}}

	viewer := srv.App(t, "zim:"+clientsApp).As("2")
	viewer.EnterRoom("show")
	c.want = "game 0 success true\ngift 0 success true\ntext 0 success true\n"
	c.mustPrint(t, srv)
	viewer.LeaveRoom("show")
	c.want = "game 660300001 room not exist true\ngift 660300001 room not exist true\ntext 660300001 room not exist true\n"
	c.mustPrint(t, srv)
}

// mustPrint runs the client against a server.
func (c *client) mustPrint(t *testing.T, srv *chatdouble.Server) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), clientTime)
	defer cancel()
	needed(ctx, t, c.needs)
	cmd := command(ctx, c.run[0], c.run[1:]...)
	cmd.Env = clientEnv(srv)
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %s\n%s", strings.Join(c.run, " "), explain(ctx, err), out)
	}
	if string(out) != c.want {
		t.Errorf("%s prints\n%swant\n%s", strings.Join(c.run, " "), out, c.want)
	}
}

// clientEnv is all that differs from how the clients would call the vendor. Whoever runs the test may have a proxy.
func clientEnv(srv *chatdouble.Server) []string {
	return []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"), "ZIM_ADDRESS=" + srv.URL, "ZIM_APP_ID=" + clientsApp,
		"ZIM_SERVER_SECRET=" + clientsSecret, "ZIM_CALLBACK_SECRET=" + callbackSecret,
		"COMETCHAT_ADDRESS=" + srv.URL, "COMETCHAT_APP_ID=" + cometApp, "COMETCHAT_API_KEY=" + cometKey, "COMETCHAT_REGION=eu",
		"COMETCHAT_HOOK_PASSWORD=" + hookPassword,
	}
}

// needed skips the test where a language is not installed, but in CI all must run.
func needed(ctx context.Context, t *testing.T, line []string) {
	t.Helper()
	if _, err := runs(ctx, line); err != nil {
		skip(t, strings.Join(line, " ")+": "+explain(ctx, err))
	}
}

// buildProgram compiles a program in Go and returns its path.
func buildProgram(t *testing.T, source string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), clientTime)
	defer cancel()
	needed(ctx, t, []string{"go", "version"})
	program := filepath.Join(t.TempDir(), "program")
	if out, err := exec.CommandContext(ctx, "go", "build", "-o", program, source).CombinedOutput(); err != nil {
		t.Fatalf("go build %s: %s\n%s", source, explain(ctx, err), out)
	}
	return program
}
