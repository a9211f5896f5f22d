package node_test

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// noRegistry recognises npm's errors when it does not reach its registry.
var noRegistry = regexp.MustCompile(`\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTCACHED|ERR_SOCKET_TIMEOUT)\b`)

// The helpers for vitest and Jest in the runners themselves, and the types before the compiler.
func TestRunners(t *testing.T) {
	t.Parallel()
	if !inCI() {
		t.Skip("not tested: npm installs 300 packages; CI=true runs it, as .ci/run does")
	}
	tools(t)
	folder := t.TempDir()
	if err := os.CopyFS(folder, os.DirFS("testdata/runners")); err != nil {
		t.Fatal(err)
	}
	out, err := run(folder, nil, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--no-update-notifier", "--loglevel=error")
	if noRegistry.MatchString(out) {
		skip(t, "npm does not reach its registry: "+noRegistry.FindString(out))
	}
	if err != nil {
		t.Fatal(err)
	}
	copyPackages(t, folder)
	const (
		tsc, vitest, jest = "node_modules/typescript/bin/tsc", "node_modules/vitest/vitest.mjs", "node_modules/jest/bin/jest.js"
		refusals          = `expected 401 to be 200|Received: 401`
		reason            = `chatdouble: 1 of 1 requests to cometchat:\w+ were refused, the oldest first:\s+[\d:.]+ GET /__apps/\w+/v3/users 401 AUTH_ERR_APIKEY_NOT_FOUND \(app .* has no such API key`
	)
	for _, tt := range []struct {
		words []string
		code  int
		want  []string
	}{
		{[]string{tsc, "--project", "."}, 0, nil},
		{[]string{vitest, "run", "good"}, 0, []string{`2 passed`}},
		{[]string{jest, "good"}, 0, []string{`2 passed`}},
		{[]string{vitest, "run", "bad"}, 1, []string{refusals, reason, `1 failed`}},
		{[]string{jest, "bad"}, 1, []string{refusals, reason, `1 failed`}},
	} {
		t.Run(filepath.Base(tt.words[0])+" "+tt.words[len(tt.words)-1], func(t *testing.T) {
			t.Parallel()
			out, err := run(folder, []string{"NO_COLOR=1", "FORCE_COLOR=0"}, "node", tt.words...)
			if exitCode(err) != tt.code || err != nil && tt.code == 0 {
				t.Errorf("%v ends with %v\n%s", tt.words, err, out)
			}
			for _, want := range tt.want {
				if !regexp.MustCompile(want).MatchString(out) {
					t.Errorf("%v prints\n%s\nwant %s", tt.words, out, want)
				}
			}
		})
	}
}
