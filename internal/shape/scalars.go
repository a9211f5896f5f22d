package shape

import (
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"gopkg.in/yaml.v3"

	"github.com/chatdouble/mockserver/internal/clock"
)

// text decodes a text. Numbers, times and the like must be quoted: what would the text of 0x10,
// 1_000 or 1.50 be?
func (d *Reader) text(n *yaml.Node, v reflect.Value, f *Field) {
	at := d.at(n)
	n = follow(n)
	words := d.Words.of(f)
	word := isNothing(n) && slices.Contains(words, n.Value) // null without quotes, where that is one of the words
	word = word || f.Digits && isDigits(n)
	if !word && (n.Kind != yaml.ScalarNode || n.ShortTag() != "!!str") {
		d.Wrong(at, f.Name, "must be a text, found %s%s", d.found(n, f.Secret), quoteAdvice(n))
		return
	}
	if wrong := f.check(n.Value, words); wrong != "" {
		d.Wrong(at, f.Name, "%s", wrong)
		return
	}
	v.SetString(n.Value)
}

// isDigits tells that a scalar is a number of which there is one way to write it.
func isDigits(n *yaml.Node) bool {
	number, err := strconv.ParseUint(n.Value, 10, 64)
	return n.ShortTag() == "!!int" && err == nil && strconv.FormatUint(number, 10) == n.Value
}

// whole decodes a whole number in decimal digits, or one like 2.0, as some languages write it and JSON Schema takes it.
func (d *Reader) whole(n *yaml.Node, v reflect.Value, f *Field) {
	at := d.at(n)
	n = follow(n)
	got, ok := wholeNumber(n)
	if ok && f.Min <= got && got <= f.Max {
		if v.CanInt() {
			v.SetInt(got)
		} else {
			v.SetUint(uint64(got))
		}
		return
	}
	accepted, advice := "a whole number", ""
	switch {
	case f.Min > math.MinInt64 && f.Max == LargestLimit:
		accepted = fmt.Sprintf("%d or more", f.Min)
	case f.Min > math.MinInt64:
		accepted = fmt.Sprintf("a whole number from %d to %d", f.Min, f.Max)
	}
	_, err := strconv.ParseInt(n.Value, 10, 64)
	switch {
	case f.Limit:
		advice = "; to have no limits start the server with --limits off"
	case n.ShortTag() == "!!str" && err == nil:
		advice = "; leave the quotes out"
	}
	d.Wrong(at, f.Name, "must be %s, found %s%s", accepted, d.found(n, f.Secret), advice)
}

func wholeNumber(n *yaml.Node) (got int64, ok bool) {
	if tag := n.ShortTag(); tag != "!!int" && tag != "!!float" || !isNumber(n) {
		return 0, false
	}
	got, err := strconv.ParseInt(n.Value, 10, 64)
	if err == nil {
		return got, strconv.FormatInt(got, 10) == n.Value
	}
	const exact = 1 << 53
	decimal, err := strconv.ParseFloat(n.Value, 64)
	return int64(decimal), err == nil && decimal == math.Trunc(decimal) && math.Abs(decimal) <= exact
}

// decimal decodes a number written as JSON has them.
func (d *Reader) decimal(n *yaml.Node, v reflect.Value, f *Field) {
	at := d.at(n)
	n = follow(n)
	got, err := strconv.ParseFloat(n.Value, 64)
	low := float64(f.Min)
	if n.Kind == yaml.ScalarNode && isNumber(n) && err == nil && got <= float64(f.Max) && (got > low || got == low && !f.Chance) {
		v.SetFloat(got)
		return
	}
	accepted := fmt.Sprintf("a number from %d to %d", f.Min, f.Max)
	if f.Chance {
		accepted = "a number above 0 and at most 1"
	}
	advice := ""
	if n.ShortTag() == "!!str" && err == nil {
		advice = "; leave the quotes out"
	}
	d.Wrong(at, f.Name, "must be %s, found %s%s", accepted, d.found(n, f.Secret), advice)
}

// truth decodes true or false.
func (d *Reader) truth(n *yaml.Node, v reflect.Value, f *Field) {
	at := d.at(n)
	n = follow(n)
	if n.Kind != yaml.ScalarNode || n.ShortTag() != "!!bool" {
		d.Wrong(at, f.Name, "must be true or false, found %s", d.found(n, f.Secret))
		return
	}
	v.SetBool(strings.EqualFold(n.Value, "true"))
}

// time decodes a moment. Of a source it is cut to the millisecond, the finest that the store keeps.
func (d *Reader) time(n *yaml.Node, v reflect.Value, f *Field) {
	at := d.at(n)
	n = follow(n)
	tag := n.ShortTag()
	t, err := time.Parse(time.RFC3339, n.Value)
	if n.Kind != yaml.ScalarNode || tag != "!!str" && tag != "!!timestamp" || err != nil {
		d.Wrong(at, f.Name, "must be a time such as 2024-01-31T08:00:00Z, found %s", d.found(n, f.Secret))
		return
	}
	if d.body {
		v.Set(reflect.ValueOf(t))
		return
	}
	if t = time.UnixMilli(t.UnixMilli()).UTC(); !clock.InSpan(t) {
		d.Wrong(at, f.Name, "must be %s, found %s", clock.Years, d.found(n, f.Secret))
		return
	}
	v.Set(reflect.ValueOf(t))
}
