package zegoapi

// order are the codes of an action in the order in which its calls are checked for them. The vendor states none. Here what
// is wrong with the form of a call comes first, then too many items, then what is too long, then who and what is not there,
// and at last single items.
type order []*codeError

// of is the place of a code; one that is not declared comes last.
func (o order) of(e *codeError) int {
	for i := range o {
		if o[i].Code == e.Code {
			return i
		}
	}
	return len(o)
}

// findings are what is wrong with a call so far.
type findings struct {
	order order
	first *codeError // in the order; of equal ones the first that was found
}

// add takes in what is wrong. It returns it when nothing that is still to be found comes before it: errInput, the first
// that a request is refused with.
func (f *findings) add(e *codeError) error {
	if f.first == nil || f.order.of(e) < f.order.of(f.first) {
		f.first = e
	}
	if e.Code == errInput.Code {
		return e
	}
	return nil
}
