package jsonenc

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Encode writes a resource as the API does: every member is present, an unset
// string, time, amount or object is null, a nil list is [] and a nil map {}.
// Only members tagged omitzero (what is there when asked for: expansions) are
// left away. Types with a MarshalJSON of their own write themselves.
func Encode(v any) ([]byte, error) {
	return appendValue(nil, reflect.ValueOf(v))
}

var (
	marshalerType = reflect.TypeFor[json.Marshaler]()
	timeType      = reflect.TypeFor[time.Time]()
	numberType    = reflect.TypeFor[json.Number]()
)

func appendValue(out []byte, v reflect.Value) ([]byte, error) {
	if !v.IsValid() || (v.Kind() == reflect.Pointer || v.Kind() == reflect.Interface) && v.IsNil() {
		return append(out, "null"...), nil
	}
	switch t := v.Type(); {
	case t == timeType:
		return appendTime(out, v.Interface().(time.Time)), nil
	case t == numberType && v.Len() > 0:
		return append(out, v.String()...), nil
	case t.Implements(marshalerType):
		return appendMarshaler(out, v.Interface().(json.Marshaler))
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		return appendValue(out, v.Elem())
	case reflect.String:
		return appendString(out, v.String()), nil
	case reflect.Bool:
		return strconv.AppendBool(out, v.Bool()), nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.AppendInt(out, v.Int(), 10), nil
	case reflect.Slice:
		return appendSlice(out, v)
	case reflect.Struct:
		return appendStruct(out, v)
	case reflect.Map:
		return appendMap(out, v)
	}
	return nil, fmt.Errorf("stateset: cannot encode %s", v.Type())
}

func appendMarshaler(out []byte, m json.Marshaler) ([]byte, error) {
	text, err := m.MarshalJSON()
	if err != nil {
		return nil, err
	}
	return append(out, text...), nil
}

func appendTime(out []byte, t time.Time) []byte {
	if t.IsZero() {
		return append(out, "null"...)
	}
	out = append(out, '"')
	out = t.UTC().AppendFormat(out, time.RFC3339)
	return append(out, '"')
}

func appendString(out []byte, s string) []byte {
	if s == "" {
		return append(out, "null"...)
	}
	return appendText(out, s)
}

func appendText(out []byte, s string) []byte {
	text, err := json.Marshal(s)
	if err != nil { // a string always encodes
		return append(out, "null"...)
	}
	return append(out, text...)
}

func appendSlice(out []byte, v reflect.Value) ([]byte, error) {
	out = append(out, '[')
	var err error
	for i := range v.Len() {
		if i > 0 {
			out = append(out, ',')
		}
		if out, err = appendValue(out, v.Index(i)); err != nil {
			return nil, err
		}
	}
	return append(out, ']'), nil
}

// appendMap leaves maps to encoding/json, which sorts the keys.
func appendMap(out []byte, v reflect.Value) ([]byte, error) {
	if v.Len() == 0 {
		return append(out, "{}"...), nil
	}
	text, err := json.Marshal(v.Interface())
	return append(out, text...), err
}

func appendStruct(out []byte, v reflect.Value) ([]byte, error) {
	out = append(out, '{')
	var err error
	first := true
	for _, f := range fieldsOf(v.Type()) {
		field := v.FieldByIndex(f.index)
		if f.optional && field.IsZero() {
			continue
		}
		if !first {
			out = append(out, ',')
		}
		first = false
		out = append(out, f.prefix...)
		if out, err = appendValue(out, field); err != nil {
			return nil, fmt.Errorf("%s: %w", f.name, err)
		}
	}
	return append(out, '}'), nil
}

type encodedField struct {
	name     string
	prefix   string // `"name":`
	index    []int
	optional bool
}

var fieldCache sync.Map // reflect.Type to []encodedField

// fieldsOf lists a struct's members in order. As in encoding/json, a member of an
// embedded struct gives way to one of the same name outside of it, but keeps its
// place.
func fieldsOf(t reflect.Type) []encodedField {
	if cached, ok := fieldCache.Load(t); ok {
		return cached.([]encodedField)
	}
	fields := appendFields(nil, t, nil)
	fieldCache.Store(t, fields)
	return fields
}

// appendFields adds the members of t, which is embedded at that index. It does not
// ask reflect.VisibleFields, which drops a shadowed member and its place with it.
func appendFields(fields []encodedField, t reflect.Type, at []int) []encodedField {
	for i := range t.NumField() {
		f := t.Field(i)
		index := append(slices.Clone(at), i)
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && name == "" && f.Type.Kind() == reflect.Struct {
			fields = appendFields(fields, f.Type, index)
			continue
		}
		if name == "" || name == "-" {
			continue
		}
		field := encodedField{name: name, prefix: strconv.Quote(name) + ":", index: index, optional: options == "omitzero"}
		place := slices.IndexFunc(fields, func(other encodedField) bool { return other.name == name })
		if place < 0 {
			fields = append(fields, field)
		} else if len(index) < len(fields[place].index) {
			fields[place] = field
		}
	}
	return fields
}
