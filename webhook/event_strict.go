package webhook

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/stateset/stateset-go/internal/core"
)

// encoding/json takes the last of two members of one name, and "TYPE" for "type".
// Another program that reads the same bytes may take the first, so an event that can
// be read in two ways is refused: see repeatedMember, too.

// maxDepth is how deep an event may be nested.
const maxDepth = 128

// readEvent reads a body whose sender is known, and nothing of which is trusted.
func readEvent(payload []byte) (*Event, error) {
	switch {
	case !utf8.Valid(payload):
		return nil, fmt.Errorf("%w: it is not UTF-8", ErrMalformedEvent)
	case !bytes.HasPrefix(bytes.TrimLeft(payload, " \t\r\n"), []byte{'{'}):
		return nil, fmt.Errorf("%w: it does not begin with a brace", ErrBodyNotObject)
	}
	w := new(eventWire)
	if !core.Scan(payload, w) {
		if err := w.UnmarshalJSON(payload); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrMalformedEvent, err)
		}
	}
	if name, found := repeatedMember(payload); found {
		return nil, fmt.Errorf("%w: it has the member %s twice in one object", ErrMalformedEvent, excerpt(name))
	}
	return w.public()
}

// UnmarshalJSON is the strict reading, for what Scan leaves to it.
func (w *eventWire) UnmarshalJSON(text []byte) error {
	*w = eventWire{}
	if err := checkText(text); err != nil {
		return err
	}
	return readMembers(text, map[string]any{
		"id": &w.ID, "object": &w.Object, "api_version": &w.APIVersion, "created": &w.Created,
		"timestamp": &w.Timestamp, "type": &w.Type, "livemode": &w.Livemode, "data": &w.Data,
		"request": &w.Request, "pending_webhooks": &w.PendingWebhooks,
	}, func(string, []byte) {})
}

// UnmarshalJSON finds the member of the id.
func (d *dataWire) UnmarshalJSON(text []byte) error {
	*d = dataWire{}
	first, ids := "", map[string]string{}
	err := readMembers(text, map[string]any{
		"object": (*rawValue)(&d.Object), "previous_attributes": (*rawValue)(&d.PreviousAttributes),
		"amount": (*looseText)(&d.Amount), "currency": &d.Currency, "status": &d.Status,
	}, func(name string, value []byte) {
		id := ""
		if strings.HasSuffix(name, idSuffix) && json.Unmarshal(value, &id) == nil { // one that is no text is no id
			first, ids[name] = cmp.Or(first, id), id
		}
	})
	name, _ := d.idName() // an object of another form has no kind
	d.ResourceID = cmp.Or(ids[name], first)
	return err
}

// checkText wants one JSON value, not nested too deep.
func checkText(text []byte) error {
	depth, quoted := 0, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			if depth++; depth > maxDepth {
				return fmt.Errorf("it is nested deeper than %d levels", maxDepth)
			}
		case c == '}' || c == ']':
			depth--
		}
	}
	var raw json.RawMessage
	return json.Unmarshal(text, &raw)
}

// readMembers reads the members of an object into what is known by their names, and
// hands over the others. The text is valid JSON; null is no members.
func readMembers(text []byte, known map[string]any, other func(name string, value []byte)) error {
	d := json.NewDecoder(bytes.NewReader(text))
	if start, err := d.Token(); err != nil || start == nil {
		return err
	} else if start != json.Delim('{') {
		return errors.New("want an object")
	}
	seen := make(map[string]bool, len(known))
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return err
		}
		name, _ := token.(string)
		var value json.RawMessage
		if err := d.Decode(&value); err != nil {
			return err
		}
		target := known[name]
		switch {
		case target == nil:
			if twin := twinOf(name, known); twin != "" {
				return fmt.Errorf("it has the member %q in another case", twin)
			}
			other(name, value)
			continue
		case seen[name]:
			return fmt.Errorf("it has the member %q twice", name)
		}
		seen[name] = true
		if err := readMember(name, value, target); err != nil {
			return err
		}
	}
	return nil
}

func twinOf(name string, known map[string]any) string {
	for k := range known {
		if strings.EqualFold(k, name) {
			return k
		}
	}
	return ""
}

// readMember reads one value. An error names the member and keeps the value to
// itself.
func readMember(name string, value []byte, target any) error {
	err := json.Unmarshal(value, target)
	if wrong := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrong) {
		return fmt.Errorf("the member %q has a value of the wrong kind", name)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// rawValue is any value, kept as it stands.
type rawValue json.RawMessage

func (r *rawValue) UnmarshalJSON(value []byte) error {
	setRaw((*json.RawMessage)(r), value)
	return nil
}

// looseText is a text, or a number as it stands.
type looseText string

func (t *looseText) UnmarshalJSON(value []byte) error {
	if c := value[0]; c == '-' || c >= '0' && c <= '9' {
		*t = looseText(value)
		return nil
	}
	return json.Unmarshal(value, (*string)(t))
}
