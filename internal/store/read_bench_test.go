package store

import (
	"fmt"
	"math/rand/v2"
	"testing"
)

// shapes are a million blocks in two forms: "star" is one person who blocks a million others,
// "even" is 250,000 people who block four others each.
var shapes = []struct {
	name   string
	people int
	tie    func(tx *Tx, ids []string)
}{
	{"star", 1_000_001, func(tx *Tx, ids []string) {
		for _, id := range ids[1:] {
			_, _ = tx.Block(ids[0], id, epoch)
		}
	}},
	{"even", 250_000, func(tx *Tx, ids []string) {
		for i, id := range ids {
			for k := 1; k <= 4; k++ {
				_, _ = tx.Block(id, ids[(i+k*7919)%len(ids)], epoch)
			}
		}
	}},
}

func millionBlocks(tb testing.TB, shape int) (*Store, []string) {
	tb.Helper()
	ids := make([]string, shapes[shape].people)
	for i := range ids {
		ids[i] = fmt.Sprintf("user-%07d", i)
	}
	s := New(ByTime)
	_ = s.Update(epoch, func(tx *Tx) error {
		for _, id := range ids {
			tx.PutUser(User{ID: id, Name: id, CreatedAt: epoch})
		}
		shapes[shape].tie(tx, ids)
		tx.Blocks(ids[0], Both) // makes the lists
		return nil
	})
	return s, ids
}

// Reading with a million blocks: a person, a pair, and a page of 100 rows of whoever has most.
func BenchmarkRead(b *testing.B) {
	for i, shape := range shapes {
		s, ids := millionBlocks(b, i)
		benchmarkReads(b, shape.name, s, ids)
	}
}

func benchmarkReads(b *testing.B, name string, s *Store, ids []string) {
	rng := rand.New(rand.NewPCG(1, 1))
	picks := make([]string, 1<<14)
	for i := range picks {
		picks[i] = ids[rng.IntN(len(ids))]
	}
	for _, read := range []struct {
		name string
		once func(tx *Tx, i int) bool
	}{
		{"person", func(tx *Tx, i int) bool { _, ok := tx.User(picks[i%len(picks)]); return ok }},
		{"pair", func(tx *Tx, i int) bool { tx.HasBlocked(ids[0], picks[i%len(picks)]); return true }},
		{"page", func(tx *Tx, i int) bool {
			rows, n := tx.Blocks(ids[0], BlockedByMe), 0
			for row := range rows.From(max(0, i*7919%rows.Len()-100)) {
				if n++; n > 100 || row.User == nil {
					break
				}
			}
			return n > 0
		}},
		{"both", func(tx *Tx, i int) bool {
			n := 0
			for range tx.Blocks(picks[i%len(picks)], Both).From(0) {
				if n++; n > 100 {
					break
				}
			}
			return true
		}},
	} {
		b.Run(name+"/"+read.name, func(b *testing.B) {
			b.ReportAllocs()
			i := 0
			for b.Loop() {
				_ = s.View(epoch, func(tx *Tx) error {
					if !read.once(tx, i) {
						b.Fatal("nothing was found")
					}
					return nil
				})
				i++
			}
		})
	}
}

// Writing with a million blocks, one block made or ended at a time.
func BenchmarkWrite(b *testing.B) {
	for i, shape := range shapes {
		s, ids := millionBlocks(b, i)
		rng := rand.New(rand.NewPCG(1, 1))
		b.Run(shape.name, func(b *testing.B) {
			for b.Loop() {
				_ = s.Update(epoch, func(tx *Tx) error {
					to := ids[1+rng.IntN(len(ids)-1)]
					if !tx.Unblock(ids[0], to) {
						_, _ = tx.Block(ids[0], to, epoch)
					}
					return nil
				})
			}
		})
	}
}
