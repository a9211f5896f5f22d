package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"time"

	"github.com/chatdouble/mockserver/internal/sidebyside/load"
)

// pageCase is a page to measure and the ratio to aim at.
type pageCase struct {
	name   string
	page   load.Page
	target string
	behind int // how many rows of the list stand before the page
}

// pages are those of block lists.
var pages = []pageCase{
	{"zim-2", load.Page{Vendor: load.ZIM, People: 2}, "0.85", 0},
	{"zim-100", load.Page{Vendor: load.ZIM, People: 100}, "0.80", 0},
	{"cometchat-2", load.Page{Vendor: load.CometChat, People: 2}, "0.85", 0},
	{"cometchat-20", load.Page{Vendor: load.CometChat, People: 20}, "", 0},
	{"cometchat-100", load.Page{Vendor: load.CometChat, People: 100}, "0.80", 0},
}

// messages is how many a conversation has.
const messages = 100_000

// talks are the pages of groups, messages and conversations. They have a server of their own, with [load.Talks], and the one
// that writes comes last.
var talks = []pageCase{
	{"zim-members-100", load.Page{Vendor: load.ZIM, Of: load.Members, People: 100}, "0.40", 0},
	{"zim-history-100", load.Page{Vendor: load.ZIM, Of: load.History, People: 100}, "0.40", 0},
	{"zim-history-deep", load.Page{Vendor: load.ZIM, Of: load.History, People: 100}, "0.40", messages * 9 / 10},
	{"cometchat-members-100", load.Page{Vendor: load.CometChat, Of: load.Members, People: 100}, "0.40", 0},
	{"cometchat-messages-100", load.Page{Vendor: load.CometChat, Of: load.History, People: 100}, "0.40", 0},
	{"cometchat-messages-deep", load.Page{Vendor: load.CometChat, Of: load.History, People: 100, Next: messages * 9 / 10}, "0.40", 0},
	{"cometchat-all-deep", load.Page{Vendor: load.CometChat, Of: load.Everybody, People: 100, Next: messages * 9 / 10}, "0.40", 0},
	{"cometchat-conversations-100", load.Page{Vendor: load.CometChat, Of: load.Conversations, People: 100}, "0.40", 0},
	{"zim-group-send", load.Page{Vendor: load.ZIM, Of: load.Sent}, "0.40", 0},
}

// startCase is the one case that is not a page.
const startCase = "start"

func caseNames() []string {
	var names []string
	for _, c := range slices.Concat(pages, talks) {
		names = append(names, c.name)
	}
	return append(names, startCase)
}

// bench is what all cases share.
type bench struct {
	settings
	placing
	dir  string // for files
	self string // this program's own file, which is the bare server too
}

// newBench builds the program, unless one was given, and pins this process to a CPU.
func newBench(ctx context.Context, dir string, s settings) (*bench, error) {
	b := &bench{settings: s, dir: dir}
	var err error
	if b.self, err = os.Executable(); err != nil {
		return nil, fmt.Errorf("finding this program's own file: %w", err)
	}
	if b.binary == "" {
		b.binary = filepath.Join(dir, "chatdouble")
		if runtime.GOOS == "windows" {
			b.binary += ".exe"
		}
		build := exec.CommandContext(ctx, "go", "build", "-o", b.binary, "github.com/chatdouble/mockserver/cmd/mockserver")
		if output, err := build.CombinedOutput(); err != nil {
			return nil, fmt.Errorf("%v, in this module's folder: %w\n%s", build, err, output)
		}
	}
	b.placing = place()
	return b, nil
}

func (b *bench) startChatdouble(ctx context.Context, on cpus, args ...string) (*process, error) {
	return startProcess(ctx, on, nil, b.binary, append([]string{"--addr", "127.0.0.1:0"}, args...)...)
}

func (b *bench) startBare(ctx context.Context, on cpus, reply load.Reply) (*process, error) {
	text, err := json.Marshal(reply)
	if err != nil {
		return nil, fmt.Errorf("handing the reply to the bare server: %w", err)
	}
	return startProcess(ctx, on, text, b.self, asBare)
}

// sliceLength is about how long one server is asked before it is the other's turn: long enough for
// some thousand replies, short enough that what else the machine does meets both alike.
const sliceLength = 250 * time.Millisecond

// slices is how many pairs of slices, one of each server, make up a case, and how long a slice is.
func (s settings) slices() (pairs int, length time.Duration) {
	pairs = max(2, int(s.duration/(2*sliceLength)))
	return pairs, s.duration / time.Duration(2*pairs)
}

