// Package node_test tests the npm package as its users get it: packed by scripts/pack, installed by npm from a registry, in
// an empty project.
package node_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	version   = "0.1.7" // of the packages here; no other one is said anywhere
	wholeTime = 5 * time.Minute
	leastNode = 20
)

// work is the folder of all tests.
var work string

func TestMain(m *testing.M) {
	code := 1
	defer func() { os.Exit(code) }()
	var err error
	if work, err = os.MkdirTemp("", "chatdouble-npm"); err != nil {
		panic(err)
	}
	defer os.RemoveAll(work)
	code = m.Run()
}

// skip is for a machine that lacks something; in CI it fails.
func skip(t *testing.T, why string) {
	t.Helper()
	if inCI() {
		t.Fatalf("CI refuses that skip: %s", why)
	}
	t.Skipf("not tested: %s", why)
}

func inCI() bool {
	ci, _ := strconv.ParseBool(os.Getenv("CI"))
	return ci
}

func tools(t *testing.T) {
	t.Helper()
	for _, tool := range []string{"bash", "node", "npm"} {
		if _, err := exec.LookPath(tool); err != nil {
			skip(t, tool+" is not installed")
		}
	}
	out, err := exec.Command("node", "--version").Output()
	if err != nil {
		t.Fatalf("node --version: %v", err)
	}
	major, _, _ := strings.Cut(strings.TrimPrefix(string(out), "v"), ".")
	if n, err := strconv.Atoi(major); err != nil || n < leastNode {
		skip(t, fmt.Sprintf("node is %s, and version %d or later is needed", bytes.TrimSpace(out), leastNode))
	}
}

// project is an empty project into which the packages have been installed once, with the programs of testdata in it.
// Its tests leave it as it is.
func project(t *testing.T) string {
	t.Helper()
	tools(t)
	folder, err := installed()
	if err != nil {
		t.Fatal(err)
	}
	return folder
}

var packed = sync.OnceValues(func() (dist string, err error) {
	dist = filepath.Join(work, "dist")
	_, err = run("../..", []string{"VERSION=" + version, "DIST=" + dist}, "bash", "scripts/pack", "npm")
	return dist, err
})

var installed = sync.OnceValues(func() (folder string, err error) {
	dist, err := packed()
	if err != nil {
		return "", err
	}
	from, err := newRegistry(dist)
	if err != nil {
		return "", err
	}
	defer from.Close()
	folder = filepath.Join(work, "project")
	if err := os.CopyFS(folder, os.DirFS("testdata/project")); err != nil {
		return "", err
	}
	if _, err := npm(folder, from.URL, "install", "--save-dev", "chatdouble"); err != nil {
		return "", err
	}
	// As in CI: from the lock file alone.
	if err := os.RemoveAll(filepath.Join(folder, "node_modules")); err != nil {
		return "", err
	}
	_, err = npm(folder, from.URL, "ci", "--ignore-scripts", "--offline")
	return folder, err
})

// npm runs npm with a registry and a cache of the tests' own.
func npm(folder, registry string, args ...string) (string, error) {
	return run(folder, npmSettings(registry), "npm", args...)
}

func npmSettings(registry string) []string {
	return []string{
		"npm_config_registry=" + registry, "npm_config_cache=" + filepath.Join(work, "cache"), "npm_config_audit=false",
		"npm_config_omit_lockfile_registry_resolved=false", "npm_config_fund=false", "npm_config_update_notifier=false", "npm_config_loglevel=error",
	}
}

// run runs a command to its end and returns what it prints on both streams.
func run(folder string, environ []string, name string, args ...string) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), wholeTime)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Env = folder, environment(environ...)
	out, err := cmd.CombinedOutput()
	if err != nil {
		err = fmt.Errorf("%s %s: %w\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out), err
}

// environment is this one without settings of the server, of npm and of node's own test runner.
func environment(more ...string) (environ []string) {
	for _, entry := range os.Environ() {
		if !strings.HasPrefix(entry, "CHATDOUBLE_") && !strings.HasPrefix(entry, "npm_") && !strings.HasPrefix(entry, "NODE_") && !strings.HasPrefix(entry, "PORT=") {
			environ = append(environ, entry)
		}
	}
	return append(environ, more...)
}

// exitCode is that of a command that run ran.
func exitCode(err error) int {
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		return exit.ExitCode()
	}
	return 0
}

// npm takes the program for this machine and no other, and the packages bring no script and no other package.
func TestInstall(t *testing.T) {
	t.Parallel()
	folder := project(t)
	machine, err := run(folder, nil, "node", "-p", "`${process.platform}-${process.arch}`")
	if err != nil {
		t.Fatal(err)
	}
	machine = strings.TrimSpace(machine)
	for at, want := range map[string]string{"node_modules": ".bin .package-lock.json @chatdouble chatdouble", "node_modules/@chatdouble": machine} {
		entries, err := os.ReadDir(filepath.Join(folder, at))
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, entry := range entries {
			names = append(names, entry.Name())
		}
		if got := strings.Join(names, " "); got != want {
			t.Errorf("%s holds %s, want %s", at, got, want)
		}
	}
	for _, name := range []string{"chatdouble", "@chatdouble/" + machine} {
		text, err := os.ReadFile(filepath.Join(folder, "node_modules", name, "package.json"))
		if err != nil {
			t.Fatal(err)
		}
		var manifest struct {
			Version               string
			Scripts, Dependencies map[string]string
		}
		if err := json.Unmarshal(text, &manifest); err != nil {
			t.Fatal(err)
		}
		if manifest.Version != version || len(manifest.Scripts)+len(manifest.Dependencies) > 0 {
			t.Errorf("%s has %+v", name, manifest)
		}
		if _, err := os.Stat(filepath.Join(folder, "node_modules", name, "LICENSE")); err != nil {
			t.Error(err)
		}
	}
	for _, command := range []string{"node_modules/.bin/chatdouble", "node_modules/@chatdouble/" + machine + "/bin/chatdouble"} {
		out, err := run(folder, nil, filepath.Join(folder, command), "version")
		if err != nil || !strings.HasPrefix(out, "chatdouble "+version+" ") {
			t.Errorf("%s version prints %q, %v", command, out, err)
		}
	}
}

// Everything that the package does, by both module systems, and the helper for node's own test runner.
func TestPrograms(t *testing.T) {
	t.Parallel()
	folder := project(t)
	for _, name := range []string{"api.test.mjs", "api.test.cjs", "helper.test.mjs"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if out, err := run(folder, nil, "node", "--test", name); err != nil {
				t.Error(err)
			} else {
				t.Log(out)
			}
		})
	}
}
