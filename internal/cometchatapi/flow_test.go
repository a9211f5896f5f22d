package cometchatapi_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/chatdouble/mockserver/internal/golden"
	"github.com/chatdouble/mockserver/internal/vendortest"
)

// flow plays a file of testdata/flows: calls, each with its answer below it, indented. -update writes the answers.
//
//	# words                           say why
//	world pair                        begins a new app at noon of 2024-05-01, with people of the variable worlds
//	world                             or with those of the lines of YAML that follow, up to an empty one
//	clock +1.5s                       moves the clock, or sets it: clock 2024-05-01T12:00:00Z
//	PUT /v3/users/bob {"name":"B"}    makes a call with a key of full access
//
// Before a method may stand
//
//	@bob                              who acts: the header onBehalfOf
//	alice: token=alice_x              an auth token in the place of the key: one that is made for alice, or any
//	auth-key no-key key=$1            another API key, or none
//	form type=text/plain              another Content-Type than that of JSON
//	9x                                so many calls, with their numbers for #, of which the last answer is shown
//
// and behind the call, when not the whole answer is to be shown
//
//	| code, | reason, | rates, | end  the code, the reason beside it, the headers of the limits, the end of a list
//	| uid, | data.text                a member of each item of a list, and its total, or of what is answered
//	| file Errors/x.json 0123         that it is that golden file, with these digits for those that were made up
//
// What the server makes up is $1, $2 and so on, in answers and in calls; «3*ab» in a call is ababab. No answer has another
// shape than the vendor's, what is refused or only read changes nothing, and each refusal is explained.
type flow struct {
	*world
	made    []string // what the server has made up
	tokens  map[string]string
	written []string // the file as it should be
}

// worlds are people that several flows begin with.
var worlds = map[string]string{"pair": pair, "circle": circle, "crowd": crowd, "nobody": "\n"}

func TestFlows(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("testdata/flows/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no flows: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			t.Parallel()
			playFile(t, file)
		})
	}
}

func playFile(t *testing.T, file string) {
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	f := &flow{world: &world{t: t}}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	for i := 0; i < len(lines); i++ {
		f.written = append(f.written, lines[i])
		switch what, rest, _ := strings.Cut(lines[i], " "); {
		case what == "", what == "#":
		case what == "world":
			i += f.begin(rest, lines[i+1:])
		case what == "clock":
			f.move(rest)
		default:
			got := f.step(lines[i])
			f.written = append(f.written, "  "+got)
			want := ""
			if i+1 < len(lines) && strings.HasPrefix(lines[i+1], "  ") {
				i++
				want = lines[i][2:]
			}
			if got != want && !updating() {
				t.Errorf("%s:%d: %s\n got: %s\nwant: %s", file, i+1, f.written[len(f.written)-2], got, want)
			}
		}
	}
	if updating() {
		golden.Bytes(t, "flows/"+filepath.Base(file), []byte(strings.Join(f.written, "\n")+"\n"))
	}
}

func updating() bool { return flag.Lookup("update").Value.String() == "true" }

// begin starts a new app, and returns how many lines describe it.
func (f *flow) begin(name string, behind []string) (lines int) {
	people, known := worlds[name]
	for ; name == "" && lines < len(behind) && behind[lines] != ""; lines++ {
		line := behind[lines]
		if f.written = append(f.written, line); strings.HasPrefix(line, "- ") || strings.HasPrefix(line, "  ") {
			line = "  " + line
		}
		people += "\n    " + line
	}
	if !known && lines == 0 {
		f.t.Fatalf("no world %q", name)
	}
	f.world, f.made, f.tokens = newWorld(f.t, people+"\n"), nil, map[string]string{}
	return lines
}

func (f *flow) move(to string) {
	if by, ok := strings.CutPrefix(to, "+"); ok {
		d, err := time.ParseDuration(by)
		if err != nil {
			f.t.Fatal(err)
		}
		f.clock.Advance(d)
		return
	}
	at, err := time.Parse(time.RFC3339, to)
	if err != nil {
		f.t.Fatal(err)
	}
	f.clock.Set(at)
}

var (
	aMethod     = regexp.MustCompile(`^[A-Z]{3,}$`)
	repeated    = regexp.MustCompile(`«(\d+)\*([^»]*)»`)
	fortyDigits = regexp.MustCompile(`[0-9a-f]{40}`) // those of keys, and of tokens with their time
)

// step makes a call, or several, and tells the answer to the last one.
func (f *flow) step(line string) string {
	call, shown, _ := strings.Cut(line, " | ")
	q, times := request{key: fullKey, header: map[string]string{"Content-Type": "application/json"}}, 1
	for q.method == "" {
		word, rest, _ := strings.Cut(call, " ")
		call = rest
		if n, err := strconv.Atoi(strings.TrimSuffix(word, "x")); err == nil {
			times = n
		} else if aMethod.MatchString(word) {
			q.method = word
		} else {
			f.modify(&q, word)
		}
	}
	target, body, _ := strings.Cut(f.filled(call), " ")
	for n := range times - 1 {
		q.target, q.body = strings.ReplaceAll(target, "#", strconv.Itoa(n)), strings.ReplaceAll(body, "#", strconv.Itoa(n))
		f.named(send(f.srv, q).Body)
	}
	q.target, q.body = strings.ReplaceAll(target, "#", strconv.Itoa(times-1)), strings.ReplaceAll(body, "#", strconv.Itoa(times-1))
	r := f.checked(line, q)
	return f.named(f.show(r, shown))
}

