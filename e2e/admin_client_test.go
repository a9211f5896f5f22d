package e2e

import (
	"context"
	"os"
	"strings"
	"testing"
)

// A client that is generated from the OpenAPI document takes literal fixtures, rules and filters without
// a cast, does not compile with a misspelt name, and works.
func TestGeneratedAdminClient(t *testing.T) {
	t.Parallel()
	long(t)
	ctx, cancel := context.WithTimeout(context.Background(), wholeTime)
	defer cancel()
	node, npm := tools(ctx, t)
	folder := copyOf(t, "admin-client", "package.json", "package-lock.json", "tsconfig.json", "client.ts")
	install(ctx, t, npm, folder)

	spy := newSpied(t)
	for _, line := range [][]string{
		{"node_modules/openapi-typescript/bin/cli.js", spy.url + "/__admin/openapi.json", "--output", "admin.d.ts"},
		{"node_modules/typescript/bin/tsc", "--project", "."},
		{"client.js"},
	} {
		cmd := command(ctx, node, line...)
		cmd.Dir = folder
		cmd.Env = append(os.Environ(), "CHATDOUBLE_URL="+spy.url)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("node %s: %s\n%s", strings.Join(line, " "), explain(ctx, err), out)
		}
		if line[0] == "client.js" && string(out) != "ok f1 0 0\n" {
			t.Errorf("the client prints %q", out)
		}
	}
}
