package sigverify

import (
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"hash"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// client is a program that signs, with the values it should sign.
type client struct {
	appID, nonce, secret, timestamp string
}

var vendorClient = client{vendorAppID, vendorNonce, vendorSecret, vendorTimestamp}

// slipCase is a client that makes one mistake. sign returns the request it sends, and the other apps of the server.
type slipCase struct {
	name string
	sign func(client) (Request, []OtherSecret)
	want string // a part of the diagnosis
}

// The other app of the server.
const (
	otherAppID  = "987654321"
	otherSecret = "ca01fe02dc03ba04e805f6071829a0b1"
)

// slipCases is every mistake Diagnose knows. The signatures are made here from the standard library alone.
func slipCases() []slipCase {
	var all []slipCase
	// request adds a mistake in the hash or in the query; the function gets the right request without a signature.
	request := func(name, want string, sign func(c client, r *Request)) {
		all = append(all, slipCase{name, func(c client) (Request, []OtherSecret) {
			r := Request{AppID: c.appID, Nonce: c.nonce, Timestamp: c.timestamp}
			sign(c, &r)
			return r, []OtherSecret{{"55555", strings.Repeat("5a", 16)}, {otherAppID, otherSecret}}
		}, want})
	}
	// text adds a mistake in the text that is hashed.
	text := func(name, want string, text func(c client) string) {
		request(name, want, func(c client, r *Request) { r.Signature = md5Hex(text(c)) })
	}
	// written adds a mistake in how the right hash is written.
	written := func(name, want string, write func(sum []byte) string) {
		request(name, want, func(c client, r *Request) { r.Signature = write(md5Sum(c.text())) })
	}

	for _, sum := range []string{"added", "added in JavaScript"} {
		request("AppId and nonce "+sum, "added as numbers", func(c client, r *Request) {
			n := uint64(98765432109876543) // no whole number of a double
			r.Nonce = strconv.FormatUint(n, 10)
			id, _ := strconv.ParseUint(c.appID, 10, 64)
			text := strconv.FormatUint(id+n, 10)
			if sum != "added" {
				text = strconv.FormatFloat(float64(id)+float64(n), 'f', -1, 64)
			}
			r.Signature = md5Hex(text + c.secret + c.timestamp)
		})
	}
	for _, end := range []string{"", "&", "&key=", "&ServerSecret="} {
		request("all parameters"+end, "all parameters in the order of their names", func(c client, r *Request) {
			r.Query = "Action=QueryBlacklist&Timestamp=" + c.timestamp + "&AppId=" + c.appID + "&SignatureNonce=" + c.nonce + "&FromUserId=a%20b&Signature=x"
			text := "Action=QueryBlacklist&AppId=" + c.appID + "&FromUserId=a b&SignatureNonce=" + c.nonce + "&Timestamp=" + c.timestamp + end
			if end != "" {
				text += c.secret
			}
			r.Signature = md5Hex(text)
		})
	}
	written("upper case", "upper-case hex", func(b []byte) string { return fmt.Sprintf("%X", b) })
	written("mixed case", "upper-case hex", func(b []byte) string {
		s := hex.EncodeToString(b)
		return strings.ToUpper(s[:16]) + s[16:]
	})
	written("base64", "base64 instead of hex", base64.StdEncoding.EncodeToString)
	written("base64, no padding", "base64 instead of hex", base64.RawStdEncoding.EncodeToString)
	written("base64 url", "base64 instead of hex", base64.URLEncoding.EncodeToString)
	written("base64 url, no padding", "base64 instead of hex", base64.RawURLEncoding.EncodeToString)
	written("base64, plus not escaped", "base64 instead of hex", func(b []byte) string {
		return strings.ReplaceAll(base64.StdEncoding.EncodeToString(b), "+", " ")
	})
	written("base64 of hex", "base64 of the hex digits", func(b []byte) string {
		return base64.StdEncoding.EncodeToString([]byte(hex.EncodeToString(b)))
	})
	written("hex of hex", "hex-encoded twice", func(b []byte) string { return fmt.Sprintf("%x", fmt.Sprintf("%x", b)) })
	written("pairs with dashes", "pairs of hex digits", func(b []byte) string {
		return strings.ReplaceAll(fmt.Sprintf("% X", b), " ", "-")
	})
	written("pairs with colons", "pairs of hex digits", func(b []byte) string {
		return strings.ReplaceAll(fmt.Sprintf("% x", b), " ", ":")
	})
	written("quoted", "around it", func(b []byte) string { return fmt.Sprintf("%q", fmt.Sprintf("%x", b)) })
	written("line end", "around it", func(b []byte) string { return fmt.Sprintf("%x\n", b) })
	written("md5sum", "around it", func(b []byte) string { return fmt.Sprintf("%x  -\n", b) })
	written("0x", "around it", func(b []byte) string { return fmt.Sprintf("%#x", b) })
	for n := 8; n < 32; n++ {
		want := fmt.Sprintf("cut off after %d of 32", n)
		written(fmt.Sprintf("first %d digits", n), want, func(b []byte) string { return hex.EncodeToString(b)[:n] })
	}
	written("first 12 digits, upper case", "cut off after 12", func(b []byte) string { return fmt.Sprintf("%X", b)[:12] })
	written("first 7 digits may be chance", "it has 7 hex digits", func(b []byte) string { return hex.EncodeToString(b)[:7] })
	written("too much around to look at", "not hex, its 332 characters", func(b []byte) string {
		return strings.Repeat(" ", 300) + hex.EncodeToString(b)
	})
	written("16-digit form", "16-digit short form", func(b []byte) string { return hex.EncodeToString(b)[8:24] })
	written("more behind", "followed by 4 more characters", func(b []byte) string { return fmt.Sprintf("%x.txt", b) })

	partSlips(text)

	text("echo", "line end was hashed after the Timestamp", func(c client) string { return c.text() + "\n" })
	text("echo on Windows", "line end was hashed after the Timestamp", func(c client) string { return c.text() + "\r\n" })

	request("nonce upper in hash", "case of SignatureNonce", func(c client, r *Request) {
		r.Signature = md5Hex(c.appID + strings.ToUpper(c.nonce) + c.secret + c.timestamp)
	})
	request("nonce upper in query", "case of SignatureNonce", func(c client, r *Request) {
		r.Nonce = strings.ToUpper(c.nonce)
		r.Signature = md5Hex(c.text())
	})
	text("raw nonce", "raw bytes of SignatureNonce were hashed", func(c client) string {
		return c.appID + string(unhex(c.nonce)) + c.secret + c.timestamp
	})
	request("raw nonce in query", "query has the raw bytes of SignatureNonce", func(c client, r *Request) {
		r.Nonce = string(unhex(c.nonce))
		r.Signature = md5Hex(c.text())
	})
	request("plus in nonce", "%2B in the query", func(c client, r *Request) {
		r.Nonce = "ab cd ef"
		r.Signature = md5Hex(c.appID + "ab+cd+ef" + c.secret + c.timestamp)
	})
	request("nonce hashed escaped", "percent-encoded in the hash", func(c client, r *Request) {
		r.Nonce = "ab/cd=="
		r.Signature = md5Hex(c.appID + url.QueryEscape(r.Nonce) + c.secret + c.timestamp)
	})
	request("nonce escaped twice", "twice in the query", func(c client, r *Request) {
		r.Nonce = url.QueryEscape("ab/cd==")
		r.Signature = md5Hex(c.appID + "ab/cd==" + c.secret + c.timestamp)
	})

	secret := func(name, want string, change func(string) string) {
		text(name, want, func(c client) string { return c.appID + c.nonce + change(c.secret) + c.timestamp })
	}
	for name, around := range map[string][2]string{
		"space behind": {"", " "}, "space before": {" ", ""}, "spaces": {" ", " "}, "line end": {"", "\n"},
		"CRLF": {"", "\r\n"}, "CR": {"", "\r"}, "tab": {"", "\t"},
	} {
		secret("secret with "+name, "white space around it", func(s string) string { return around[0] + s + around[1] })
	}
	for _, quote := range []string{`"`, "'", "`"} {
		secret("secret in "+quote, "quotes around it", func(s string) string { return quote + s + quote })
	}
	secret("secret in upper case", "case of the ServerSecret", strings.ToUpper)
	for _, word := range []string{"undefined", "null", "None", "nil", "<nil>", "NULL", "false"} {
		secret("secret is "+word, `the word "`+word+`"`, func(string) string { return word })
	}
	secret("secret from hex", "decoded from hex", func(s string) string { return string(unhex(s)) })
	secret("secret without its first", "without its first or last", func(s string) string { return s[1:] })
	secret("secret without its last", "without its first or last", func(s string) string { return s[:len(s)-1] })
	secret("other app's secret", "ServerSecret of app "+otherAppID, func(string) string { return otherSecret })
	text("other app's id and secret", "made for app "+otherAppID, func(c client) string {
		return otherAppID + c.nonce + otherSecret + c.timestamp
	})

	hashSlips(request)
	timestampSlips(request)

	request("upper case and wrong order", "upper-case hex, and the parts were hashed in the wrong order", func(c client, r *Request) {
		r.Signature = strings.ToUpper(md5Hex(c.secret + c.appID + c.nonce + c.timestamp))
	})
	request("base64 and milliseconds", "base64 instead of hex, and the hash has the Timestamp in milliseconds", func(c client, r *Request) {
		r.Signature = base64.StdEncoding.EncodeToString(md5Sum(c.appID + c.nonce + c.secret + c.timestamp + "000"))
	})
	noSlips(request)
	// The fuzz target numbers the cases, so their order must be the same in every run.
	slices.SortFunc(all, func(a, b slipCase) int { return strings.Compare(a.name, b.name) })
	return all
}

// partSlips are the mistakes in choosing and joining the four parts.
func partSlips(text func(name, want string, text func(client) string)) {
	names := []string{"AppId", "SignatureNonce", "ServerSecret", "Timestamp"}
	pick := func(c client, order []int, sep string, named bool) string {
		values := []string{c.appID, c.nonce, c.secret, c.timestamp}
		var chosen []string
		for _, i := range order {
			if named {
				chosen = append(chosen, names[i]+"="+values[i])
			} else {
				chosen = append(chosen, values[i])
			}
		}
		return strings.Join(chosen, sep)
	}
	right := []int{0, 1, 2, 3}
	for _, order := range permutations(right) {
		var said []string
		for _, i := range order {
			said = append(said, names[i])
		}
		list := strings.Join(said, " + ")
		if fmt.Sprint(order) != fmt.Sprint(right) {
			text("order "+list, "wrong order, "+list+". ", func(c client) string { return pick(c, order, "", false) })
		}
		for sep, name := range map[string]string{
			"&": `"&"`, ",": `","`, ":": `":"`, "|": `"|"`, " ": "a space", "\n": "a line end", "+": `"+"`,
			"-": `"-"`, "_": `"_"`, ".": `"."`, ";": `";"`, "/": `"/"`, "\r\n": "a line end", "\t": "a tab",
		} {
			text(fmt.Sprintf("joined with %q, %s", sep, list), "joined with "+name+" ("+list+")",
				func(c client) string { return pick(c, order, sep, false) })
		}
		text("pairs, "+list, "name=value pairs ("+said[0]+"=...)", func(c client) string { return pick(c, order, "&", true) })
	}
	for left, name := range names {
		var rest []int
		for i := range names {
			if i != left {
				rest = append(rest, i)
			}
		}
		for _, order := range permutations(rest) {
			text(fmt.Sprintf("%s left out, %v", name, order), "leaves out "+name+", it was made of "+names[order[0]],
				func(c client) string { return pick(c, order, "", false) })
		}
	}
	text("two left out", "leaves out SignatureNonce and ServerSecret, it was made of Timestamp + AppId. ",
		func(c client) string { return c.timestamp + c.appID })
	text("left out and joined", `joined with "&" (AppId + SignatureNonce + Timestamp)`,
		func(c client) string { return c.appID + "&" + c.nonce + "&" + c.timestamp })
	text("pairs without the secret", "name=value pairs (AppId=...)",
		func(c client) string { return pick(c, []int{0, 1, 3}, "&", true) })
	text("pairs, secret bare behind", "name=value pairs (AppId=...)",
		func(c client) string { return pick(c, []int{0, 1, 3}, "&", true) + c.secret })
	text("pairs from net/url", "name=value pairs (AppId=...)", func(c client) string {
		return url.Values{
			"AppId": {c.appID}, "SignatureNonce": {c.nonce}, "ServerSecret": {c.secret}, "Timestamp": {c.timestamp},
		}.Encode()
	})
}

// hashSlips are the mistakes in the hash function.
func hashSlips(request func(name, want string, sign func(client, *Request))) {
	type slip struct {
		name, want string
		sum        func(client) []byte
	}
	slips := []slip{
		{"MD5 of the hex", "MD5 was taken twice", func(c client) []byte { return md5Sum(md5Hex(c.text())) }},
		{"MD5 of the MD5", "MD5 was taken twice", func(c client) []byte { return md5Sum(string(md5Sum(c.text()))) }},
		{"SHA-1", "SHA-1 was used instead of MD5", func(c client) []byte { return sum(sha1.New(), c.text()) }},
		{"SHA-256", "SHA-256 was used instead of MD5", func(c client) []byte { return sum(sha256.New(), c.text()) }},
	}
	for name, h := range map[string]func() hash.Hash{"MD5": md5.New, "SHA-1": sha1.New, "SHA-256": sha256.New} {
		for content, text := range map[string]func(client) string{
			"the other three": func(c client) string { return c.appID + c.nonce + c.timestamp },
			"all four":        client.text,
			"another order":   func(c client) string { return c.timestamp + c.nonce + c.appID },
		} {
			slips = append(slips, slip{
				"HMAC-" + name + " of " + content, "HMAC-" + name + " was used",
				func(c client) []byte { return sum(hmac.New(h, []byte(c.secret)), text(c)) },
			})
		}
	}
	for _, s := range slips {
		request(s.name, s.want, func(c client, r *Request) { r.Signature = hex.EncodeToString(s.sum(c)) })
		request(s.name+" in base64", s.want, func(c client, r *Request) {
			r.Signature = base64.StdEncoding.EncodeToString(s.sum(c))
		})
	}
}

// timestampSlips are the mistakes in the time.
func timestampSlips(request func(name, want string, sign func(client, *Request))) {
	const milliInHash = "Timestamp in milliseconds, the query in seconds"
	for _, ms := range []string{"000", "001", "499", "500", "998", "999"} {
		request("milliseconds in the hash, "+ms, milliInHash, func(c client, r *Request) {
			r.Signature = md5Hex(c.appID + c.nonce + c.secret + c.timestamp + ms)
		})
	}
	request("milliseconds in the hash, seconds rounded up", milliInHash, func(c client, r *Request) {
		r.Timestamp = "1615186944"
		r.Signature = md5Hex(c.appID + c.nonce + c.secret + "1615186943500")
	})
	for name, digits := range map[string]string{"milliseconds": "123", "microseconds": "123456", "nanoseconds": "123456789"} {
		request(name+" in the query", "in seconds, the query in "+name, func(c client, r *Request) {
			r.Timestamp += digits
			r.Signature = md5Hex(c.text())
		})
	}
	request("milliseconds in the query, seconds rounded up", "in seconds, the query in milliseconds", func(c client, r *Request) {
		r.Timestamp = "1615186942700"
		r.Signature = md5Hex(c.appID + c.nonce + c.secret + "1615186943")
	})
	for seconds, want := range map[string]string{
		"1615186938": "5 s earlier", "1615186942": "1 s earlier", "1615186944": "1 s later", "1615186948": "5 s later",
	} {
		request("clock read twice, "+want, want, func(c client, r *Request) {
			r.Timestamp = "1615186943"
			r.Signature = md5Hex(c.appID + c.nonce + c.secret + seconds)
		})
	}
}

// noSlips are wrong signatures that no mistake explains.
func noSlips(request func(name, want string, sign func(client, *Request))) {
	for name, tt := range map[string]struct{ signature, want string }{
		"empty":              {"", "it is empty"},
		"unknown":            {strings.Repeat("ab", 16), "does not match: no usual slip gives it: another secret was hashed"},
		"unknown upper case": {strings.Repeat("AB", 16), "upper-case hex, and no usual slip"},
		"unknown base64":     {"q6urq6urq6urq6urq6urqw==", "base64 instead of hex, and no usual slip"},
		"too short":          {"abcdef0", "it has 7 hex digits instead of 32"},
		"one short":          {strings.Repeat("a", 31), "it has 31 hex digits instead of 32"},
		"22 digits":          {strings.Repeat("a", 22), "it has 22 hex digits instead of 32"},
		"too long":           {strings.Repeat("a", 33), "it has 33 hex digits instead of 32"},
		"very long":          {strings.Repeat("a", 5000), "it has 5000 hex digits instead of 32"},
		"unknown SHA-1":      {strings.Repeat("ab", 20), "the length of a SHA-1"},
		"unknown SHA-256":    {strings.Repeat("ab", 32), "the length of a SHA-256"},
		"not hex":            {strings.Repeat("xy", 16), "not hex, its 32 characters"},
		"vendor placeholder": {"Pc5WB8gokVn0xfeu/ZV+iNM1dgI=", "not hex, its 28 characters"},
		"control bytes":      {"\r\nX-Evil: 1\x00\xff", "not hex, its 13 characters"},
	} {
		request("no slip: "+name, tt.want, func(_ client, r *Request) { r.Signature = tt.signature })
	}
	request("no slip: endless nonce", "too long to look", func(_ client, r *Request) {
		r.Nonce = strings.Repeat("n", 1<<20)
		r.Signature = strings.Repeat("ab", 16)
	})
}

func (c client) text() string { return c.appID + c.nonce + c.secret + c.timestamp }

func md5Sum(text string) []byte { return sum(md5.New(), text) }

func md5Hex(text string) string { return hex.EncodeToString(md5Sum(text)) }

func sum(h hash.Hash, text string) []byte {
	h.Write([]byte(text))
	return h.Sum(nil)
}

// unhex decodes, and returns what it could decode of a text that is not hex.
func unhex(text string) []byte {
	b, _ := hex.DecodeString(text)
	return b
}

func permutations(of []int) [][]int {
	if len(of) < 2 {
		return [][]int{of}
	}
	var all [][]int
	for i, first := range of {
		rest := append(append([]int(nil), of[:i]...), of[i+1:]...)
		for _, p := range permutations(rest) {
			all = append(all, append([]int{first}, p...))
		}
	}
	return all
}
