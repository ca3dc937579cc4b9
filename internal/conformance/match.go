package conformance

import (
	"encoding/json"
	"fmt"
	"strings"

	stateset "github.com/stateset/stateset-go"
)

const (
	placeID     = "<id>"
	placeParent = "<parent>"
)

// Fill replaces the placeholders of an Answer or a Request with the IDs.
func (ids IDs) Fill(text string) string {
	return strings.NewReplacer(placeID, ids.ID, placeParent, ids.Parent).Replace(text)
}

// Check compares a response with the Answer of the row, member by member. Members that
// the row does not name may have any value.
func (o *Operation) Check(answer any, ids IDs) error {
	if o.Answer == "" {
		return nil
	}
	written, err := json.Marshal(answer)
	if err != nil {
		return fmt.Errorf("%s: the answer cannot be encoded: %w", o.Name, err)
	}
	var want, got any
	if err := json.Unmarshal([]byte(o.Answer), &want); err != nil {
		return fmt.Errorf("%s: the row's answer: %w", o.Name, err)
	}
	if err := json.Unmarshal(written, &got); err != nil {
		return fmt.Errorf("%s: %w", o.Name, err)
	}
	if err := ids.match(want, got, ""); err != nil {
		return fmt.Errorf("%s: answer%w", o.Name, err)
	}
	return nil
}

// match compares the values at a path. A list must have a row like the first row of the
// expected list.
func (ids IDs) match(want, got any, path string) error {
	switch want := want.(type) {
	case map[string]any:
		members, ok := got.(map[string]any)
		if !ok {
			return fmt.Errorf("%s: want an object, got %v", path, got)
		}
		for name, value := range want {
			if err := ids.match(value, members[name], path+"."+name); err != nil {
				return err
			}
		}
		return nil
	case []any:
		rows, ok := got.([]any)
		if !ok {
			return fmt.Errorf("%s: want a list, got %v", path, got)
		}
		return ids.matchRow(want, rows, path)
	}
	switch {
	case want == placeParent:
		want = ids.Parent
	case want == placeID && ids.ID != "":
		want = ids.ID
	case want == placeID:
		if id, ok := got.(string); !ok || id == "" {
			return fmt.Errorf("%s: want an ID, got %v", path, got)
		}
		return nil
	}
	if want != got {
		return fmt.Errorf("%s: want %v, got %v", path, want, got)
	}
	return nil
}

func (ids IDs) matchRow(want, rows []any, path string) error {
	if len(want) == 0 {
		return nil
	}
	err := fmt.Errorf("%s: the list is empty", path)
	for i, row := range rows {
		if err = ids.match(want[0], row, fmt.Sprintf("%s[%d]", path, i)); err == nil {
			return nil
		}
	}
	return err
}

// list is the Answer of a page.
const list = `{"object":"list","data":[{"id":"<id>"}]}`

// rows converts a page to the form of its response.
func rows[T any](page *stateset.Page[T], err error) (any, error) {
	if err != nil {
		return nil, err
	}
	return map[string]any{"object": "list", "data": page.Data, "has_more": page.HasMore}, nil
}
