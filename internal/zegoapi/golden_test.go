package zegoapi_test

import (
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
	"github.com/chatdouble/mockserver/internal/golden"
)

// sampleApp is the app behind the sample of the page "QueryBlacklist": 500 people in the list, the
// first two by name.
const sampleApp = `
zim:
  - appId: 12345
    serverSecret: 9193cc662a4c0ec135ec71fb57194b38
    users:
      - userId: zego
        blacklist:
          - {userId: usera1, at: 2023-10-26T08:55:34Z}
          - {userId: usera2, at: 2023-10-26T08:55:34Z}
      - {userId: usera1, userName: Nicknamea1, userAvatar: Avatar1}
      - {userId: usera2, userName: Nicknamea2, userAvatar: Avatar2}
      - userId: "free"
      - userId: world
        blacklist:
          - {userId: wang, at: 2024-02-29T23:59:59.999Z}
          - {userId: zoe, at: 1970-01-01T00:00:00Z}
          - {userId: "a b!#$%&()+-:;<=.>?@[]^_{}|~", at: 2024-03-01T00:00:00.001Z}
          - {userId: free, at: 2001-09-09T01:46:40Z}
      - {userId: wang, userName: "王小明", userAvatar: "https://example.com/头像.png?a=1&b=<2>"}
      - {userId: zoe, userName: "Zoë \"Zo\" 😀\n\t\\", userAvatar: "a/b"}
      - {userId: "a b!#$%&()+-:;<=.>?@[]^_{}|~", userName: "\u2028\u007f"}
      - userId: few
        blacklist:
          - {userId: usera1, at: 2023-10-26T08:55:34Z}
          - {userId: usera2, at: 2023-10-26T08:55:34Z}
    generate:
      users: 500
      blacklist: {of: zego, count: 500}
`

// Page "QueryBlacklist": the sample's bytes without its white space. RequestId and a
// Next that is not 0 are different in every answer, so the sample's stand in their place.
func TestGolden(t *testing.T) {
	t.Parallel()
	f := openFixture(t, sampleApp, "12345", "9193cc662a4c0ec135ec71fb57194b38", chatdouble.WithLimits(false))
	for _, tt := range []struct{ name, query string }{
		{"sample", "FromUserId=zego&Limit=2&Next=0"},
		{"whole-list", "FromUserId=few&Limit=2&Next=0"},
		{"empty", "FromUserId=free&Limit=100&Next=0"},
		{"any-text", "FromUserId=world&Limit=100&Next=0"},
		{"input-error", "FromUserId=&Limit=100&Next=0"},
		{"not-registered", "FromUserId=nobody&Limit=100&Next=0"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a := f.list(t, tt.query)
			if a.Status != 200 {
				t.Errorf("HTTP %d, want 200", a.Status)
			}
			goldenNext(t, "QueryBlacklist/"+tt.name+".json", a)
		})
	}
}

// Page "Accessing Server APIs": a gateway error has the three members of the envelope and no others; HTTP 200.
func TestGoldenGatewayError(t *testing.T) {
	t.Parallel()
	f := open(t)
	c := f.right()
	c.signature = "00000000000000000000000000000000"
	a := f.ask(t, "GET", c.with("FromUserId=zego"), "")
	if a.Status != 200 {
		t.Errorf("HTTP %d, want 200", a.Status)
	}
	body := anyRequestID.ReplaceAll([]byte(a.Body), []byte(`"RequestId":"5094436160208407316"`))
	golden.Bytes(t, "gateway/signature-error.json", body)
}
