package bounds

import (
	"errors"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
)

// Each row says all that its readers need, of a member of its own.
func TestTable(t *testing.T) {
	t.Parallel()
	var l Limits
	for kind := range Table {
		b := &Table[kind]
		if b.Name == "" || b.Many == "" || b.Meaning == "" || (b.One == "") != (b.Status == 0) || (b.Advice == "") != (b.Status == 0) {
			t.Errorf("bound %d has a text left out: %+v", kind, b)
		}
		if !strings.HasPrefix(b.Name, "max-") || strings.ReplaceAll(strings.TrimPrefix(b.Name, "max-"), "-", "_") != b.What {
			t.Errorf("%s is called %s in the metrics", b.Name, b.What)
		}
		if b.Default < 1 || b.Each < 1 {
			t.Errorf("%s: %+v", b.Name, b)
		}
		if n := b.Of(&l); *n != 0 {
			t.Errorf("%s shares its member with another row", b.Name)
		} else {
			*n = int64(kind + 1)
		}
	}
	if got := l.Complete(); got != l {
		t.Errorf("what is given does not stay: %+v became %+v", l, got)
	}
}

// The defaults are for a container of 512 MB: half of it for what is held, half for the garbage collector,
// which lets the heap grow to twice of what is alive.
func TestDefaultsFitTheirContainer(t *testing.T) {
	t.Parallel()
	const container = 512_000_000
	var sum int64
	for i := range Table {
		sum += Table[i].Default * Table[i].Each
	}
	if sum > container/2 {
		t.Errorf("full to all bounds a server holds %d MB; at most %d fit", sum/1e6, container/2_000_000)
	}
}

// However many callers there are, there is never more than the bound, and room is never refused to one while
// it is there for all that have asked.
func TestReserveNeverGoesAbove(t *testing.T) {
	t.Parallel()
	h := New(Limits{Apps: 7, Users: 100})
	var wait sync.WaitGroup
	for seed := range uint64(8) {
		wait.Go(func() {
			rng := rand.New(rand.NewPCG(seed, 1))
			for range 2000 {
				free, err := h.Reserve(Want{Apps, 1}, Want{Users, rng.Int64N(40)})
				if apps, users := h.Now(Apps), h.Now(Users); apps > 7 || users > 100 {
					t.Errorf("%d apps and %d users are held", apps, users)
				}
				if err == nil {
					free()
				}
			}
		})
	}
	wait.Wait()
	if h.Now(Apps) != 0 || h.Now(Users) != 0 {
		t.Errorf("%d apps and %d users are still held", h.Now(Apps), h.Now(Users))
	}
}

func TestFull(t *testing.T) {
	t.Parallel()
	h := New(Limits{Apps: 2, Waits: 1, UploadBytes: 1000})
	held := int64(1) // counted elsewhere
	h.Measure(Apps, func() int64 { return held })
	for _, tt := range []struct {
		kind   int
		n      int64
		status int // 0: there is room
		text   string
	}{
		{Apps, 1, 0, ""},
		{Apps, 0, 0, ""},
		{Apps, -5, 0, ""},
		{Apps, 2, 409, "2 apps more do not fit: the server has 1, and --max-apps is 2; delete those that are no longer needed, or start the server with a larger --max-apps"},
		{Apps, 3, 413, "3 apps more do not fit: the server has 1, and --max-apps is 2; start the server with a larger --max-apps"},
		{Apps, 1<<63 - 1, 413, "9223372036854775807 apps more"},
		{Waits, 1, 0, ""},
		{Waits, 2, 413, ""},
		{UploadBytes, 1001, 413, "--max-upload-bytes is 1000"},
	} {
		free, err := h.Reserve(Want{tt.kind, tt.n})
		if err == nil {
			free()
		}
		var full *Full
		status := 0
		if errors.As(err, &full) {
			status = full.Status()
		}
		if status != tt.status || status != 0 && !strings.Contains(err.Error(), tt.text) {
			t.Errorf("%d of %s: %d %v, want %d %s", tt.n, Table[tt.kind].What, status, err, tt.status, tt.text)
		}
	}
	free, _ := h.Reserve(Want{Waits, 1})
	if _, err := h.Reserve(Want{Apps, 1}, Want{Waits, 1}); err == nil || err.(*Full).Status() != 429 || h.Now(Apps) != 1 {
		t.Errorf("a second wait: %v, and %d apps are held", err, h.Now(Apps))
	}
	free()
	if h.Refused(Apps) != 3 || h.Refused(Waits) != 2 || h.Refused(Users) != 0 {
		t.Errorf("refused %d apps, %d waits and %d users", h.Refused(Apps), h.Refused(Waits), h.Refused(Users))
	}
	var none *Held
	if free, err := none.Reserve(Want{Apps, 1 << 40}); err != nil {
		t.Error(err)
	} else {
		free()
	}
}
