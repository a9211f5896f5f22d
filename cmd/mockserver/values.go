package main

import (
	"log/slog"
	"net"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/chatdouble/mockserver/internal/clock"
	"github.com/chatdouble/mockserver/internal/sigverify"
)

// The functions here read one value each and report whether it is one.

const acceptsAddr = "HOST:PORT or :PORT, such as 127.0.0.1:8080, with a port from 0 to 65535"

func isAddress(v string) bool {
	host, port, err := net.SplitHostPort(v)
	return err == nil && isPort(port) && !strings.ContainsAny(host, " /")
}

func isPort(v string) bool {
	_, err := strconv.ParseUint(v, 10, 16)
	return err == nil
}

// onOff are the words for it, in any case of letters; environments are often written in the last two ways.
var onOff = map[string]bool{"on": true, "true": true, "1": true, "off": false, "false": false, "0": false}

func isOnOff(v string) bool {
	_, ok := onOff[strings.ToLower(v)]
	return ok
}

func setOnOff(to *bool, v string) bool {
	*to = onOff[strings.ToLower(v)]
	return isOnOff(v)
}

// setWord takes one of a few words, in any case of letters.
func setWord(to *string, v string, words ...string) bool {
	*to = strings.ToLower(v)
	return slices.Contains(words, *to)
}

func setSeed(to **int64, v string) bool {
	n, err := strconv.ParseInt(v, 10, 64)
	*to = &n
	return err == nil
}

func setNumber(to *int, v string, least, most int) bool {
	n, err := strconv.Atoi(v)
	*to = n
	return err == nil && n >= least && n <= most
}

const acceptsCount = "a whole number from 1 to 1000000000"

func setCount(to *int64, v string) bool {
	n, err := strconv.ParseInt(v, 10, 64)
	*to = n
	return err == nil && n >= 1 && n <= 1_000_000_000
}

func setTime(to *time.Time, v string) bool {
	t, err := time.Parse(time.RFC3339, v)
	*to = t.UTC()
	return err == nil && clock.InSpan(*to)
}

const acceptsDuration = "a duration such as 500ms, 30s or 2m, above 0 and at most 24h"

func setDuration(to *time.Duration, v string) bool {
	d, err := time.ParseDuration(v)
	*to = d
	return err == nil && d > 0 && d <= 24*time.Hour
}

const acceptsSize = "a number of bytes or a size like 512KiB or 1MiB, from 1 byte to 1024MiB"

func setSize(to *int64, v string) bool {
	const most = 1 << 30
	number, unit := v, int64(1)
	if n, ok := strings.CutSuffix(v, "KiB"); ok {
		number, unit = n, 1<<10
	} else if n, ok := strings.CutSuffix(v, "MiB"); ok {
		number, unit = n, 1<<20
	}
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n < 1 || n > most/unit {
		return false
	}
	*to = n * unit
	return true
}

func setLevel(to *slog.Level, v string) bool {
	levels := map[string]slog.Level{
		"debug": slog.LevelDebug, "info": slog.LevelInfo, "warn": slog.LevelWarn, "error": slog.LevelError,
	}
	level, ok := levels[strings.ToLower(v)]
	*to = level
	return ok
}

// isVisible accepts what can stand in a header as one word.
func isVisible(v string) bool {
	return v != "" && !strings.ContainsFunc(v, func(r rune) bool { return r <= ' ' || r > '~' })
}

func isAppID(v string) bool {
	_, err := sigverify.ParseAppID(v)
	return err == nil
}

// splitList reads the items of a list in the environment. A space beside a comma is not part of one.
func splitList(v string) []string {
	items := strings.Split(v, ",")
	for i := range items {
		items[i] = strings.TrimSpace(items[i])
	}
	return items
}

// isHost tells a host from a URL or an address with a port.
func isHost(v string) bool {
	return v != "" && (!strings.ContainsAny(v, "/ ,") && !strings.Contains(v, ":") || net.ParseIP(v) != nil)
}
