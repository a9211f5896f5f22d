package server

import (
	"errors"

	"github.com/chatdouble/mockserver/internal/bounds"
	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/store"
)

// largeFixture is from how many bytes on a fixture is read alone: it takes up to ten times its size in memory
// while it is.
const largeFixture = 1 << 20

// readAlone waits until no other large fixture is being read; done lets the next one begin.
func (s *Server) readAlone(bytes int) (done func()) {
	if bytes < largeFixture {
		return func() {}
	}
	s.reading.Lock()
	return s.reading.Unlock
}

// parse reads a fixture that comes over HTTP into a state of that size. base is its pointer in the body.
func (s *Server) parse(vendor string, text []byte, there store.Size, base string) (parsed section, world fixture.World, err error) {
	app, world, err := fixture.ParseApp(&File{}, vendor, text, fixture.Room{
		Users:    s.bounds.Most(bounds.Users) + there.Users, // what is there needs no room
		Ties:     s.bounds.Most(bounds.Ties) + there.Ties,
		Messages: s.bounds.Most(bounds.Messages) + there.Messages,
	})
	var above *fixture.RoomError
	if errors.As(err, &above) {
		_, err = s.bounds.Reserve(wants(above.Listed, there)...)
	} else if err != nil {
		err = refusal(err, base)
	}
	if err != nil {
		return nil, world, err
	}
	return app.(section), world, nil
}

// roomFor takes the room for what a fixture brings, and for more; there says how much of it is there already.
func (s *Server) roomFor(parsed section, there store.Size, more ...bounds.Want) (free func(), err error) {
	return s.bounds.Reserve(append(more, wants(fixture.Size(parsed), there)...)...)
}

func wants(all, there store.Size) []bounds.Want {
	return []bounds.Want{
		{Kind: bounds.Users, N: all.Users - there.Users},
		{Kind: bounds.Ties, N: all.Ties - there.Ties},
		{Kind: bounds.Messages, N: all.Messages - there.Messages},
	}
}
