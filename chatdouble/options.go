package chatdouble

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"github.com/chatdouble/mockserver/internal/fixture"
	"github.com/chatdouble/mockserver/internal/server"
)

// DefaultMaxBody is the largest request body that is read unless told otherwise, in bytes.
const DefaultMaxBody = 1 << 20

// Option is a setting of a server, for [New] and [Start]; some are for [Connect], too.
type Option func(*config) error

type config struct {
	server.Settings

	unmatched       func(Request)
	failOnUnmatched bool
	httpClient      *http.Client // of Connect
}

// WithFixtureFiles begins with the apps and people of fixtures. A path is a file, or a folder, of which
// all *.yaml and *.yml files are read. They are merged in the order given.
func WithFixtureFiles(paths ...string) Option {
	return func(c *config) error {
		for _, path := range paths {
			if path == "-" {
				return errors.New(`fixture "-": a library has no standard input; use WithFixtureYAML`)
			}
			sources, err := fixture.Read(path, nil)
			if err != nil {
				return err
			}
			c.Fixtures = append(c.Fixtures, sources...)
		}
		return nil
	}
}

// WithFixtureYAML begins with the apps and people of a fixture given as text, YAML or JSON. The name
// stands in errors, as a file's name would. With other fixtures it is merged.
func WithFixtureYAML(name, yaml string) Option {
	return func(c *config) error {
		c.Fixtures = append(c.Fixtures, fixture.Source{Name: name, Data: []byte(yaml)})
		return nil
	}
}

// WithSeed sets the seed of all generated people and ids, and of what faults draw, in the place of the
// fixture's. The same seed gives the same ones.
func WithSeed(seed int64) Option {
	return func(c *config) error { c.Seed = &seed; return nil }
}

// WithTime starts the clock at t, whose year must be 1970 to 9998. It runs from there. The zero time means now.
func WithTime(t time.Time) Option {
	return func(c *config) error { c.Time = t; return nil }
}

// WithFrozenTime starts the clock at t, whose year must be 1970 to 9998, and holds it still. The zero time
// means now.
func WithFrozenTime(t time.Time) Option {
	return func(c *config) error { c.Time, c.Frozen = t, true; return nil }
}

// WithLimits switches all rate limits on or off. They are on by default. When they are off, calls are
// still counted, and none is refused.
func WithLimits(on bool) Option {
	return func(c *config) error { c.NoLimits = !on; return nil }
}

// WithJournalSize sets how many requests are kept for each app, 1000 by default, at least 1.
func WithJournalSize(requests int) Option {
	return func(c *config) error {
		if requests < 1 {
			return fmt.Errorf("the journal size is %d; it must be at least 1", requests)
		}
		c.JournalSize = requests
		return nil
	}
}

// WithMaxBody sets the largest request body that is read, in bytes, [DefaultMaxBody] by default.
func WithMaxBody(bytes int64) Option {
	return func(c *config) error {
		if bytes < 1 {
			return fmt.Errorf("the largest body is %d bytes; it must be at least 1", bytes)
		}
		c.MaxBody = bytes
		return nil
	}
}

// WithAdmin switches the server's own API under /__admin on or off. It is on by default.
// [Server.Admin] answers in any case.
func WithAdmin(on bool) Option {
	return func(c *config) error { c.NoAdmin = !on; return nil }
}

// WithAdminToken protects the server's own API: callers must send "Authorization: Bearer TOKEN". It makes
// [Connect] send this header. The health checks stay open. When the token is empty, as by default,
// everybody may call.
func WithAdminToken(token string) Option {
	return func(c *config) error { c.AdminToken = token; return nil }
}

// WithAdminHosts names further hosts of the server's own API, by name or address and without a port. By
// default a browser reaches it only by an address, localhost, the machine's name or chatdouble, and pages
// of other origins are refused; pages of the hosts named here may use it too.
func WithAdminHosts(hosts ...string) Option {
	return func(c *config) error {
		c.AdminHosts = append(c.AdminHosts, hosts...)
		return nil
	}
}

// WithHTTPClient makes [Connect] call the admin API by an HTTP client of your own, for example one
// that trusts the server's certificate.
func WithHTTPClient(client *http.Client) Option {
	return func(c *config) error {
		if client == nil {
			return errors.New("the HTTP client is nil; leave WithHTTPClient out to have one made")
		}
		c.httpClient = client
		return nil
	}
}

// WithLogger sets where log lines go. By default there are none.
func WithLogger(log *slog.Logger) Option {
	return func(c *config) error {
		if log == nil {
			return errors.New("the logger is nil; leave WithLogger out to have no log")
		}
		c.Log = log
		return nil
	}
}

// WithCallbackHosts names hosts that events may be delivered to beside this machine; "*" is every
// host. By default webhooks of other hosts are not called.
func WithCallbackHosts(hosts ...string) Option {
	return func(c *config) error { c.CallbackHosts = append(c.CallbackHosts, hosts...); return nil }
}

// WithCACertificate gives the certificate (PEM) that clients must trust to call the server by TLS. It
// is handed out at /__admin/certs/ca.pem. The function is called for each such request, by several
// goroutines at a time; nil without an error says that there is none.
func WithCACertificate(pem func() ([]byte, error)) Option {
	return func(c *config) error { c.CA = pem; return nil }
}

// WithFaults begins with fault rules for all apps, given as JSON: a rule as POST /__admin/faults
// takes it, or a list of them. Given more than once, the rules are added. Reset goes back to them.
func WithFaults(rules ...string) Option {
	return func(c *config) error {
		for _, text := range rules {
			parsed, err := server.ParseFaults(text)
			if err != nil {
				return err
			}
			c.Faults = append(c.Faults, parsed...)
		}
		return nil
	}
}
