package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/stateset/stateset-go/internal/quote"
	"github.com/stateset/stateset-go/internal/wire"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/webhook"
)

// change sets the member of an event at a path such as "data.object.items[0].quantity".
type change struct{ path, value string }

// apply changes the body of a delivery, and its ID and type with it.
func apply(changes []change, s *engine.Shipment) error {
	if len(changes) == 0 {
		return nil
	}
	event, err := wire.ParseAny(s.Body)
	if err != nil {
		return err
	}
	for _, c := range changes {
		steps := strings.Split(strings.ReplaceAll(c.path, "[", ".["), ".")
		if _, err := c.set(event, "", steps); err != nil {
			return fmt.Errorf("-set %s: %w", quote.Escape(c.path, maxLine), err)
		}
	}
	var changed bytes.Buffer
	encoder := json.NewEncoder(&changed)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(event); err != nil {
		return err
	}
	s.Body = bytes.TrimSpace(changed.Bytes())
	members, _ := event.(map[string]any)
	s.EventID, _ = members["id"].(string)
	kind, _ := members["type"].(string)
	s.Type = webhook.Type(kind)
	return nil
}

// set returns the value at the path with the change applied below it.
func (c *change) set(value any, path string, steps []string) (any, error) {
	if len(steps) == 0 {
		return c.valueLike(value)
	}
	var err error
	switch value := value.(type) {
	case map[string]any:
		name := steps[0]
		member, ok := value[name]
		switch {
		case !ok && name == "metadata" && path == "data.object" && len(steps) == 2:
			member = map[string]any{}
		case !ok && path == "data.object.metadata":
			member = ""
		case !ok:
			return nil, unknownMember(path, name, value)
		}
		value[name], err = c.set(member, strings.TrimPrefix(path+"."+name, "."), steps[1:])
		return value, err
	case []any:
		i, err := index(steps[0], len(value))
		if err != nil {
			return nil, fmt.Errorf("%s is a list: %w", path, err)
		}
		value[i], err = c.set(value[i], path+steps[0], steps[1:])
		return value, err
	}
	return nil, fmt.Errorf("%s has no members", path)
}

// index returns the index of a step such as "[0]".
func index(step string, length int) (int, error) {
	digits, opened := strings.CutPrefix(step, "[")
	digits, closed := strings.CutSuffix(digits, "]")
	i, err := strconv.Atoi(digits)
	if err != nil || !opened || !closed || i < 0 || i >= length {
		return 0, fmt.Errorf("must be followed by an index below %d, as in [0], got %s", length, quote.Short(step))
	}
	return i, nil
}

func unknownMember(path, name string, members map[string]any) error {
	known := slices.Sorted(maps.Keys(members))
	near := input.DidYouMean(name, known)
	if near == "" {
		near = ": the members are " + strings.Join(known, ", ")
	}
	if path == "" {
		path = "the event"
	}
	return fmt.Errorf("%s has no member %s%s", path, quote.Short(name), near)
}

// valueLike returns the value in the JSON type of the present one. In the place of null,
// of a list and of an object it is any JSON.
func (c *change) valueLike(present any) (any, error) {
	if _, ok := present.(string); ok {
		return c.value, nil
	}
	value, err := wire.ParseAny([]byte(c.value))
	if present == nil {
		if err != nil {
			return c.value, nil
		}
		return value, nil
	}
	if got, want := jsonType(value), jsonType(present); err != nil || got != want {
		return nil, fmt.Errorf("must be a JSON %s, got %s", want, quote.Short(c.value))
	}
	return value, nil
}

func jsonType(value any) string {
	switch value.(type) {
	case json.Number:
		return "number"
	case bool:
		return "boolean"
	case []any:
		return "list"
	case map[string]any:
		return "object"
	case string:
		return "string"
	}
	return "null"
}
