package zegoapi

import "github.com/chatdouble/mockserver/internal/gateway"

// cursors turn a place in one list into the Next of an answer and back. The page of QueryBlacklist
// warns that Next is unrelated to the list, so a client must hand it back as it came: the numbers
// look random, so that one which counts on an offset is caught. They stay below 2^53, the largest
// whole number that every JSON reader keeps.
type cursors struct{ key uint64 }

// mixBits turns a number of 52 bits into another one that looks random, and back.
func (k cursors) mixBits(v uint64) uint64 {
	left, right := v>>halfBits, v&halfMask
	for round := range uint64(4) {
		left, right = right, left^k.scramble(round, right)
	}
	return left<<halfBits | right
}

func (k cursors) unmixBits(v uint64) uint64 {
	left, right := v>>halfBits, v&halfMask
	for round := range uint64(4) {
		left, right = right^k.scramble(3-round, left), left
	}
	return left<<halfBits | right
}

// A place is the number of the last row that was given out, 32 bits, under 20 bits that tell a
// cursor of this list from any other number.
const (
	placeBits = 32
	checkBits = 20
	halfBits  = (placeBits + checkBits) / 2
	halfMask  = 1<<halfBits - 1
)

// cursorsOf makes the cursors of one list.
func cursorsOf(seed int64, list string) cursors {
	key := gateway.Mix(uint64(seed))
	for i := range len(list) {
		key = gateway.Mix(key ^ uint64(list[i]))
	}
	return cursors{key}
}

// after is the Next that goes on behind a row.
func (k cursors) after(seq uint32) int64 {
	return int64(k.mixBits(uint64(seq)<<checkBits|k.check(seq))) + 1 // never 0, which means the end
}

// place reads a Next. It reports false for a number that no answer of this list ever held.
func (k cursors) place(next int64) (uint32, bool) {
	v := uint64(next - 1)
	if next < 1 || v >= 1<<(placeBits+checkBits) {
		return 0, false
	}
	v = k.unmixBits(v)
	seq := uint32(v >> checkBits)
	return seq, v&(1<<checkBits-1) == k.check(seq)
}

func (k cursors) check(seq uint32) uint64 {
	return gateway.Mix(k.key^uint64(seq)) & (1<<checkBits - 1)
}

func (k cursors) scramble(round, half uint64) uint64 {
	return gateway.Mix(k.key+round<<halfBits+half) & halfMask
}
