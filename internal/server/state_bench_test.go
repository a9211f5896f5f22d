package server_test

import (
	"fmt"
	"runtime"
	"strings"
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// BenchmarkStateOfMessages takes a state of a million messages in and gives it out, as an admin call does: 1,000 users,
// 1,000 groups of ten, every other message to a group, a text of 40 bytes each. "peak-MB" is the most memory that the
// process had until then.
func BenchmarkStateOfMessages(b *testing.B) {
	const messages = 1_000_000
	srv := newServer(b, chatdouble.WithBounds(chatdouble.Bounds{Messages: messages, UploadBytes: 1 << 30}))
	const call = "/__admin/apps/zim:1234567890/state"
	body := stateOfMessages(messages)
	var out string
	for _, step := range []string{"PUT", "GET", "PUT what GET gave", "GET again"} {
		b.Run(step, func(b *testing.B) {
			for range b.N {
				method, _, _ := strings.Cut(step, " ")
				reply := fetch(srv, method+" "+call, map[string]string{"PUT": body}[method])
				if reply.Code != 200 {
					b.Fatal(reply.Body)
				}
				if method == "GET" {
					out = reply.Body.String()
				}
			}
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			b.ReportMetric(float64(m.HeapSys)/1e6, "peak-MB")
			b.ReportMetric(float64(len(body))/1e6, "body-MB")
		})
		if step == "GET again" && out != body {
			b.Error("what was put comes out as something else")
		} else if step == "GET" {
			body = out
		}
		runtime.GC()
	}
}

func stateOfMessages(n int) string {
	var s strings.Builder
	s.WriteString(`{"users":[`)
	list := func(n int, item func(i int) string) {
		for i := range n {
			if i > 0 {
				s.WriteByte(',')
			}
			s.WriteString(item(i))
		}
	}
	list(1000, func(i int) string { return fmt.Sprintf(`{"userId":"user-%03d"}`, i) })
	s.WriteString(`],"groups":[`)
	list(1000, func(i int) string {
		var members strings.Builder
		for k := range 10 {
			if k > 0 {
				members.WriteByte(',')
			}
			fmt.Fprintf(&members, `"user-%03d"`, (i+k)%1000)
		}
		return fmt.Sprintf(`{"groupId":"group-%03d","owner":"user-%03d","members":[%s]}`, i, i, &members)
	})
	s.WriteString(`],"messages":[`)
	list(n, func(i int) string {
		to := fmt.Sprintf(`"toGroup":"group-%03d"`, i%1000)
		if i%2 == 0 {
			to = fmt.Sprintf(`"to":"user-%03d"`, (i+7)%1000)
		}
		return fmt.Sprintf(`{"from":"user-%03d",%s,"text":"A text of forty bytes, number %10d"}`, i%1000, to, i)
	})
	s.WriteString(`]}`)
	return s.String()
}
