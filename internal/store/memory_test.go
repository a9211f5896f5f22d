package store

import (
	"fmt"
	"runtime"
	"testing"
	"time"
)

// The memory that people and blocks cost, in bytes each, as the difference of the live heap.
// A list has been asked for, so that the blocks stand in lists too.
// "star" is one person who blocks everybody, "even" is everybody blocking three others.
func BenchmarkMemory(b *testing.B) {
	const people = 200_000
	for _, shape := range []struct {
		name  string
		edges int
		tie   func(tx *Tx, ids []string)
	}{
		{"star", people - 1, func(tx *Tx, ids []string) {
			for _, id := range ids[1:] {
				_, _ = tx.Block(ids[0], id, epoch)
			}
		}},
		{"even", 3 * people, func(tx *Tx, ids []string) {
			for i, id := range ids {
				for k := 1; k <= 3; k++ {
					_, _ = tx.Block(id, ids[(i+k*7919)%people], epoch.Add(time.Duration(i)*time.Second))
				}
			}
		}},
	} {
		b.Run(shape.name, func(b *testing.B) {
			ids := make([]string, people)
			for i := range ids {
				ids[i] = fmt.Sprintf("user-%07d", i)
			}
			for range b.N {
				empty := liveHeap()
				s := New(ByTime)
				_ = s.Update(epoch, func(tx *Tx) error {
					for _, id := range ids {
						tx.PutUser(User{ID: id, Name: id, CreatedAt: epoch})
					}
					return nil
				})
				populated := liveHeap()
				_ = s.Update(epoch, func(tx *Tx) error {
					shape.tie(tx, ids)
					tx.Blocks(ids[0], Both)
					return nil
				})
				tied := liveHeap()
				b.ReportMetric(float64(populated-empty)/people, "B/user")
				b.ReportMetric(float64(tied-populated)/float64(shape.edges), "B/block")
				runtime.KeepAlive(s)
			}
		})
	}
}

func liveHeap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
