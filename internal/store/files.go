package store

// File is one that a client has sent. A stored File never changes.
type File struct {
	ID    string // that nobody guesses
	Name  string // as the client calls it
	Type  string // its media type, as the client says
	Bytes []byte

	came uint64
}

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
	l.put(&f)
	l.bytes += len(f.Bytes)
	for l.bytes > MostFileBytes {
		oldest := l.by(0).at(0)
		l.drop(oldest.ID)
		l.bytes -= len(oldest.Bytes)
	}
}

// File is the file with that id.
func (tx *Tx) File(id string) (File, bool) { return valueOf(files.of(tx.state).get(id)) }