// measurePages measures those of the pages that were asked for and prints a table, row by row. file and fixture are what
// the server begins with.
func (b *bench) measurePages(ctx context.Context, out io.Writer, step func(string), cases []pageCase, file, fixture string) error {
	cases = slices.DeleteFunc(slices.Clone(cases), func(c pageCase) bool { return !slices.Contains(b.cases, c.name) })
	if len(cases) == 0 {
		return nil
	}
	file = filepath.Join(b.dir, file)
	if err := os.WriteFile(file, []byte(fixture), 0o600); err != nil {
		return fmt.Errorf("writing the fixture: %w", err)
	}
	step("starting with " + filepath.Base(file))
	chatdouble, err := b.startChatdouble(ctx, b.server, "--fixtures", file)
	if err != nil {
		return err
	}
	defer chatdouble.stop()
	pairs, length := b.slices()
	fmt.Fprintf(out, "\n%d connections, %d pairs of slices of %v; authentication, journal and limits on\n", b.connections, pairs, length)
	fmt.Fprintf(out, "%-24s %6s %12s %10s %6s  %-11s %9s %8s %6s\n",
		"page", "bytes", "chatdouble", "bare", "ratio", "quartiles", "CPU ratio", "busy", "target")
	for _, c := range cases {
		if err := b.measurePage(ctx, out, step, chatdouble, c); err != nil {
			step("")
			return fmt.Errorf("measuring %s: %w", c.name, err)
		}
	}
	if bytes, ok := chatdouble.memory(); ok {
		fmt.Fprintf(out, "memory of chatdouble after it: %s\n", megabytes(bytes))
	}
	return nil
}

func (b *bench) measurePage(ctx context.Context, out io.Writer, step func(string), chatdouble *process, c pageCase) error {
	reply, err := c.capture(chatdouble)
	if err != nil {
		return err
	}
	server, err := b.startBare(ctx, b.server, reply)
	if err != nil {
		return err
	}
	defer server.stop()
	ending := reply.Body[max(0, len(reply.Body)-16):]
	mock, err := newSide("chatdouble", chatdouble, b.connections, ending)
	if err != nil {
		return err
	}
	defer mock.close()
	bare, err := newSide("the bare server", server, b.connections, ending)
	if err != nil {
		return err
	}
	defer bare.close()

	pairs, length := b.slices()
	step(c.name + ": warming up")
	if err := both(ctx, mock, bare, c.page, length); err != nil {
		return err
	}
	mock.forget()
	bare.forget()
	for i := range pairs {
		step(fmt.Sprintf("%s: %d of %d", c.name, i+1, pairs))
		first, second := mock, bare
		if i%2 == 1 { // A B B A: a machine that becomes slower and slower favours neither
			first, second = second, first
		}
		if err := both(ctx, first, second, c.page, length); err != nil {
			return err
		}
	}
	step("")
	r := ratios(mock.rates, bare.rates)
	fmt.Fprintf(out, "%-24s %6d %10.0f/s %8.0f/s %6.2f  %.2f - %.2f %9s %8s %6s\n", c.name, len(reply.Body),
		median(mock.rates), median(bare.rates), median(r), quantile(r, 0.25), quantile(r, 0.75),
		cpuRatio(mock, bare), busy(mock)+","+busy(bare), c.target)
	return nil
}

// capture asks for the page once, and for those before it so that it is known where it begins.
func (c *pageCase) capture(server *process) (reply load.Reply, err error) {
	conn, err := load.Dial(server.address)
	if err != nil {
		return reply, err
	}
	defer conn.Close()
	for behind := 0; ; behind += c.page.People {
		if err := conn.Exchange(c.page.Request(time.Now())); err != nil {
			return reply, fmt.Errorf("asking chatdouble for the page: %w", err)
		}
		if behind >= c.behind {
			return conn.Reply(), nil
		}
		var list struct{ Next int64 }
		if err := json.Unmarshal(conn.Body(), &list); err != nil {
			return reply, fmt.Errorf("reading where the next page begins: %w", err)
		}
		if list.Next == 0 {
			return reply, fmt.Errorf("the list ends after %d rows", behind+c.page.People)
		}
		c.page.Next = list.Next
	}
}

// both measures one slice of each.
func both(ctx context.Context, first, second *side, page load.Page, length time.Duration) error {
	request := page.Request(time.Now())
	if err := first.slice(ctx, request, length); err != nil {
		return err
	}
	return second.slice(ctx, request, length)
}

// cpuRatio compares the CPU time that a request takes: a figure that other work on the machine
// touches less than the number of requests.
func cpuRatio(mock, bare *side) string {
	if mock.cpu == 0 || bare.cpu == 0 {
		return "-"
	}
	each := func(s *side) float64 { return s.cpu.Seconds() / float64(s.requests) }
	return fmt.Sprintf("%.2f", each(bare)/each(mock))
}

// busy is how much of the time the server had a CPU, in percent. Less than nearly all of it says
// that the server was not asked as fast as it could answer, or that something else ran on its CPU.
func busy(s *side) string {
	if s.cpu == 0 {
		return "-"
	}
	return fmt.Sprintf("%.0f%%", 100*s.cpu.Seconds()/s.took.Seconds())
}

func megabytes(bytes int) string { return fmt.Sprintf("%.1f MB", float64(bytes)/1e6) }
