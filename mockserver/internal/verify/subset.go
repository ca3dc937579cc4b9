package verify

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Difference is a member that is not as expected.
type Difference struct {
	Path string `json:"path"` // "body.items[0].sku"
	Want string `json:"want"` // JSON
	Got  string `json:"got"`  // JSON, or "missing"
}

// String returns the difference in one line.
func (d Difference) String() string {
	return fmt.Sprintf("%s: expected %s, got %s", d.Path, d.Want, d.Got)
}

// missing is the value of a member that was not sent.
const missing = "missing"

// maxShown is the maximum length of a value in a difference.
const maxShown = 200

// subset compares a value with the expected part of it:
//
//   - An object must have the expected members. Further members are allowed.
//   - An array must have as many elements as expected, in the same order. Each element is
//     compared by these rules.
//   - A number must have the same value: 10 equals 10.0.
//   - Strings, booleans and null must be equal. null does not equal a missing member.
func subset(path string, want, got any) []Difference {
	switch want := want.(type) {
	case map[string]any:
		got, ok := got.(map[string]any)
		if ok {
			return subsetObject(path, want, got)
		}
	case []any:
		got, ok := got.([]any)
		if ok {
			return subsetArray(path, want, got)
		}
	case json.Number:
		got, ok := got.(json.Number)
		if ok && sameNumber(want.String(), got.String()) {
			return nil
		}
	default:
		if want == got {
			return nil
		}
	}
	return []Difference{{path, show(want), show(got)}}
}

func subsetObject(path string, want, got map[string]any) (all []Difference) {
	for _, name := range slices.Sorted(maps.Keys(want)) {
		inner := path + "." + name
		value, ok := got[name]
		if !ok {
			all = append(all, Difference{inner, show(want[name]), missing})
			continue
		}
		all = append(all, subset(inner, want[name], value)...)
	}
	return all
}

func subsetArray(path string, want, got []any) (all []Difference) {
	if len(want) != len(got) {
		return []Difference{{path, elements(want), elements(got)}}
	}
	for i := range want {
		all = append(all, subset(fmt.Sprintf("%s[%d]", path, i), want[i], got[i])...)
	}
	return all
}

func elements(list []any) string {
	if len(list) == 1 {
		return "1 element " + show(list)
	}
	return fmt.Sprintf("%d elements %s", len(list), show(list))
}

// show returns a value as JSON, cut if it is long.
func show(value any) string {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil { // decoded JSON always encodes
		return fmt.Sprint(value)
	}
	text := strings.TrimSuffix(out.String(), "\n")
	if len(text) > maxShown {
		text = strings.ToValidUTF8(text[:maxShown], "") + "…"
	}
	return text
}
