package snapshot

import (
	"encoding/base64"
	"reflect"
	"strconv"
	"strings"

	"github.com/stateset/stateset-go/internal/wire"
)

// DecodeWire reads the value, which must be settable and zero.
func (v value) DecodeWire(d *wire.Decoder) { read(d, v.of) }

func read(d *wire.Decoder, v reflect.Value) {
	if leaf, ok := leaves[v.Type()]; ok {
		leaf.read(d, v)
		return
	}
	switch v.Kind() {
	case reflect.Bool:
		var b bool
		wire.ReadBool(&b, d)
		v.SetBool(b)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		readNumber(d, func(text string) bool {
			n, err := strconv.ParseInt(text, 10, 64)
			v.SetInt(n)
			return err == nil && !v.OverflowInt(n)
		})
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		readNumber(d, func(text string) bool {
			n, err := strconv.ParseUint(text, 10, 64)
			v.SetUint(n)
			return err == nil && !v.OverflowUint(n)
		})
	case reflect.Float32, reflect.Float64:
		readParsed(d, func(text string) (err error) {
			f, err := strconv.ParseFloat(text, 64)
			v.SetFloat(f)
			return err
		})
	case reflect.String:
		v.SetString(readText(d))
	case reflect.Pointer:
		readUnlessNull(d, v, func(d *wire.Decoder, v reflect.Value) {
			v.Set(reflect.New(v.Type().Elem()))
			read(d, v.Elem())
		})
	case reflect.Slice:
		readUnlessNull(d, v, readSlice)
	case reflect.Map:
		readUnlessNull(d, v, readMap)
	case reflect.Struct:
		readStruct(d, v)
	default:
		panic("snapshot: cannot read a " + v.Type().String())
	}
}

// readUnlessNull leaves the value nil for null.
func readUnlessNull(d *wire.Decoder, v reflect.Value, read func(*wire.Decoder, reflect.Value)) {
	var p *slot
	wire.ReadPointer(&p, d, func(_ *slot, d *wire.Decoder) { read(d, v) })
}

func readStruct(d *wire.Decoder, v reflect.Value) {
	fields := fieldsOf(v.Type())
	o := d.Object()
members:
	for d.Next(&o) {
		for _, f := range fields {
			if string(d.Key(&o)) == f.name {
				read(d, v.Field(f.index))
				continue members
			}
		}
		d.Unknown(&o)
	}
}

// readNumber reads a number that set accepts.
func readNumber(d *wire.Decoder, set func(text string) bool) {
	if text, ok := d.Number(); ok && !set(string(text)) {
		d.Fail("is out of range")
	}
}

// readParsed reads a string that parse understands.
func readParsed(d *wire.Decoder, parse func(text string) error) {
	if err := parse(readText(d)); err != nil {
		d.Fail("cannot be read")
	}
}

// readText reads the form of writeText.
func readText(d *wire.Decoder) (text string) {
	wire.ReadString(&text, d)
	encoded, binary := strings.CutPrefix(text, binaryMark)
	if !binary {
		return text
	}
	data, err := base64.StdEncoding.DecodeString(encoded)
	if err != nil {
		d.Fail("must be in base 64")
	}
	return string(data)
}

func readSlice(d *wire.Decoder, v reflect.Value) {
	if v.Type().Elem().Kind() == reflect.Uint8 {
		v.SetBytes([]byte(readText(d)))
		return
	}
	var slots []slot
	list := reflect.MakeSlice(v.Type(), 0, 0)
	wire.ReadList(&slots, d, func(_ *slot, d *wire.Decoder) {
		element := reflect.New(v.Type().Elem()).Elem()
		read(d, element)
		list = reflect.Append(list, element)
	})
	v.Set(list)
}

func readMap(d *wire.Decoder, v reflect.Value) {
	v.Set(reflect.MakeMap(v.Type()))
	o := d.Object()
	for d.Next(&o) {
		key := reflect.New(v.Type().Key()).Elem()
		key.SetString(string(d.Key(&o)))
		element := reflect.New(v.Type().Elem()).Elem()
		read(d, element)
		v.SetMapIndex(key, element)
	}
}
