package zegoapi_test

import (
	"testing"

	"github.com/chatdouble/mockserver/chatdouble"
)

// A million messages of a thousand people, made from the seed.
func BenchmarkGenerateMessages(b *testing.B) {
	for b.Loop() {
		openFixture(b, "zim: [{appId: 77, serverSecret: secret, generate: {users: 1000, messages: {each: 1000}}}]", "77", "secret", chatdouble.WithLimits(false))
	}
}
