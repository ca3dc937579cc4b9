package webhook

import (
	"bytes"
	"encoding/json"

	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/jsonenc"
)

// An event on the wire has its time in Unix seconds, and the id of its object in a
// member that is named after the kind of the object.

type event Event

type eventWire struct {
	event
	Created   core.UnixTime `json:"created"`
	Timestamp core.UnixTime `json:"timestamp,omitzero"` // what some senders write for created
	Data      dataWire      `json:"data"`
}

func (w *eventWire) public() (*Event, error) {
	e := (*Event)(&w.event)
	e.CreatedAt, e.Data = w.Created.Time, Data(w.Data)
	if e.CreatedAt.IsZero() {
		e.CreatedAt = w.Timestamp.Time
	}
	return e, nil
}

// MarshalJSON writes the event as the API does.
func (e Event) MarshalJSON() ([]byte, error) {
	return jsonenc.Encode(&eventWire{event: event(e), Created: core.UnixTime{Time: e.CreatedAt}, Data: dataWire(e.Data)})
}

// UnmarshalJSON reads an event as the API writes it.
func (e *Event) UnmarshalJSON(data []byte) error {
	return core.DecodeInto(e, data, (*eventWire).public)
}

type dataWire Data

type dataFields Data

// MarshalJSON names the member of the id.
func (d dataWire) MarshalJSON() ([]byte, error) {
	name, err := d.idName()
	if err != nil {
		return nil, err
	}
	out, err := jsonenc.Encode((*dataFields)(&d))
	if err != nil || name == "" || d.ResourceID == "" {
		return out, err
	}
	member, err := json.Marshal(map[string]string{name: d.ResourceID})
	if err != nil {
		return nil, err
	}
	return append(append(out[:len(out)-1], ','), member[1:]...), nil
}

// idSuffix ends the name of the member that has the object's id. There may be others'
// ids beside it, a customer's, and kinds of objects that this version does not know: the
// id is the one that is named after the object's kind, and without such the first.
const idSuffix = "_id"

// idName is the member that is named after the kind of the object, "payment_id"; empty
// when the object says no kind.
func (d *dataWire) idName() (string, error) {
	var named struct {
		Object string `json:"object"`
	}
	if len(d.Object) == 0 {
		return "", nil
	}
	if err := json.Unmarshal(d.Object, &named); err != nil || named.Object == "" {
		return "", err
	}
	return named.Object + idSuffix, nil
}

var null = []byte("null")

// setRaw keeps a value, of which null is none. The text that it is part of is the
// caller's.
func setRaw(p *json.RawMessage, value []byte) {
	if bytes.Equal(value, null) {
		value = nil
	}
	*p = bytes.Clone(value)
}
