package admin

import (
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/chatdouble/mockserver/internal/bounds"
	"github.com/chatdouble/mockserver/internal/listen"
	"github.com/chatdouble/mockserver/internal/shape"
)

// The largest bodies that are read, in bytes.
const (
	maxBody  = 1 << 20
	MaxState = shape.MaxSize // of a call that takes a fixture
	maxRule  = 64 << 10      // of a fault rule
)

// smallBody is the size up to which a body is read whatever else is being read.
const smallBody = 64 << 10

// readBody reads the whole body of a call. A large one takes its room among all that are being read until done
// is called: at once when its length is announced, so that it is refused unread, else as it comes.
func (a *api) readBody(w http.ResponseWriter, r *http.Request, limit int64) (body []byte, done func(), err error) {
	if r.Body == nil || r.ContentLength == 0 {
		return nil, func() {}, nil
	}
	b := bodyReader{api: a, from: listen.Body(w, r, limit), limit: limit}
	length := r.ContentLength
	if length > limit {
		length = 0 // the first read says so
	}
	if err := b.read(length); err != nil {
		b.done()
		_, _ = listen.Body(w, r, 0).Read(make([]byte, 1)) // the rest stays unread
		return nil, nil, err
	}
	return b.body, b.done, nil
}

func tooLarge(limit int64) error {
	return &Refusal{Status: http.StatusRequestEntityTooLarge, Detail: fmt.Sprintf("the body has more than %d bytes, which is the most for this call", limit)}
}

// bodyReader is a body as far as it has been read.
type bodyReader struct {
	*api
	from  io.Reader
	limit int64
	body  []byte
	freed []func()
}

// read reads to the end of a body with that length, which is negative when it is not known.
func (b *bodyReader) read(length int64) error {
	if err := b.grow(max(length, 0) + 1); err != nil { // one more, to see the end
		return err
	}
	for {
		n, err := b.from.Read(b.body[len(b.body):cap(b.body)])
		b.body = b.body[:len(b.body)+n]
		var large *http.MaxBytesError
		switch {
		case err == io.EOF:
			return nil
		case errors.As(err, &large):
			return tooLarge(b.limit)
		case err != nil:
			return badRequest("the body could not be read: %v", err)
		}
		if len(b.body) == cap(b.body) {
			if err := b.grow(2 * int64(cap(b.body))); err != nil {
				return err
			}
		}
	}
}

// grow makes room for a body of that size.
func (b *bodyReader) grow(size int64) error {
	size = min(max(size, 512), b.limit+1)
	if more := size - int64(cap(b.body)); size > smallBody {
		free, err := b.Bounds.Reserve(bounds.Want{Kind: bounds.UploadBytes, N: more})
		if err != nil {
			return err
		}
		b.freed = append(b.freed, free)
	}
	b.body = append(make([]byte, 0, size), b.body...)
	return nil
}

func (b *bodyReader) done() {
	for _, free := range b.freed {
		free()
	}
}
