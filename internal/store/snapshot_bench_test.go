package store

import (
	"math/rand/v2"
	"testing"
)

// Taking and restoring a snapshot of a million blocks, and what the first writes after it cost:
// one, then a thousand at random places, each for itself. Compare with BenchmarkWrite.
func BenchmarkSnapshot(b *testing.B) {
	for i, shape := range shapes {
		s, ids := millionBlocks(b, i)
		rng := rand.New(rand.NewPCG(1, 1))
		write := func(from, to string) {
			_ = s.Update(epoch, func(tx *Tx) error {
				if !tx.Unblock(from, to) {
					_, _ = tx.Block(from, to, epoch)
				}
				return nil
			})
		}
		from := func() string {
			if shape.name == "star" {
				return ids[0]
			}
			return ids[rng.IntN(len(ids))]
		}
		to := func() string { return ids[1+rng.IntN(len(ids)-1)] }

		b.Run(shape.name+"/take", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s.Snapshot()
			}
		})
		snap := s.Snapshot()
		b.Run(shape.name+"/restore", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s.Restore(snap)
			}
		})
		b.Run(shape.name+"/restore-and-write-once", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s.Restore(snap)
				write(from(), to())
			}
		})
		b.Run(shape.name+"/restore-and-write-1000", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				s.Restore(snap)
				for range 1000 {
					write(from(), to())
				}
			}
		})
		benchmarkReads(b, shape.name+"/then", s, ids)
	}
}
