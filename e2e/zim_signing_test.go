package e2e

import (
	"context"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/sigverify"
)

// signingTime is all that one language may take; a cold Java or a cold Go build needs seconds.
const signingTime = 2 * time.Minute

// The vector of the page "Accessing Server APIs".
const publishedSignature = "43e5cfcca828314675f91b001390566a"

// signingVectors are AppId, SignatureNonce, ServerSecret and Timestamp of requests to sign.
var signingVectors = [][4]string{
	{"12345", "4fd24687296dd9f3", "9193cc662a4c0ec135ec71fb57194b38", "1615186943"}, // the published one
	{"1234567890", "00000000000000ff", "0123456789abcdef0123456789abcdef", "1700000000"},
	{"4294967295", "ffffffffffffffff", "ffffffffffffffffffffffffffffffff", "4102444800"}, // above 31 bits
	{"1", "k3j9x0q2w8z", "00000000000000000000000000000000", "1"},                        // a nonce in base 36
	{"2147483648", "12344321", "0a", "1615186943"},
	{"7", "0000000000000001", "secret with space & more", "9999999999"},
}

// Signatures made after the vendor's samples in four languages are those that this server expects.
// A language that is not installed is skipped, but in CI all must run.
func TestZIMSigning(t *testing.T) {
	if got := sigverify.Sign(signingVectors[0][0], signingVectors[0][1], signingVectors[0][2], signingVectors[0][3]); got != publishedSignature {
		t.Fatalf("sigverify.Sign of the published vector = %s, want %s", got, publishedSignature)
	}
	var args, want []string
	for _, v := range append(signingVectors, withDigestsOfSmallBytes()...) {
		args = append(args, v[:]...)
		want = append(want, sigverify.Sign(v[0], v[1], v[2], v[3]))
	}
	var ran, skipped []string
	for _, language := range []struct {
		name    string
		version []string // a command that works when the language is there
		run     []string
	}{
		{"Go", []string{"go", "version"}, []string{"go", "run", filepath.Join("zim-signing", "sign.go")}},
		{"Node", []string{"node", "--version"}, []string{"node", filepath.Join("zim-signing", "sign.mjs")}},
		{"Python", []string{"python3", "--version"}, []string{"python3", filepath.Join("zim-signing", "sign.py")}},
		{"Java", []string{"java", "--version"}, []string{"java", filepath.Join("zim-signing", "Sign.java")}},
	} {
		t.Run(language.name, func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), signingTime)
			defer cancel()
			version, err := runs(ctx, language.version)
			if err != nil {
				skipped = append(skipped, language.name)
				if inCI() {
					t.Fatalf("CI refuses that skip: %s cannot be run: %s", language.name, explain(ctx, err))
				}
				t.Skipf("signatures made in %s are not compared: %s", language.name, explain(ctx, err))
			}
			out, err := runs(ctx, append(slices.Clone(language.run), args...))
			if err != nil {
				t.Fatalf("%s: %s", strings.Join(language.run, " "), explain(ctx, err))
			}
			got := strings.Fields(out)
			if len(got) != len(want) {
				t.Fatalf("%d signatures, want %d: %q", len(got), len(want), out)
			}
			for i, signature := range got {
				if signature != want[i] {
					t.Errorf("AppId %s, nonce %s, secret %q, timestamp %s: %s signs %s, this server %s",
						args[4*i], args[4*i+1], args[4*i+2], args[4*i+3], language.name, signature, want[i])
				}
			}
			ran = append(ran, language.name)
			first, _, _ := strings.Cut(version, "\n")
			t.Logf("%d signatures compared; %s", len(got), first)
		})
	}
	t.Logf("languages that ran: %s; skipped: %s", joined(ran), joined(skipped))
}

// withDigestsOfSmallBytes are requests whose signatures begin with a 0 and have other bytes below
// 16: a language that forgets to pad them is caught.
func withDigestsOfSmallBytes() (vectors [][4]string) {
	for n := 0; len(vectors) < 3; n++ {
		v := [4]string{"12345", strconv.FormatInt(int64(n), 16), "9193cc662a4c0ec135ec71fb57194b38", "1615186943"}
		if strings.HasPrefix(sigverify.Sign(v[0], v[1], v[2], v[3]), "00") {
			vectors = append(vectors, v)
		}
	}
	return vectors
}

// runs runs a command and returns what it prints.
func runs(ctx context.Context, line []string) (string, error) {
	program, err := exec.LookPath(line[0])
	if err != nil {
		return "", err
	}
	out, err := command(ctx, program, line[1:]...).Output()
	return string(out), err
}

func joined(names []string) string {
	if len(names) == 0 {
		return "none"
	}
	return strings.Join(names, ", ")
}
