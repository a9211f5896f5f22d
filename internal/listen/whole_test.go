package listen

import (
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// pieces notes what is written at once. net.Buffers hands it piece after piece.
type pieces struct {
	net.Conn
	lengths []int
}

func (p *pieces) Write(b []byte) (int, error) {
	p.lengths = append(p.lengths, len(b))
	return p.Conn.Write(b)
}

// Every reply arrives as it was, whatever its length, and however the handler writes it.
func TestRepliesArriveWhole(t *testing.T) {
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var size, parts int
		_, _ = fmt.Sscanf(r.URL.Path, "/%d/%d", &size, &parts)
		w.Header().Set("Content-Length", fmt.Sprint(size))
		body := bytes.Repeat([]byte("x"), size)
		for i := range parts {
			_, _ = w.Write(body[i*size/parts : (i+1)*size/parts])
		}
	}))
	l, err := Listen("127.0.0.1:0", func([]byte, int) []byte { return nil })
	if err != nil {
		t.Fatal(err)
	}
	_ = server.Listener.Close()
	server.Listener = l
	server.Start()
	defer server.Close()
	client := server.Client()
	client.Timeout = 20 * time.Second
	sizes := []int{0, 1, 2047, 2048, 2049, 8191, 8192, 100_000}
	for size := 3_850; size < 4_150; size++ { // around what fills the buffer together with the headers
		sizes = append(sizes, size)
	}
	for _, size := range sizes {
		for parts := 1; parts <= 3; parts++ {
			for _, method := range []string{http.MethodGet, http.MethodHead} {
				request, err := http.NewRequest(method, fmt.Sprintf("%s/%d/%d", server.URL, size, parts), nil)
				if err != nil {
					t.Fatal(err)
				}
				answer, err := client.Do(request)
				if err != nil {
					t.Fatalf("%s, %d bytes in %d parts: %v", method, size, parts, err)
				}
				body, err := io.ReadAll(answer.Body)
				_ = answer.Body.Close()
				want := size
				if method == http.MethodHead {
					want = 0
				}
				if err != nil || len(body) != want {
					t.Fatalf("%s, %d bytes in %d parts: %d arrived, %v", method, size, parts, len(body), err)
				}
			}
		}
	}
}

func TestFirstPieceWaits(t *testing.T) {
	reply := []byte("HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n")
	reply = append(reply, bytes.Repeat([]byte("x"), 10_000)...)
	short := bytes.Replace(reply, []byte("Length: 10000"), []byte("Length: 04054"), 1)[:bufferSize]
	// The answer to a HEAD: it promises a body and has none.
	headers := append([]byte("HTTP/1.1 200 OK\r\nContent-Length: 10000\r\nX: "), bytes.Repeat([]byte("x"), bufferSize)...)
	headers = append(headers[:bufferSize-4], "\r\n\r\n"...)
	chunked := bytes.Replace(reply, []byte("Content-Length: 10000"), []byte("Transfer-Encoding: chunked"), 1)
	for name, tt := range map[string]struct {
		write [][]byte
		want  []int
	}{
		"a large reply":        {[][]byte{reply[:bufferSize], reply[bufferSize:]}, []int{bufferSize, len(reply) - bufferSize}},
		"it is never finished": {[][]byte{reply[:bufferSize]}, []int{bufferSize}},
		"a full buffer, all":   {[][]byte{short}, []int{bufferSize}},
		"a small reply":        {[][]byte{reply[:100]}, []int{100}},
		"headers alone":        {[][]byte{headers}, []int{bufferSize}},
		"no length":            {[][]byte{chunked[:bufferSize]}, []int{bufferSize}},
		"not a reply":          {[][]byte{reply[100 : 100+bufferSize]}, []int{bufferSize}},
	} {
		t.Run(name, func(t *testing.T) {
			a, b := net.Pipe()
			closed := make(chan struct{})
			go func() {
				_, _ = io.Copy(io.Discard, b)
				close(closed)
			}()
			below := &pieces{Conn: a}
			w := &whole{lazy: newLazy(below)}
			for i, p := range tt.write {
				if n, err := w.Write(p); n != len(p) || err != nil {
					t.Fatalf("Write = %d, %v", n, err)
				}
				if waits := len(tt.write) > 1 || name == "it is never finished"; i == 0 && waits != (len(below.lengths) == 0) {
					t.Errorf("after the first piece %v was written", below.lengths)
				}
			}
			_ = w.Close()
			<-closed
			if fmt.Sprint(below.lengths) != fmt.Sprint(tt.want) {
				t.Errorf("written %v, want %v", below.lengths, tt.want)
			}
		})
	}
}
