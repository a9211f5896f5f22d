package shape

import "testing"

// What is wrong with a member is read behind its name, wherever it is told.
func TestMemberError(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		of          MemberError
		text, error string
	}{
		{MemberError{Pointer: "#/a/b", Detail: "is wrong"}, "b is wrong", "a/b is wrong"},
		{MemberError{Pointer: "#", Detail: "is wrong"}, "# is wrong", "the body is wrong"},
		{Wrong("#/a/b", "b", "is wrong"), "b is wrong", "a/b is wrong"},
		{Wrong("#/a/0", "a", "is wrong"), "a is wrong", "a/0: a is wrong"},
		{Wrong("#/a/0", "", "this is wrong"), "this is wrong", "a/0: this is wrong"},
		{Wrong("", "", "this is wrong"), "this is wrong", ": this is wrong"},
		{Wrong("#/b", "b", "is wrong").Under("#/a"), "b is wrong", "a/b is wrong"},
		{MemberError{Pointer: "#", Detail: "is wrong"}.Under("#/a"), "a is wrong", "a is wrong"},
	} {
		if got := tt.of.Text(); got != tt.text {
			t.Errorf("the text of %+v is %q, want %q", tt.of, got, tt.text)
		}
		if got := tt.of.Error(); got != tt.error {
			t.Errorf("%+v is the error %q, want %q", tt.of, got, tt.error)
		}
	}
	if got := (MemberError{Pointer: "#", Detail: "is wrong"}).Of("the rule"); got != "the rule is wrong" {
		t.Errorf("of a whole with a name: %q", got)
	}
}
