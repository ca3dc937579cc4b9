package core

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"

	"github.com/stateset/stateset-go/api"
)

// maxFaultDepth is the maximum nesting of a list of faults. Deeper faults stay in the raw
// body.
const maxFaultDepth = 5

// faults decodes a list of faults: objects, text, or a map from fields to either. path is
// the field of the value.
func faults(raw json.RawMessage, path string, depth int) []api.FieldError {
	if len(raw) == 0 || depth == 0 {
		return nil
	}
	switch raw[0] {
	case '"':
		var text string
		if json.Unmarshal(raw, &text) == nil && text != "" {
			return []api.FieldError{{Field: path, Message: text}}
		}
	case '[':
		return listFaults(raw, path, depth)
	case '{':
		return objectFaults(raw, path, depth)
	}
	return nil
}

func listFaults(raw json.RawMessage, path string, depth int) []api.FieldError {
	var list []json.RawMessage
	_ = json.Unmarshal(raw, &list) // the body as a whole was valid
	var found []api.FieldError
	for _, item := range list {
		if one, ok := oneFault(item, path); ok {
			found = append(found, one)
		} else {
			found = append(found, faults(item, path, depth-1)...)
		}
	}
	return found
}

func objectFaults(raw json.RawMessage, path string, depth int) []api.FieldError {
	if one, ok := oneFault(raw, path); ok && one.Message != "" {
		return []api.FieldError{one}
	}
	var found []api.FieldError
	for name, value := range members(raw) {
		at := name
		if path != "" {
			at = path + "." + name
		}
		found = append(found, faults(value, at, depth-1)...)
	}
	return found
}

// oneFault decodes an object that describes a single fault.
func oneFault(raw json.RawMessage, path string) (api.FieldError, bool) {
	if len(raw) == 0 || raw[0] != '{' {
		return api.FieldError{}, false
	}
	var a anyError
	_ = json.Unmarshal(raw, &a) // never fails
	field, code := first(string(a.Field), string(a.Param), string(a.Loc), path), a.code()
	if a.Loc != "" {
		code = first(code, string(a.Type))
	}
	f := api.FieldError{Field: field, Code: code, Message: a.text()}
	return f, f.Message != "" || f.Code != ""
}

// detailFaults decodes details that are a list of objects. Other details stay in the raw
// body.
func detailFaults(details json.RawMessage) []api.FieldError {
	if len(details) == 0 || details[0] != '[' {
		return nil
	}
	return slices.DeleteFunc(listFaults(details, "", 1), func(f api.FieldError) bool { return f == api.FieldError{} })
}

// members returns the members of an object in order.
func members(object json.RawMessage) iter.Seq2[string, json.RawMessage] {
	return func(yield func(string, json.RawMessage) bool) {
		decoder := json.NewDecoder(bytes.NewReader(object))
		_, _ = decoder.Token() // the opening brace
		for decoder.More() {
			name, err := decoder.Token()
			var value json.RawMessage
			if err != nil || decoder.Decode(&value) != nil || !yield(fmt.Sprint(name), value) {
				return
			}
		}
	}
}

// location is FastAPI's path of a field, without the part of the request: ["body",
// "items", 0, "price"] becomes "items[0].price".
type location string

// UnmarshalJSON ignores a value that is not a list.
func (l *location) UnmarshalJSON(data []byte) error {
	var parts []loose
	if json.Unmarshal(data, &parts) != nil {
		return nil
	}
	if len(parts) > 1 && slices.Contains([]loose{"body", "query", "path", "header", "cookie"}, parts[0]) {
		parts = parts[1:]
	}
	var b strings.Builder
	for _, part := range parts {
		switch {
		case part == "":
		case strings.Trim(string(part), "0123456789") == "":
			b.WriteString("[" + string(part) + "]")
		case b.Len() > 0:
			b.WriteString("." + string(part))
		default:
			b.WriteString(string(part))
		}
	}
	*l = location(b.String())
	return nil
}
