package gateway_test

import (
	"testing"

	"github.com/chatdouble/mockserver/internal/gateway"
)

// A reason says of a parameter that had no effect what was most likely meant.
func TestUnheededParameters(t *testing.T) {
	t.Parallel()
	op := gateway.Op{Name: "Hello", Parameters: []gateway.Parameter{
		{Name: "loudness", In: gateway.InQuery}, {Name: "names", In: gateway.InQuery, List: true}, {Name: "who.first", In: gateway.InBody},
	}}
	for _, tt := range []struct {
		in         gateway.Place
		name, want string
	}{
		{gateway.InQuery, "loudness", "the parameter loudness is known to the vendor and not emulated: it had no effect"},
		{gateway.InQuery, "names[]", "the parameter names[] is known to the vendor and not emulated: it had no effect"},
		{gateway.InBody, "loudness", "the parameter loudness belongs into the query of Hello: it had no effect"},
		{gateway.InQuery, "who.first", "the parameter who.first belongs into the body of Hello: it had no effect"},
		{gateway.InQuery, "loudnes", "the parameter loudnes is not one of Hello and had no effect; did you mean loudness"},
		{gateway.InBody, "who.frist", "the parameter who.frist is not one of Hello and had no effect; did you mean who.first"},
		{gateway.InQuery, "Volume", "the parameter Volume is not one of Hello and had no effect; did you mean loudness"},
		{gateway.InQuery, "weather", "the parameter weather is not one of Hello: it had no effect"},
	} {
		if got := op.Unheeded("", tt.in, tt.name, map[string]string{"volume": "loudness"}); got != tt.want {
			t.Errorf("%s in the %s:\n got %s\nwant %s", tt.name, tt.in, got, tt.want)
		}
	}
	if got, want := op.Unheeded("first", gateway.InQuery, "x", nil), "first; the parameter x is not one of Hello: it had no effect"; got != want {
		t.Errorf("behind another reason: %q, want %q", got, want)
	}
}
