package webhook

import (
	"encoding/json"
	"slices"
	"strings"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/wire"
)

// The data of an event holds the ID of its object in a member named after the kind of the
// object. Extra keeps that member and the IDs of other objects.

// idSuffix is the end of the name of the member with the object's ID. Data may also hold
// IDs of other objects, and objects of unknown kinds. The member named after the object's
// kind takes precedence over the first one.
const idSuffix = "_id"

// flatIDs are the members with the ID of flat data, for types whose name does not start
// with the kind of their object. The longest prefix applies.
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

// flatIDMembers returns the members with the ID of the event's object if data has no
// object: "payment_id" for "payment.succeeded". Members of other objects, such as
// "customer_id", are excluded.
func (e *Event) flatIDMembers() []string {
	for _, f := range flatIDs {
		if strings.HasPrefix(string(e.Type), string(f.prefix)) {
			return f.members
		}
	}
	kind, _, _ := strings.Cut(string(e.Type), ".")
	return []string{kind + idSuffix}
}

func (e *Event) readData(d *wire.Decoder) { e.Data.DecodeWire(d) }

// afterRead finds the ID of the object. It requires the type and the object.
func (e *Event) afterRead() {
	e.CreatedAt = e.CreatedAt.UTC()
	d, ids := &e.Data, e.idMembers()
	rank := 0
	if d.ResourceID, rank = ids.find(d.Extra); d.ResourceID == "" || rank > 0 || len(ids.names) == 0 {
		return
	}
	rest := without(d.Extra, ids.names[0])
	if other, _ := ids.find(rest); other != d.ResourceID { // otherwise it would not be written
		d.Extra = rest
	}
}

// idMembers are the members that can hold the ID of an event's object.
type idMembers struct {
	names []string // by priority; the first is written; empty for an object of unknown kind
	any   bool     // accept any other member that ends with "_id"
}

func (e *Event) idMembers() idMembers {
	if e.Partial() {
		return idMembers{append(e.flatIDMembers(), "id"), !e.Type.Known()}
	}
	if kind := wire.Lookup(e.Data.Object, "object"); kind != "" {
		return idMembers{[]string{kind + idSuffix}, true}
	}
	return idMembers{nil, true}
}

// find returns the ID and the index of its name.
func (ids *idMembers) find(extra api.Extra) (id string, rank int) {
	rank = len(ids.names) + 1
	for name, value := range wire.Members(string(extra)) {
		at := slices.Index(ids.names, name)
		if at < 0 && ids.any && strings.HasSuffix(name, idSuffix) {
			at = len(ids.names)
		}
		if at >= 0 && at < rank {
			if text := wire.StringOf(value); text != "" {
				id, rank = text, at
			}
		}
	}
	return id, rank
}

// writeData writes the data with the member of the ID.
func (e *Event) writeData(w *wire.Encoder) {
	data, ids := e.Data, e.idMembers()
	if id, _ := ids.find(data.Extra); id != data.ResourceID && data.ResourceID != "" && len(ids.names) > 0 {
		data.Extra = with(without(data.Extra, ids.names[0]), ids.names[0], data.ResourceID)
	}
	w.Key("data")
	data.AppendWire(w)
}

// without returns the members without one of them.
func without(extra api.Extra, name string) api.Extra {
	var rest api.Extra
	for other, value := range wire.Members(string(extra)) {
		if other != name {
			rest = join(rest, other, value)
		}
	}
	return rest
}

// with returns the members and an additional string.
func with(extra api.Extra, name, value string) api.Extra {
	text, _ := json.Marshal(value) // a string can always be encoded
	return join(extra, name, string(text))
}

func join(extra api.Extra, name, value string) api.Extra {
	if extra != "" {
		extra += ","
	}
	quoted, _ := json.Marshal(name)
	return extra + api.Extra(quoted) + ":" + api.Extra(value)
}

// readAmount keeps the JSON type of the amount, which determines its unit. See
// [Data.flatAmount].
func (d *Data) readAmount(w *wire.Decoder) {
	switch kind := w.Kind(); kind {
	case "object", "array", "bool":
		wire.ReadRaw(&d.oddAmount, w)
		w.Refuse("unexpected " + kind)
	default:
		d.amountIsNumber = kind == "number"
		wire.ReadDigits(&d.Amount, w)
	}
}

func (d *Data) writeAmount(e *wire.Encoder) {
	e.Key("amount")
	switch {
	case d.Amount == "":
		e.Raw(d.oddAmount)
	case d.amountIsNumber:
		e.Number(d.Amount)
	default:
		e.String(d.Amount)
	}
}
