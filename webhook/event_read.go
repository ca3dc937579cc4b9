package webhook

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/wire"
)

// encoding/json uses the last of two members with the same name, and "TYPE" for "type".
// Another program may use the first member. An event that can be decoded in two ways is
// therefore rejected.

// maxEventID is the maximum length of an event ID in bytes. Stores rely on it.
const maxEventID = 255

// readEvent decodes a body whose sender is verified. Its content is not trusted.
func readEvent(payload []byte) (e *Event, oddLivemode bool, err error) {
	switch {
	case !utf8.Valid(payload):
		return nil, false, fmt.Errorf("%w: it is not UTF-8", ErrMalformedEvent)
	case !bytes.HasPrefix(bytes.TrimLeft(payload, " \t\r\n"), []byte{'{'}):
		return nil, false, fmt.Errorf("%w: it does not begin with a brace", ErrBodyNotObject)
	}
	e = new(Event)
	skipped, err := wire.Decode(payload, e, wire.Options{Unique: true})
	if err != nil {
		return nil, false, fmt.Errorf("%w: %w", ErrMalformedEvent, err)
	}
	if fault := e.fault(payload, skipped); fault != "" {
		return nil, false, fmt.Errorf("%w: %s", ErrMalformedEvent, fault)
	}
	return e, slices.ContainsFunc(skipped, func(s wire.Skipped) bool { return s.Path == "livemode" }), nil
}

// fault returns the fault of the members that every event must have. A store never
// receives an ID that it cannot keep.
func (e *Event) fault(payload []byte, skipped []wire.Skipped) string {
	if twin := e.twin(); twin != "" {
		return fmt.Sprintf("it has the member %q in another case", twin)
	}
	switch {
	case e.ID == "":
		return "event has no id"
	case len(e.ID) > maxEventID:
		return fmt.Sprintf("its id has %d bytes, and %d are allowed", len(e.ID), maxEventID)
	case strings.ContainsFunc(e.ID, unicode.IsControl):
		return "its id has a control character"
	case strings.ContainsRune(e.ID, utf8.RuneError): // also for half a surrogate pair
		return "its id is not valid Unicode"
	case e.Type == "":
		return "event has no type"
	case e.Partial() && e.Data.Extra == "" && !hasData(payload):
		return "event has no data"
	case e.Object != "" && e.Object != "event":
		return `its object is another than "event"`
	}
	return e.flatFault(skipped)
}

// flatFault returns a member of flat data with an unexpected type. Beside an object such
// a member counts as absent. Without an object it is a fault.
func (e *Event) flatFault(skipped []wire.Skipped) string {
	for _, s := range skipped {
		if e.Partial() && slices.Contains(flatMembers, s.Path) {
			return s.Path + ": unexpected " + s.Kind
		}
	}
	return ""
}

var flatMembers = []string{"data.amount", "data.currency", "data.status"}

// hasData reports whether the event has data. null counts as none.
func hasData(payload []byte) bool {
	var event struct{ Data *struct{} }
	return json.Unmarshal(payload, &event) == nil && event.Data != nil
}

// The members that other programs may also match in another case.
var (
	eventMembers = strings.Fields("id object api_version created created_at timestamp type livemode data request pending_webhooks")
	dataMembers  = strings.Fields("object previous_attributes amount currency status")
)

// twin returns the known member that an unknown one differs from only in case.
func (e *Event) twin() string {
	if twin := twinOf(e.Extra, eventMembers); twin != "" {
		return twin
	}
	return twinOf(e.Data.Extra, dataMembers)
}

func twinOf(extra api.Extra, known []string) string {
	for name := range wire.Members(string(extra)) {
		for _, k := range known {
			if strings.EqualFold(k, name) {
				return k
			}
		}
	}
	return ""
}
