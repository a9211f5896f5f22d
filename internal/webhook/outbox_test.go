package webhook

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"
)

// bubble runs a test with receivers that it plays.
func bubble(t *testing.T, bounds Bounds, test func(s *stage)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStage(t, bounds)
		test(s)
		s.Close()
		if n := s.Waiting(); n != 0 {
			t.Errorf("%d events wait when all is over", n)
		}
	})
}

// A try has its time, in real time; a clock of the app does not end it.
func TestTryHasItsTime(t *testing.T) {
	bubble(t, Bounds{}, func(s *stage) {
		o, clock := s.outbox("x")
		d := s.delivery("a", "1")
		d.Timeout = 2 * time.Second
		changed, err := d.Changed, error(nil)
		d.Changed = func(t Try) { changed(t); err = t.Err }
		s.Send(o, d)
		synctest.Wait()
		clock.Advance(time.Hour)
		time.Sleep(2*time.Second - time.Nanosecond) // of the bubble
		synctest.Wait()
		s.want("just before", s.of("1"), "1 waiting, 1 trying")
		time.Sleep(time.Nanosecond)
		synctest.Wait()
		s.want("in time", s.of("1"), "1 waiting, 1 trying, 1 failed")
		s.want("the reason", err.Error(), "calling the webhook: no answer within 2s")
	})
}

// What is held back goes out when it is let go, and those behind it wait for it.
func TestEventIsHeldBack(t *testing.T) {
	bubble(t, Bounds{}, func(s *stage) {
		o, _ := s.outbox("x")
		after := make(chan struct{})
		d := s.delivery("a", "1")
		d.After = after
		s.Send(o, d)
		s.send(o, "a", "2")
		s.send(o, "b", "3")
		synctest.Wait()
		s.want("while it is held back", s.with(), "b:3")
		close(after)
		synctest.Wait()
		s.want("when it is let go", s.with(), "a:1 b:3")
		d.After = make(chan struct{}) // never
		d.URL += "c"
		s.Send(o, d)
		o.End("enough")
		s.want("after the end", s.with(), "")
	})
}

// When End returns nothing is on its way, of whatever waited: in a line, for its time, with a receiver, for the
// end of an answer, for a slot.
func TestEndGivesUpEverything(t *testing.T) {
	bubble(t, Bounds{}, func(s *stage) {
		s.slots = make(chan struct{}, 2)
		o, clock := s.outbox("x")
		other, _ := s.outbox("y")
		s.send(o, "a", "later", time.Minute)
		synctest.Wait()
		s.answer("a", 500)
		synctest.Wait()
		s.send(o, "a", "with the receiver", time.Minute)
		synctest.Wait()
		s.send(o, "a", "in the line")
		s.send(other, "b", "another's")
		synctest.Wait()
		s.send(o, "c", "for a slot")
		synctest.Wait()
		s.want("before", s.with(), "a:with the receiver b:another's")
		if n := s.Waiting(); n != 5 {
			t.Errorf("%d events wait, want 5", n)
		}
		begin := time.Now()
		o.End("the state was replaced")
		o.End("and once more")
		if took := time.Since(begin); took != 0 {
			t.Errorf("the end waited for %v", took)
		}
		clock.Advance(time.Hour)
		s.send(o, "a", "too late")
		synctest.Wait()
		s.want("after", s.with(), "b:another's")
		s.want("in the line", s.of("in the line"), "1 waiting, 1 given_up")
		s.want("with the receiver", s.of("with the receiver"), "1 waiting, 1 trying, 1 given_up")
		s.want("later", s.of("later"), "1 waiting, 1 trying, 1 failed, 2 waiting, 2 given_up")
		s.want("for a slot", s.of("for a slot"), "1 waiting, 1 given_up")
		s.want("too late", s.of("too late"), "")
		if n := s.Waiting(); n != 1 {
			t.Errorf("%d events wait, want that of the other app", n)
		}
	})
}

// Large events go by their size; one alone may be as large as it likes.
func TestBoundOnBytes(t *testing.T) {
	bubble(t, Bounds{BytesOfApp: 11_000, Bytes: 16_000}, func(s *stage) {
		large := func(i int) string { return fmt.Sprintf("%020d%4000d", i, 0) }
		o, _ := s.outbox("x")
		s.send(o, "a", fmt.Sprintf("%20000d", 0))
		synctest.Wait()
		s.want("a large one alone", s.with(), fmt.Sprintf("a:%20000d", 0))
		s.answer("a", 200)
		for i := range 4 {
			synctest.Wait()
			s.send(o, "a", large(i))
		}
		s.want("2", s.of(large(2)), "1 waiting, 1 dropped")
		s.want("3", s.of(large(3)), "1 waiting")
		other, _ := s.outbox("y")
		s.send(other, "b", large(8))
		synctest.Wait()
		s.send(other, "b", large(9)) // the two apps hold as much
		s.want("3", s.of(large(3)), "1 waiting, 1 dropped")
		s.want("9", s.of(large(9)), "1 waiting")
	})
}

// Receivers that never answer hold up no other app, however many events they have.
func TestDeadReceiversHoldUpNobody(t *testing.T) {
	bubble(t, Bounds{Events: 10_000}, func(s *stage) {
		for i := range 20 {
			dead, _ := s.outbox(fmt.Sprint("dead", i))
			for k := range 300 {
				s.send(dead, fmt.Sprintf("dead%d-%d", i, k%25), fmt.Sprint(i, " ", k))
			}
		}
		o, _ := s.outbox("alive")
		s.send(o, "b", "1")
		synctest.Wait()
		s.answer("b", 200)
		synctest.Wait()
		s.want("the event of the app that lives", s.of("1"), "1 waiting, 1 trying, 1 delivered")
		if n := s.Waiting(); n != 6000 {
			t.Errorf("%d events wait, want 6000", n)
		}
		if since := time.Since(time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)); since != 0 { // when a bubble begins
			t.Errorf("that took %v", since)
		}
	})
}

// Close waits for nobody, says what it has given up, and lets nothing begin.
func TestCloseSaysWhatIsLeft(t *testing.T) {
	bubble(t, Bounds{Events: 10_000}, func(s *stage) {
		for i := range 12 {
			o, _ := s.outbox(fmt.Sprint("app", i))
			for k := range 1000 {
				s.send(o, fmt.Sprint("dead", i), fmt.Sprint(i, "-", k))
			}
		}
		idle, _ := s.outbox("idle")
		synctest.Wait()
		begin := time.Now()
		left := s.Close()
		if took := time.Since(begin); took != 0 {
			t.Errorf("Close waited for %v", took)
		}
		total := 0
		for _, l := range left {
			total += l.Events
		}
		if len(left) != 12 || total != 10_000 {
			t.Errorf("left: %v, %d in all, want 10000 of 12 apps", left, total)
		}
		s.want("one that was with a receiver", s.of("3-0"), "1 waiting, 1 trying, 1 given_up")
		s.send(idle, "a", "too late")
		s.want("too late", s.of("too late"), "1 given_up")
		if again := s.Close(); len(again) != 0 {
			t.Errorf("Close gave up once more: %v", again)
		}
	})
}
