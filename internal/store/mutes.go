package store

import (
	"cmp"
	"iter"
	"slices"
)

// Mutes lists the groups in which somebody was muted, whether that has ended or not, in the order in which they came.
// Beside each are the members who were muted by name.
func (tx *Tx) Mutes() iter.Seq2[*Group, []Member] {
	muted := slices.Collect(groups.of(tx.state).by(byGroupMute).all())
	named := make(map[*end][]Member)
	for of := range noted.of(tx.state).by(byMute).all() {
		m, _ := tx.Member(of.from.id, of.to.id)
		if named[of.from] == nil && m.Group.Mute.Until == Never {
			muted = append(muted, m.Group)
		}
		named[of.from] = append(named[of.from], m)
	}
	slices.SortFunc(muted, func(a, b *Group) int { return cmp.Compare(a.end.n, b.end.n) })
	return func(yield func(*Group, []Member) bool) {
		for _, g := range muted {
			if !yield(g, named[g.end]) {
				return
			}
		}
	}
}
