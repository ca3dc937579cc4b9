package snapshot

import (
	"encoding/base64"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/stateset/stateset-go/internal/wire"
)

// value writes a value by reflection.
type value struct{ of reflect.Value }

// AppendWire writes the value.
func (v value) AppendWire(e *wire.Encoder) { write(e, v.of) }

// slot stands for an element that [wire.WriteList] and [wire.ReadList] count. It needs no
// memory.
type slot struct{}

func write(e *wire.Encoder, v reflect.Value) {
	if leaf, ok := leaves[v.Type()]; ok {
		leaf.write(e, v)
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		e.Bool(v.Bool())
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		e.Int(v.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		e.Number(strconv.FormatUint(v.Uint(), 10))
	case reflect.Float32, reflect.Float64:
		e.Quote(strconv.FormatFloat(v.Float(), 'g', -1, 64))
	case reflect.String:
		writeText(e, v.String())
	case reflect.Pointer:
		if v.IsNil() {
			e.Null()
			return
		}
		write(e, v.Elem())
	case reflect.Slice:
		writeSlice(e, v)
	case reflect.Map:
		writeMap(e, v)
	case reflect.Struct:
		writeStruct(e, v)
	default:
		panic("snapshot: cannot write a " + v.Type().String())
	}
}

func writeStruct(e *wire.Encoder, v reflect.Value) {
	e.Open()
	for _, f := range fieldsOf(v.Type()) {
		if member := v.Field(f.index); !member.IsZero() {
			e.Key(f.name)
			write(e, member)
		}
	}
	e.Close()
}

// binaryMark begins a string that is written in base 64: one that is not UTF-8, or that
// begins with the mark itself.
const binaryMark = "\x00"

func writeText(e *wire.Encoder, text string) {
	if !utf8.ValidString(text) || strings.HasPrefix(text, binaryMark) {
		text = binaryMark + base64.StdEncoding.EncodeToString([]byte(text))
	}
	e.Quote(text)
}

func writeSlice(e *wire.Encoder, v reflect.Value) {
	switch {
	case v.IsNil():
		e.Null()
	case v.Type().Elem().Kind() == reflect.Uint8:
		writeText(e, string(v.Bytes()))
	default:
		next := 0
		wire.WriteList(make([]slot, v.Len()), e, func(_ *slot, e *wire.Encoder) {
			write(e, v.Index(next))
			next++
		})
	}
}

func writeMap(e *wire.Encoder, v reflect.Value) {
	if v.IsNil() {
		e.Null()
		return
	}
	members := make(map[string]value, v.Len())
	for it := v.MapRange(); it.Next(); {
		members[it.Key().String()] = value{it.Value()}
	}
	wire.WriteMap(members, e, func(v *value, e *wire.Encoder) { v.AppendWire(e) })
}
