package store

import "time"

// File is one that a client has sent. A stored File never changes.
type File struct {
	ID    string // that nobody guesses
	Name  string // as the client calls it
	Type  string // its media type, as the client says
	Bytes []byte
	Until time.Time // for how long its bytes may still come; zero for one that is there

	came uint64
}

// weight is what it counts.
func (f *File) weight() int { return len(f.Bytes) + leastFile }

// leastFile is what one without a byte counts: the value and its places in two trees.
const leastFile = 512

// MostFileBytes is how much an app keeps of files. The oldest go for the new ones: a server that has run for long takes
// what a new one takes, and who has just sent a file finds it.
const MostFileBytes = 32 << 20

// fileList has the files in the order in which they came beside that of their ids.
type fileList struct {
	collection[string, File]
	bytes int
}

var files = keep(func(Order) *fileList {
	return &fileList{collection: *keyed(func(f *File) string { return f.ID }, func(a, b *File) bool { return a.came < b.came })}
})

func (l *fileList) fork() part { return &fileList{l.copied(), l.bytes} }

// AddFile keeps a file, whose id must be new, as long as there is room. Its bytes must not be changed afterwards.
func (tx *Tx) AddFile(f File) {
	l := files.in(tx)
	f.came = l.next()
	l.add(&f)
}

func (l *fileList) add(f *File) {
	l.put(f)
	l.bytes += f.weight()
	for l.bytes > MostFileBytes {
		oldest := l.by(0).at(0)
		l.drop(oldest.ID)
		l.bytes -= oldest.weight()
	}
}

// FillFile gives a file its bytes, which must not be changed afterwards. It reports false when nobody waits for them, or
// not any more.
func (tx *Tx) FillFile(id string, bytes []byte) bool {
	l := files.in(tx)
	promised, ok := l.get(id)
	if !ok || promised.Until.IsZero() || tx.now.After(promised.Until) {
		return false
	}
	l.bytes -= promised.weight()
	f := *promised
	f.Bytes, f.Until = bytes, time.Time{}
	l.add(&f)
	return true
}

// File is the file with that id.
func (tx *Tx) File(id string) (File, bool) { return valueOf(files.of(tx.state).get(id)) }
