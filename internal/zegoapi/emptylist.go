package zegoapi

import (
	"reflect"

	"github.com/chatdouble/mockserver/internal/gateway"
	"github.com/chatdouble/mockserver/internal/shape"
	"github.com/chatdouble/mockserver/internal/wire"
)

// encoders write a struct, whose lists without an entry are as the app has chosen.
type encoders[T any] struct{ array, null, omit *wire.Encoder[T] }

func encoderOf[T any]() *encoders[T] {
	style := func(empty string) *wire.Encoder[T] {
		s := wire.Plain
		s.Empty = empty
		return wire.For[T](s)
	}
	return &encoders[T]{style("[]"), style("null"), style("")}
}

func (e *encoders[T]) of(c *gateway.Call) *wire.Encoder[T] {
	switch emptyList.Of(c.App) {
	case "null":
		return e.null
	case "omit":
		return e.omit
	}
	return e.array
}

// appendList appends a member that is a list, with the comma before it.
func appendList[T any](dst []byte, c *gateway.Call, name string, items []T, appendItem func([]byte, *T) []byte) []byte {
	if len(items) == 0 {
		return appendEmptyList(dst, c, name)
	}
	dst = append(append(append(dst, `,"`...), name...), `":[`...)
	for i := range items {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendItem(dst, &items[i])
	}
	return append(dst, ']')
}

// appendEmptyList appends a list of failures or of results without an entry as the app has chosen.
func appendEmptyList(dst []byte, c *gateway.Call, name string) []byte {
	empty := "[]"
	switch emptyList.Of(c.App) {
	case "null":
		empty = "null"
	case "omit":
		return dst
	}
	return append(append(append(append(dst, `,"`...), name...), `":`...), empty...)
}

// answer describes an answer whose lists have other names in each action.
func answer(members ...reflect.StructField) *shape.Struct {
	return shape.Of(reflect.StructOf(members))
}

// listed is a member of an answer that is a list.
func listed(field, name string, entry reflect.Type) reflect.StructField {
	return reflect.StructField{Name: field, Type: reflect.SliceOf(entry), Tag: reflect.StructTag(`json:"` + name + `" wire:"vary"`)}
}
