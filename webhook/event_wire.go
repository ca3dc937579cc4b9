package webhook

import (
	"bytes"
	"encoding/json"
	"strings"
	"time"

	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/jsonenc"
)

// An event on the wire has its time twice, in Unix seconds and as text, and the ID of
// its object in a member that is named after the kind of the object.

type event Event

type eventWire struct {
	event
	Created   core.UnixTime `json:"created"`
	At        time.Time     `json:"created_at"`
	Timestamp core.UnixTime `json:"timestamp,omitzero"` // what some senders write for created
	Data      dataWire      `json:"data"`

	oddLivemode bool // livemode is present and not a boolean
}

func (w *eventWire) public() (*Event, error) {
	e := (*Event)(&w.event)
	e.Data = w.Data.Data
	for _, at := range []time.Time{w.Created.Time, w.At, w.Timestamp.Time} {
		if e.CreatedAt.IsZero() && !at.IsZero() {
			e.CreatedAt = at.UTC()
		}
	}
	return e, nil
}

// MarshalJSON writes the event as the API does.
func (e Event) MarshalJSON() ([]byte, error) {
	return jsonenc.Encode(&eventWire{
		event: event(e), Created: core.UnixTime{Time: e.CreatedAt}, At: e.CreatedAt,
		Data: dataWire{Data: e.Data, idMember: e.flatIDMembers()[0]},
	})
}

// UnmarshalJSON reads an event as the API writes it.
func (e *Event) UnmarshalJSON(data []byte) error {
	return core.DecodeInto(e, data, (*eventWire).public)
}

// dataWire is Data as it is read and written.
type dataWire struct {
	Data
	present  bool              // data is an object and not null
	ids      map[string]string // read from flat data: members that end with "_id"
	idMember string            // written for flat data: the member of the ID
}

type dataFields Data

// MarshalJSON adds the member of the ID.
func (d dataWire) MarshalJSON() ([]byte, error) {
	name, err := d.idName()
	if err != nil {
		return nil, err
	}
	if len(d.Object) == 0 {
		name = d.idMember
	}
	out, err := jsonenc.Encode((*dataFields)(&d.Data))
	if err != nil || name == "" || d.ResourceID == "" {
		return out, err
	}
	member, err := json.Marshal(map[string]string{name: d.ResourceID})
	if err != nil {
		return nil, err
	}
	return append(append(out[:len(out)-1], ','), member[1:]...), nil
}

// idSuffix ends the name of the member that has the object's ID. Other objects' IDs may
// stand beside it, and kinds of objects that this version does not know: the ID is the
// member that is named after the object's kind, otherwise the first one.
const idSuffix = "_id"

// idName returns the member that is named after the kind of the object, "payment_id". It
// is empty when the object has no kind.
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

// flatIDs are the members with the ID of flat data, for types whose name does not begin
// with the kind of their object. The longest prefix counts.
var flatIDs = []struct {
	prefix  Type
	members []string
}{
	{"stablecoin.issued", []string{"stablecoin_issuance_id"}},
	{"stablecoin.transferred", []string{"transfer_id", "batch_transfer_id"}},
	{"stablecoin.", []string{"stablecoin_redemption_id"}},
	{"factoring.", []string{"invoice_factoring_id"}},
	{"po.", []string{"po_financing_id"}},
	{"agent.execution.", []string{"agent_execution_id"}},
	{"compliance.", []string{"compliance_check_id"}},
	{"webhook.", []string{"webhook_endpoint_id"}},
}

// flatIDMembers returns the members that hold the ID of the event's object when data
// carries no object: "payment_id" for "payment.succeeded". Members of other objects,
// such as "customer_id", are not among them.
func (e *Event) flatIDMembers() []string {
	for _, f := range flatIDs {
		if strings.HasPrefix(string(e.Type), string(f.prefix)) {
			return f.members
		}
	}
	kind, _, _ := strings.Cut(string(e.Type), ".")
	return []string{kind + idSuffix}
}

var null = []byte("null")

// setRaw keeps a copy of a value. null counts as no value.
func setRaw(p *json.RawMessage, value []byte) {
	if bytes.Equal(value, null) {
		value = nil
	}
	*p = bytes.Clone(value)
}
