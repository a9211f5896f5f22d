package node_test

import (
	"io/fs"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// starts is a program that starts a server and stops it; says is what it prints when that fails.
const starts = `
import { start } from 'chatdouble';
try {
  await (await start(JSON.parse(process.argv[1] ?? '{}'))).stop();
} catch (err) {
  console.log('says ' + err.message);
}`

// says is the one sentence that a program ends with.
func says(t *testing.T, folder string, environ []string, args ...string) string {
	t.Helper()
	out, err := run(folder, environ, "node", append([]string{"--input-type=module", "-e"}, args...)...)
	if err != nil {
		t.Fatal(err)
	}
	text, ok := strings.CutPrefix(out, "says ")
	if !ok || strings.Count(text, "\n") != 1 {
		t.Errorf("the program prints %q, want one line", out)
	}
	return strings.TrimSpace(text)
}

// copyPackages copies the project's packages into a folder, where they may be changed.
func copyPackages(t *testing.T, folder string) {
	t.Helper()
	from := filepath.Join(project(t), "node_modules")
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		name, _ := filepath.Rel(from, path) // it is below
		to := filepath.Join(folder, "node_modules", name)
		switch {
		case err != nil:
			return err
		case d.IsDir():
			return os.MkdirAll(to, 0o755)
		case d.Type()&fs.ModeSymlink != 0: // in .bin, where others may have theirs
			target, err := os.Readlink(path)
			if err != nil {
				return err
			}
			return os.Symlink(target, to)
		case filepath.Base(path) == "chatdouble": // the program; a link takes no room
			return os.Link(path, to)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(to, text, 0o755)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// machine is the folder of the package with the program.
func machine(t *testing.T, folder string) string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(folder, "node_modules/@chatdouble/*"))
	if err != nil || len(found) != 1 {
		t.Fatalf("%s: %v, %v", folder, found, err)
	}
	return found[0]
}

// What is wrong with the installation is said in one sentence, by start and by the launcher.
func TestBadInstallation(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		spoil   func(t *testing.T, folder string)
		environ []string
		want    string
	}{
		"unsupported platform": {
			spoil: func(t *testing.T, folder string) {
				text := "Object.defineProperty(process, 'platform', { value: 'sunos' }); Object.defineProperty(process, 'arch', { value: 's390x' });"
				if err := os.WriteFile(filepath.Join(folder, "sun.cjs"), []byte(text), 0o600); err != nil {
					t.Fatal(err)
				}
			},
			environ: []string{"NODE_OPTIONS=--require ./sun.cjs"},
			want:    `^chatdouble has no program for sunos-s390x, only for darwin-arm64, .*win32-x64: run its image or the program elsewhere and use connect\(url\)$`,
		},
		"no program": {
			spoil: func(t *testing.T, folder string) {
				if err := os.RemoveAll(filepath.Join(folder, "node_modules/@chatdouble")); err != nil {
					t.Fatal(err)
				}
			},
			want: `^chatdouble: the package @chatdouble/\S+ with the program is not installed: run npm install on this machine, without --omit=optional$`,
		},
		"half a package": {
			spoil: func(t *testing.T, folder string) {
				if err := os.RemoveAll(filepath.Join(machine(t, folder), "bin")); err != nil {
					t.Fatal(err)
				}
			},
			want: `^chatdouble: \S+/bin/chatdouble is missing: remove node_modules and run npm install$`,
		},
		"another version": {
			spoil: func(t *testing.T, folder string) {
				path := filepath.Join(machine(t, folder), "package.json")
				text, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte(strings.Replace(string(text), version, "0.0.9", 1)), 0o600); err != nil {
					t.Fatal(err)
				}
			},
			want: `^chatdouble ` + regexp.QuoteMeta(version) + ` found @chatdouble/\S+ in version 0\.0\.9: run npm install chatdouble@` + regexp.QuoteMeta(version) + `, which brings the one that belongs to it$`,
		},
		"a program that cannot run": {
			spoil: func(t *testing.T, folder string) {
				path := filepath.Join(machine(t, folder), "bin/chatdouble")
				if err := os.Remove(path); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(path, []byte("nothing"), 0o600); err != nil {
					t.Fatal(err)
				}
			},
			want: `cannot run \S+: spawn \S+ EACCES$`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder, err := filepath.EvalSymlinks(t.TempDir())
			if err != nil {
				t.Fatal(err)
			}
			copyPackages(t, folder)
			tt.spoil(t, folder)
			want := regexp.MustCompile(tt.want)
			if got := says(t, folder, tt.environ, starts); !want.MatchString(got) {
				t.Errorf("start says %q, want %s", got, want)
			}
			out, err := run(folder, tt.environ, "node", "node_modules/.bin/chatdouble")
			if !want.MatchString(strings.TrimSpace(out)) || exitCode(err) != 1 {
				t.Errorf("the launcher says %q and ends with %d, want 1 and %s", out, exitCode(err), want)
			}
		})
	}
}

