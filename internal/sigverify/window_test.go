package sigverify

import (
	"math"
	"math/big"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

func TestFresh(t *testing.T) {
	t.Parallel()
	now := time.Unix(1615186943, 0)
	for _, tt := range []struct {
		name      string
		timestamp int64
		now       time.Time
		want      bool
	}{
		{"same moment", 1615186943, now, true},
		{"600 s old", 1615186343, now, true},
		{"601 s old", 1615186342, now, false},
		{"600 s ahead", 1615187543, now, true},
		{"601 s ahead", 1615187544, now, false},
		{"fraction dropped, old", 1615186343, now.Add(999 * time.Millisecond), true},
		{"fraction dropped, ahead", 1615187544, now.Add(999 * time.Millisecond), false},
		{"milliseconds", 1615186943000, now, false},
		{"largest", math.MaxInt64, now, false},
		{"smallest", math.MinInt64, now, false},
		{"largest before 1970", math.MaxInt64, time.Unix(-1, 0), false},
		{"smallest at 1970", math.MinInt64, time.Unix(0, 0), false},
		{"zero", 0, time.Unix(600, 0), true},
		{"across 1970", -300, time.Unix(300, 0), true},
		{"across 1970, too far", -301, time.Unix(300, 0), false},
		{"other zone", 1615186943, now.In(time.FixedZone("", 9*3600)), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := Fresh(tt.timestamp, tt.now); got != tt.want {
				t.Errorf("Fresh(%d, %d) = %v, want %v", tt.timestamp, tt.now.Unix(), got, tt.want)
			}
		})
	}
}

func TestSkewNeverOverflows(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(5, 6))
	edges := []int64{math.MinInt64, math.MinInt64 + 1, -1, 0, 1, math.MaxInt64 - 1, math.MaxInt64}
	check := func(a, b int64) {
		want := new(big.Int).Sub(big.NewInt(a), big.NewInt(b))
		want.Abs(want)
		if got := skew(a, b); !want.IsUint64() || got != want.Uint64() {
			t.Errorf("skew(%d, %d) = %d, want %d", a, b, got, want)
		}
	}
	for _, a := range edges {
		for _, b := range edges {
			check(a, b)
		}
		check(a, int64(rng.Uint64()))
	}
	for range 1000 {
		check(int64(rng.Uint64()), int64(rng.Uint64()))
	}
}

func TestDiagnoseTimestamp(t *testing.T) {
	t.Parallel()
	now := time.Date(2021, 3, 8, 7, 20, 0, 0, time.FixedZone("", -5*3600)).Add(5 * -time.Hour) // 07:20 UTC
	for _, tt := range []struct {
		name      string
		timestamp int64
		want      string
	}{
		{
			"behind", 1615186943,
			"Timestamp 1615186943 (2021-03-08T07:02:23Z) is 1057 s behind the server's clock 1615188000 " +
				"(2021-03-08T07:20:00Z); at most 600 s either way is allowed",
		},
		{
			"ahead", 1615189000,
			"Timestamp 1615189000 (2021-03-08T07:36:40Z) is 1000 s ahead of the server's clock 1615188000 " +
				"(2021-03-08T07:20:00Z); at most 600 s either way is allowed",
		},
		{
			"equal", 1615188000,
			"Timestamp 1615188000 (2021-03-08T07:20:00Z) is equal to the server's clock 1615188000 " +
				"(2021-03-08T07:20:00Z); at most 600 s either way is allowed",
		},
		{
			"milliseconds", 1615188000123,
			"Timestamp 1615188000123 (after the year 9999) is 1613572812123 s ahead of the server's clock 1615188000 " +
				"(2021-03-08T07:20:00Z); at most 600 s either way is allowed. This looks like milliseconds: " +
				"send seconds, here 1615188000 (2021-03-08T07:20:00Z)",
		},
		{
			"microseconds", 1615188000123456,
			"Timestamp 1615188000123456 (after the year 9999) is 1615186384935456 s ahead of the server's clock " +
				"1615188000 (2021-03-08T07:20:00Z); at most 600 s either way is allowed. This looks like " +
				"microseconds: send seconds, here 1615188000 (2021-03-08T07:20:00Z)",
		},
		{
			"nanoseconds", 1615188000123456789,
			"Timestamp 1615188000123456789 (after the year 9999) is 1615187998508268789 s ahead of the server's clock " +
				"1615188000 (2021-03-08T07:20:00Z); at most 600 s either way is allowed. This looks like " +
				"nanoseconds: send seconds, here 1615188000 (2021-03-08T07:20:00Z)",
		},
		{
			"smallest", math.MinInt64,
			"Timestamp -9223372036854775808 (before the year 0000) is 9223372038469963808 s behind the server's clock " +
				"1615188000 (2021-03-08T07:20:00Z); at most 600 s either way is allowed",
		},
		{
			"last second of the last year", 253402300799,
			"Timestamp 253402300799 (9999-12-31T23:59:59Z) is 251787112799 s ahead of the server's clock 1615188000 " +
				"(2021-03-08T07:20:00Z); at most 600 s either way is allowed. This looks like milliseconds: " +
				"send seconds, here 253402300 (1978-01-11T21:31:40Z)",
		},
		{
			"next second", 253402300800,
			"Timestamp 253402300800 (after the year 9999) is 251787112800 s ahead of the server's clock 1615188000 " +
				"(2021-03-08T07:20:00Z); at most 600 s either way is allowed. This looks like milliseconds: " +
				"send seconds, here 253402300 (1978-01-11T21:31:40Z)",
		},
		{
			"first year", -62167219200,
			"Timestamp -62167219200 (0000-01-01T00:00:00Z) is 63782407200 s behind the server's clock 1615188000 " +
				"(2021-03-08T07:20:00Z); at most 600 s either way is allowed",
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := DiagnoseTimestamp(tt.timestamp, now)
			if got != tt.want {
				t.Errorf("DiagnoseTimestamp(%d):\n got %s\nwant %s", tt.timestamp, got, tt.want)
			}
			checkLine(t, got)
		})
	}
}

func TestDiagnoseTimestampIsOneLineForAnyNumber(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(7, 8))
	for range 5000 {
		timestamp, now := int64(rng.Uint64()), time.Unix(int64(rng.Uint64()>>rng.IntN(60)), 0)
		got := DiagnoseTimestamp(timestamp, now)
		checkLine(t, got)
		if !strings.Contains(got, "at most 600 s either way") {
			t.Fatalf("DiagnoseTimestamp(%d) does not name the window: %s", timestamp, got)
		}
	}
}

// A real clock sends seconds without the hint, and any finer unit with the right one.
func TestFinerUnitOfRealClocks(t *testing.T) {
	t.Parallel()
	for year := 1974; year < 2200; year++ {
		at := time.Date(year, 2, 3, 4, 5, 6, 789, time.UTC)
		if u, ok := finerUnit(at.Unix()); ok {
			t.Errorf("%d in seconds looks like %s", year, u.name)
		}
		for name, timestamp := range map[string]int64{
			"milliseconds": at.UnixMilli(), "microseconds": at.UnixMicro(), "nanoseconds": at.UnixNano(),
		} {
			u, ok := finerUnit(timestamp)
			if !ok || u.name != name || timestamp/u.perSecond != at.Unix() {
				t.Errorf("%d in %s looks like %q, %d seconds", year, name, u.name, timestamp/max(u.perSecond, 1))
			}
		}
	}
}
