package node_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha512"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// newRegistry is an npm registry that has the packages of a folder, and for the machines that nothing was packed for
// packages with nothing in them.
func newRegistry(dist string) (*httptest.Server, error) {
	paths, err := filepath.Glob(filepath.Join(dist, "*.tgz"))
	if err != nil {
		return nil, err
	}
	var all [][]byte
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	var mu sync.Mutex                  // requests come from other processes
	answers := make(map[string][]byte) // by path
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		answer, ok := answers[r.URL.Path]
		mu.Unlock()
		if !ok {
			http.Error(w, `{"error":"not found"}`, http.StatusNotFound)
			return
		}
		w.Header().Set("Cache-Control", "public, max-age=300") // as npm's own; without it npm keeps nothing
		_, _ = w.Write(answer)
	}))
	published := make(map[string]bool)
	publish := func(tarball []byte) (manifest map[string]any, err error) {
		if manifest, err = manifestOf(tarball); err != nil {
			return nil, err
		}
		name := manifest["name"].(string)
		sum, at := sha512.Sum512(tarball), "/"+name+"/-/package.tgz"
		manifest["dist"] = map[string]string{"tarball": srv.URL + at, "integrity": "sha512-" + base64.StdEncoding.EncodeToString(sum[:])}
		document, err := json.Marshal(map[string]any{
			"name": name, "dist-tags": map[string]any{"latest": manifest["version"]}, "versions": map[string]any{manifest["version"].(string): manifest},
		})
		mu.Lock()
		defer mu.Unlock()
		published[name], answers["/"+name], answers[at] = true, document, tarball
		return manifest, err
	}
	for _, tarball := range all {
		manifest, err := publish(tarball)
		if err != nil {
			return nil, err
		}
		others, _ := manifest["optionalDependencies"].(map[string]any)
		for name, version := range others {
			if _, machine, _ := strings.Cut(name, "/"); !published[name] {
				if _, err := publish(empty(name, version.(string), machine)); err != nil {
					return nil, err
				}
			}
		}
	}
	return srv, nil
}

// manifestOf is the package.json in a package.
func manifestOf(tarball []byte) (manifest map[string]any, err error) {
	unzipped, err := gzip.NewReader(bytes.NewReader(tarball))
	if err != nil {
		return nil, err
	}
	for files := tar.NewReader(unzipped); ; {
		file, err := files.Next()
		if err != nil {
			return nil, fmt.Errorf("a package without package.json: %w", err)
		}
		if file.Name == "package/package.json" {
			text, err := io.ReadAll(files)
			if err != nil {
				return nil, err
			}
			err = json.Unmarshal(text, &manifest)
			return manifest, err
		}
	}
}

func empty(name, version, machine string) []byte {
	system, processor, _ := strings.Cut(machine, "-")
	text := fmt.Appendf(nil, `{"name":%q,"version":%q,"os":[%q],"cpu":[%q]}`, name, version, system, processor)
	var out bytes.Buffer
	zipped := gzip.NewWriter(&out)
	files := tar.NewWriter(zipped)
	_ = files.WriteHeader(&tar.Header{Name: "package/package.json", Mode: 0o644, Size: int64(len(text))}) // memory takes everything
	_, _ = files.Write(text)
	_ = files.Close()
	_ = zipped.Close()
	return out.Bytes()
}
