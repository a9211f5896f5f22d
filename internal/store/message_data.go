package store

import "unique"

// Data is a JSON object that a message holds. A part of it that is the same in many messages, such as who the same two
// people are, is kept once for all of them: it would be most of what a message takes. The zero value is none.
type Data struct {
	own    string // all but the common part
	common unique.Handle[string]
	at     int32 // where in own the common part stands
}

// DataOf keeps data whose bytes between two positions are the same in many messages; equal positions: none are.
func DataOf(data string, from, to int) Data {
	if from == to {
		return Data{own: data}
	}
	return Data{own: data[:from] + data[to:], at: int32(from), common: unique.Make(data[from:to])}
}

// Own is the object without the part that is kept once for many: where that stood is nothing. It costs nothing to look
// at, so what searches many messages looks there.
func (d Data) Own() string { return d.own }

// Bytes is the whole object, nil when there is none. They are the caller's.
func (d Data) Bytes() []byte {
	if d.own == "" {
		return nil
	}
	if d.common == (unique.Handle[string]{}) {
		return []byte(d.own)
	}
	common := d.common.Value()
	data := make([]byte, 0, len(d.own)+len(common))
	data = append(data, d.own[:d.at]...)
	data = append(data, common...)
	return append(data, d.own[d.at:]...)
}
