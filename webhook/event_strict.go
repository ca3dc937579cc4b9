package webhook

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/stateset/stateset-go/internal/core"
)

// encoding/json takes the last of two members of one name, and "TYPE" for "type".
// Another program that reads the same bytes may take the first, so an event that can
// be read in two ways is refused: see repeatedMember, too.

// maxDepth is how deep an event may be nested.
const maxDepth = 128

// maxEventID is the maximum length of an event ID in bytes. Stores may rely on it.
const maxEventID = 255

// readEvent reads a body whose sender is verified. Its content is not trusted.
func readEvent(payload []byte) (*eventWire, error) {
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
	if fault := w.fault(); fault != "" {
		return nil, fmt.Errorf("%w: %s", ErrMalformedEvent, fault)
	}
	return w, nil
}

// fault names what is wrong with the members that every event must have, so that a
// store never sees an ID that it cannot keep.
func (w *eventWire) fault() string {
	switch {
	case w.ID == "":
		return "event has no id"
	case len(w.ID) > maxEventID:
		return fmt.Sprintf("its id has %d bytes, and %d are allowed", len(w.ID), maxEventID)
	case strings.ContainsFunc(w.ID, unicode.IsControl):
		return "its id has a control character"
	case strings.ContainsRune(w.ID, utf8.RuneError): // also what encoding/json makes of half a surrogate pair
		return "its id is not valid Unicode"
	case w.Type == "":
		return "event has no type"
	case !w.Data.present:
		return "event has no data"
	case w.Object != "" && w.Object != "event":
		return `its object is another than "event"`
	}
	return ""
}

// UnmarshalJSON is the strict reading, for what Scan leaves to it. Only id, type and
// data must have their JSON type; every other member of another type counts as absent.
func (w *eventWire) UnmarshalJSON(text []byte) error {
	*w = eventWire{}
	if err := checkText(text); err != nil {
		return err
	}
	livemode := side(&w.Livemode)
	err := readMembers(text, map[string]any{
		"id": &w.ID, "type": &w.Type, "data": &w.Data, "livemode": livemode,
		"object": side(&w.Object), "api_version": side(&w.APIVersion), "created": side(&w.Created), "created_at": side(&w.At),
		"timestamp": side(&w.Timestamp), "request": side(&w.Request), "pending_webhooks": side(&w.PendingWebhooks),
	}, func(string, []byte) {})
	w.oddLivemode = livemode.odd
	if len(w.Data.Object) == 0 {
		w.findFlatID()
	}
	return err
}

// findFlatID finds the ID of the object in flat data, by the type of the event. An event
// of an unknown type may name its ID in another way.
func (w *eventWire) findFlatID() {
	id := ""
	for _, member := range append((*Event)(&w.event).flatIDMembers(), "id") {
		id = cmp.Or(id, w.Data.ids[member])
	}
	if id != "" || w.Type.Known() {
		w.Data.ResourceID = id
	}
}

// UnmarshalJSON reads data and finds the member of the ID. Beside an object, flat members
// of another JSON type count as absent. Without one they are all there is, and an amount
// that cannot be read is an error.
func (d *dataWire) UnmarshalJSON(text []byte) error {
	*d = dataWire{present: !bytes.Equal(text, null)}
	first, ids := "", map[string]string{}
	var amount looseAmount
	flat := map[string]*sideMember{"amount": side(&amount), "currency": side(&d.Currency), "status": side(&d.Status)}
	err := readMembers(text, map[string]any{
		"object": (*rawValue)(&d.Object), "previous_attributes": (*rawValue)(&d.PreviousAttributes),
		"amount": flat["amount"], "currency": flat["currency"], "status": flat["status"],
	}, func(name string, value []byte) {
		id := ""
		if (name == "id" || strings.HasSuffix(name, idSuffix)) && json.Unmarshal(value, &id) == nil { // an ID is text
			ids[name] = id
			if name != "id" {
				first = cmp.Or(first, id)
			}
		}
	})
	if err != nil {
		return err
	}
	d.Amount, d.amountIsNumber = amount.text, amount.isNumber
	name, _ := d.idName() // an object of another form has no kind
	d.ResourceID = cmp.Or(ids[name], first)
	if len(d.Object) > 0 {
		return nil
	}
	d.ids = ids
	for name, member := range flat {
		if member.odd {
			return wrongKind(name)
		}
	}
	return nil
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

// readMember reads one value. An error names the member and not the value.
func readMember(name string, value []byte, target any) error {
	err := json.Unmarshal(value, target)
	if wrong := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrong) {
		return wrongKind(name)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

func wrongKind(name string) error {
	return fmt.Errorf("the member %q has a value of the wrong kind", name)
}

// sideMember is a member that counts as absent when its value is of another JSON type.
type sideMember struct {
	read func(value []byte) error
	odd  bool // the value is of another type
}

// side reads a member into the value that p points to.
func side[T any](p *T) *sideMember {
	return &sideMember{read: func(value []byte) error {
		var v T // not *p: json.Unmarshal may fill a part before it fails
		err := json.Unmarshal(value, &v)
		if err == nil {
			*p = v
		}
		return err
	}}
}

func (m *sideMember) UnmarshalJSON(value []byte) error {
	m.odd = m.read(value) != nil
	return nil
}

// rawValue is any value, kept as it stands.
type rawValue json.RawMessage

func (r *rawValue) UnmarshalJSON(value []byte) error {
	setRaw((*json.RawMessage)(r), value)
	return nil
}

// looseAmount is a text, or a number as it stands.
type looseAmount struct {
	text     string
	isNumber bool
}

func (a *looseAmount) UnmarshalJSON(value []byte) error {
	if c := value[0]; c == '-' || c >= '0' && c <= '9' {
		a.text, a.isNumber = string(value), true
		return nil
	}
	return json.Unmarshal(value, &a.text)
}
