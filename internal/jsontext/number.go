package jsontext

import "strconv"

// pairs are the numbers from 00 to 99.
const pairs = "00010203040506070809" +
	"10111213141516171819" +
	"20212223242526272829" +
	"30313233343536373839" +
	"40414243444546474849" +
	"50515253545556575859" +
	"60616263646566676869" +
	"70717273747576777879" +
	"80818283848586878889" +
	"90919293949596979899"

// AppendSeconds appends a time in Unix seconds: ten digits from 2001 to 2286, which a page of 100
// people has a hundred of. It takes a third of strconv's time.
func AppendSeconds(dst []byte, n int64) []byte {
	if n < 1e9 || n >= 1e10 {
		return strconv.AppendInt(dst, n, 10)
	}
	dst = append(dst, "0000000000"...)
	put10((*[10]byte)(dst[len(dst)-10:]), n)
	return dst
}

// AppendMillis appends a time in Unix milliseconds, likewise.
func AppendMillis(dst []byte, n int64) []byte {
	s := n / 1000
	if s < 1e9 || s >= 1e10 {
		return strconv.AppendInt(dst, n, 10)
	}
	dst = append(dst, "0000000000000"...)
	b := dst[len(dst)-13:]
	put10((*[10]byte)(b), s)
	ms := uint32(n - s*1000)
	b[10] = byte('0' + ms/100)
	two := ms % 100 * 2
	b[11], b[12] = pairs[two], pairs[two+1]
	return dst
}

// put10 writes a number of ten digits.
func put10(b *[10]byte, n int64) {
	high := uint32(n / 1e8)
	low := uint32(n % 1e8)
	h4, l4 := low/1e4, low%1e4
	i := high * 2
	b[0], b[1] = pairs[i], pairs[i+1]
	i = h4 / 100 * 2
	b[2], b[3] = pairs[i], pairs[i+1]
	i = h4 % 100 * 2
	b[4], b[5] = pairs[i], pairs[i+1]
	i = l4 / 100 * 2
	b[6], b[7] = pairs[i], pairs[i+1]
	i = l4 % 100 * 2
	b[8], b[9] = pairs[i], pairs[i+1]
}