// checked makes a call and looks at what is true of any.
func (f *flow) checked(line string, q request) reply {
	app := f.srv.App(f.t, "cometchat:app")
	before := app.State()
	r := send(f.srv, q)
	if r.Status != 200 || q.method == "GET" {
		if after := app.State(); after != before {
			f.t.Errorf("%s: %d changed the state to\n%s\nfrom\n%s", line, r.Status, after, before)
		}
	}
	if err := inShape(r); err != nil {
		f.t.Errorf("%s: %v: %s", line, err, r.Body)
	}
	if r.Status != 200 {
		vendortest.InOrder(f.t, f.srv.Explain(r.ID()).Checks, r.Reason())
	}
	if strings.Contains(r.Reason(), fullKey) {
		f.t.Errorf("%s: the reason shows the key: %s", line, r.Reason())
	}
	return r
}

// modify takes a word before the method.
func (f *flow) modify(q *request, word string) {
	switch uid, token := strings.CutSuffix(word, ":"); {
	case strings.HasPrefix(word, "type="):
		q.header["Content-Type"] = word[len("type="):]
	case word == "form":
		q.header["Content-Type"] = urlencoded
	case word == "auth-key":
		q.key = authKey
	case word == "no-key":
		q.key = ""
	case strings.HasPrefix(word, "token="):
		q.key, q.header["authToken"] = "", word[len("token="):]
	case strings.HasPrefix(word, "key="):
		q.key = f.filled(word[len("key="):])
	case strings.HasPrefix(word, "@"):
		q.header["onBehalfOf"] = word[1:]
	case token:
		q.key = ""
		if strings.Contains(uid, "$") {
			q.header["authToken"] = f.filled(uid)
			return
		}
		if f.tokens[uid] == "" {
			f.tokens[uid] = makeToken(f.t, f.srv, uid)
		}
		q.header["authToken"] = f.tokens[uid]
	default:
		f.t.Fatalf("%s: neither a method nor a word of flows", word)
	}
}

// show is what a step wants to see of an answer.
func (f *flow) show(r reply, what string) string {
	status := strconv.Itoa(r.Status) + " "
	code := ""
	if r.Status != 200 {
		code, _ = codeOf(r.Status, []byte(r.Body))
	}
	file, isFile := strings.CutPrefix(what, "file ")
	switch {
	case isFile:
		return status + f.sameAsFile(file, r)
	case what == "rates":
		return status + rates(r)
	case what == "reason":
		return strings.TrimSuffix(strings.TrimSpace(status+code)+": "+r.Reason(), ": ")
	case r.Status != 200 && what == "code":
		return status + code
	case r.Status != 200:
		return status + refusalShown(code, r.Body)
	case what == "":
		return status + r.Body
	case what == "code":
		return "200"
	case what == "end":
		return status + r.Body[strings.LastIndex(r.Body, `"meta"`):]
	}
	values, total := column(f.t, r.Body, what)
	return fmt.Sprint(status, values, " of ", total)
}

// sameAsFile compares a body with a golden file, in which other digits may stand than those that were made up: of a token
// the 30 behind its time.
func (f *flow) sameAsFile(name string, r reply) string {
	f.t.Helper()
	name, digits, _ := strings.Cut(name, " ")
	f.named(r.Body)
	body := fortyDigits.ReplaceAllStringFunc(r.Body, func(made string) string {
		if digits == "" {
			return made
		}
		return made[:len(made)-len(digits)] + digits
	})
	golden.Bytes(f.t, name, []byte(body))
	return "as " + name + ", " + rates(r)
}

// refusalShown is the body of a refusal, without what they all have.
func refusalShown(code, body string) string {
	var e struct {
		Error struct{ Message, DevMessage, Details json.RawMessage }
	}
	if json.Unmarshal([]byte(body), &e) != nil {
		return body
	}
	const whole = `{"error":{"message":%s,"devMessage":%s,"source":"chat-api","code":%q}}`
	switch text, other := e.Error.Message, e.Error.DevMessage; {
	case body == badRequest(strings.Trim(string(e.Error.Details), "{}")):
		return fmt.Sprintf("%s %s", code, e.Error.Details)
	case body != fmt.Sprintf(whole, text, other, code):
		return body
	case string(text) == string(other):
		return fmt.Sprintf("%s %s", code, text)
	default:
		return fmt.Sprintf("%s %s, %s", code, text, other)
	}
}

// inShape is an error for an answer that the vendor would not give.
func inShape(r reply) error {
	if i := strings.IndexFunc(r.Body, func(r rune) bool { return r < ' ' || r > '~' && r != 0x7f }); i >= 0 {
		return fmt.Errorf("not plain ASCII at %d", i)
	}
	if r.Status != 200 {
		_, err := codeOf(r.Status, []byte(r.Body))
		return err
	}
	names, _, err := members([]byte(r.Body))
	if err == nil && !slices.Equal(names, []string{"data"}) && !slices.Equal(names, []string{"data", "meta"}) {
		err = fmt.Errorf("a good answer has the members %q", names)
	}
	return err
}

// filled is a text with what was made up, and what it repeats.
func (f *flow) filled(text string) string {
	for i, made := range slices.Backward(f.made) {
		text = strings.ReplaceAll(text, "$"+strconv.Itoa(i+1), made)
	}
	return repeated.ReplaceAllStringFunc(text, func(all string) string {
		parts := repeated.FindStringSubmatch(all)
		n, _ := strconv.Atoi(parts[1])
		return strings.Repeat(parts[2], n)
	})
}

// named is a text with the names of what was made up.
func (f *flow) named(text string) string {
	return fortyDigits.ReplaceAllStringFunc(text, func(digits string) string {
		if digits == fullKey {
			return digits
		}
		i := slices.Index(f.made, digits)
		if i < 0 {
			i, f.made = len(f.made), append(f.made, digits)
		}
		return "$" + strconv.Itoa(i+1)
	})
}