// What a server has against its start is said by start.
func TestBadStart(t *testing.T) {
	t.Parallel()
	folder := project(t)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	port := strconv.Itoa(taken.Addr().(*net.TCPAddr).Port)
	for options, want := range map[string]string{
		`{"port":` + port + `}`:     `^chatdouble did not start: cannot listen on 127.0.0.1:` + port + ` .*another program listens there; stop it or choose another address`,
		`{"fixtures":"none.yaml"}`:  `^chatdouble did not start: .*none\.yaml`,
		`{"args":["--sede", "7"]}`:  `^chatdouble did not start: .*--sede.*--seed`,
		`{"args":["--admin=off"]}`:  `^chatdouble did not start: it says nothing of its admin API, which this package needs$`,
		`{"fixtures":["a", "b/c"]}`: `^chatdouble did not start: .*"?a"?`,
	} {
		if got := says(t, folder, nil, starts, options); !regexp.MustCompile(want).MatchString(got) {
			t.Errorf("start(%s) says %q, want %s", options, got, want)
		}
	}
}

// A server that is no chatdouble, or ends in the middle.
func TestBadServer(t *testing.T) {
	t.Parallel()
	folder := project(t)
	other := httptest.NewServer(http.NotFoundHandler())
	defer other.Close()
	old := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Path != "/__admin/health" {
			w.WriteHeader(http.StatusNotFound)
		}
		_, _ = w.Write([]byte(`{"version":"0.0.3","detail":"the admin API has no such call"}`))
	}))
	defer old.Close()
	for program, want := range map[string]string{
		`const s = await start(); const app = await s.zim(); const wait = app.wait(); process.kill(s.pid, 'SIGKILL'); await wait`: `^chatdouble: the server has ended by SIGKILL, and its log with ".*"; start another one \(POST /__admin/requests/wait\)$`,
		`const s = await start(); await s.stop(); await s.apps()`:                                                                 `^chatdouble: the server was stopped \(GET /__admin/apps\)$`,
		`await connect('` + other.URL + `')`:                                                                                      `^chatdouble: 404: "404 page not found\\n", which chatdouble does not answer; is this its URL\? \(GET /__admin/health\)$`,
		`await (await connect('` + old.URL + `')).faults()`:                                                                       `^chatdouble: the admin API has no such call \(GET /__admin/faults\); the server is chatdouble 0\.0\.3 and this package ` + regexp.QuoteMeta(version) + `$`,
		`await connect('localhost:8080')`:                                                                                         `^chatdouble: "localhost:8080" is no URL of a server, which begins with http:// or https://$`,
		`await (await start()).app('zim:1')`:                                                                                      `^chatdouble: .*zim:1.* \(GET /__admin/apps/zim:1\)$`,
		`await (await start({args: ['--freeze']})).fail({})`:                                                                      `^chatdouble: .* \(POST /__admin/faults\)$`,
		`const s = await start(); await s.clock.advance('later')`:                                                                 `^chatdouble: .*later.* \(POST /__admin/clock/advance\)$`,
	} {
		text := `import { connect, start } from 'chatdouble'; try {` + program + `} catch (err) { console.log('says ' + err.message) }`
		if got := says(t, folder, nil, text); !regexp.MustCompile(want).MatchString(got) {
			t.Errorf("%s\nsays %q, want %s", program, got, want)
		}
	}
}

// The error of a test that fails has what its client was refused.
func TestFailureShowsRefusals(t *testing.T) {
	t.Parallel()
	out, err := run(project(t), nil, "node", "--test", "failing.test.mjs")
	if exitCode(err) == 0 {
		t.Error("the tests pass")
	}
	for _, want := range []string{
		`chatdouble: 1 of 1 requests to cometchat:\w+ were refused, the oldest first:\s+[\d:.]+ GET /__apps/\w+/v3/users 401 AUTH_ERR_APIKEY_NOT_FOUND \(app .* has no such API key`,
		`a request matched no operation: .* GET /__apps/\w+/v3/usrs 404 .*; nearest: GET /v3/users`,
		`a text\s+chatdouble: none of 0 requests to zim:\d+ was refused`,
		`the server has ended by SIGKILL`,
		`fail 4\n`,
	} {
		if !regexp.MustCompile(want).MatchString(out) {
			t.Errorf("the failing tests print\n%s\nwant %s", out, want)
		}
	}
}
