package webhook

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/stateset/stateset-go/internal/api"
)

// An event on the wire has its time in Unix seconds, and the id of its object in a
// member that is named after the kind of the object.

// apiVersion is the version of the API that this SDK knows.
const apiVersion = "2024-01-01"

type event Event

type eventWire struct {
	event
	Created   api.UnixTime `json:"created"`
	Timestamp api.UnixTime `json:"timestamp,omitzero"` // what some senders write for created
	Data      dataWire     `json:"data"`
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
	return api.Encode(&eventWire{event: event(e), Created: api.UnixTime{Time: e.CreatedAt}, Data: dataWire(e.Data)})
}

// UnmarshalJSON reads an event as the API writes it.
func (e *Event) UnmarshalJSON(data []byte) error {
	return api.DecodeInto(e, data, (*eventWire).public)
}

type dataWire Data

type dataFields Data

// MarshalJSON names the member of the id.
func (d dataWire) MarshalJSON() ([]byte, error) {
	var named struct {
		Object string `json:"object"`
	}
	if len(d.Object) > 0 {
		if err := json.Unmarshal(d.Object, &named); err != nil {
			return nil, err
		}
	}
	out, err := api.Encode((*dataFields)(&d))
	if err != nil || named.Object == "" || d.ResourceID == "" {
		return out, err
	}
	member, err := json.Marshal(map[string]string{named.Object + "_id": d.ResourceID})
	if err != nil {
		return nil, err
	}
	return append(append(out[:len(out)-1], ','), member[1:]...), nil
}

// isID reports whether the member is the id of the object: the first that is named
// like one.
func (d *dataWire) isID(name string) bool {
	return d.ResourceID == "" && strings.HasSuffix(name, "_id")
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
