package scantest

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
)

// leaves are the values of types that read themselves.
var leaves = map[reflect.Type]string{
	reflect.TypeFor[json.Number]():     `15000`,
	reflect.TypeFor[json.RawMessage](): `[{"field":"amount"},null]`,
	reflect.TypeFor[time.Time]():       `"2024-01-19T15:30:00Z"`,
	reflect.TypeFor[core.UnixTime]():   `1705678200`,
	reflect.TypeFor[api.Money]():       `{"value":"12.50","denom":"ssusd"}`,
	reflect.TypeFor[core.Text]():       `"135.00"`,
	reflect.TypeFor[api.Expanded]():    `{"id":"inv_1","lines":[1,{}]}`,
}

var unmarshaler = reflect.TypeFor[json.Unmarshaler]()

// Sample is JSON with every member of T set to something that is not zero.
func Sample[T any]() []byte { return []byte(sample(reflect.TypeFor[T](), "value")) }

func sample(t reflect.Type, name string) string {
	if text, ok := leaves[t]; ok {
		return text
	}
	switch t.Kind() {
	case reflect.Pointer:
		if _, known := leaves[t.Elem()]; !known && t.Implements(unmarshaler) {
			return "{}" // an object of another package; the pointer is set
		}
		return sample(t.Elem(), name)
	case reflect.Slice:
		return "[" + sample(t.Elem(), name) + "," + sample(t.Elem(), name) + "]"
	case reflect.Map:
		return `{"key":` + sample(t.Elem(), name) + `}`
	case reflect.Struct:
		return "{" + strings.Join(members(t), ",") + "}"
	case reflect.String:
		return strconv.Quote("some " + name)
	case reflect.Bool:
		return "true"
	case reflect.Int, reflect.Int64:
		return "42"
	}
	panic(fmt.Sprintf("scantest: no sample for %s: add one", t))
}

// members writes the members of a struct. Of two fields with one name the outer one
// counts, as with encoding/json.
func members(t reflect.Type) []string {
	var all []string
	for _, f := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.Anonymous && name == "" || name == "-" || shadowed(t, f, name) {
			continue
		}
		all = append(all, strconv.Quote(name)+":"+sample(f.Type, name))
	}
	return all
}

// shadowed reports whether a field that is less deep has the name too.
func shadowed(t reflect.Type, field reflect.StructField, name string) bool {
	for _, f := range reflect.VisibleFields(t) {
		other, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if other == name && len(f.Index) < len(field.Index) {
			return true
		}
	}
	return false
}
