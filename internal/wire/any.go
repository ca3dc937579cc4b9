package wire

import (
	"encoding/json"
	"strings"
)

// ParseAny reads a JSON text of any type into the types of encoding/json with
// [json.Decoder.UseNumber]. If a member appears twice, its last value counts. A program
// that uses ParseAny instead of encoding/json does not link the readers of all types.
func ParseAny(text []byte) (any, error) {
	d := decoders.Get().(*Decoder)
	defer decoders.Put(d)
	d.begin(text, Options{})
	value := d.any()
	if _, err := d.end(); err != nil {
		return nil, err
	}
	return value, nil
}

func (d *Decoder) any() any {
	switch d.Kind() {
	case "object":
		return d.members()
	case "array":
		return d.elements()
	case "string":
		var s string
		ReadString(&s, d)
		return s
	case "number":
		return json.Number(d.Copy(d.number()))
	case "bool":
		var b bool
		ReadBool(&b, d)
		return b
	case "null":
		d.word("null")
		return nil
	}
	d.syntax()
	return nil
}

func (d *Decoder) members() map[string]any {
	members := map[string]any{}
	for o := d.Object(); d.Next(&o); {
		name := string(d.Key(&o))
		members[name] = d.any()
	}
	return members
}

func (d *Decoder) elements() []any {
	list, first := []any{}, true
	for ok := d.open('['); ok && d.next(']', &first); {
		list = append(list, d.any())
	}
	return list
}

// StringOf returns the string that a JSON value is. It returns "" for other types.
func StringOf(value string) string {
	switch {
	case value == "" || value[0] != '"':
		return ""
	case strings.IndexByte(value, '\\') < 0:
		return value[1 : len(value)-1]
	}
	read, _ := ParseAny([]byte(value))
	text, _ := read.(string)
	return text
}
