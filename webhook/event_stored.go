package webhook

import (
	"bytes"
	"encoding/json"
	"errors"

	"github.com/stateset/stateset-go/internal/wire"
)

// Equal reports whether two events have equal fields. The verification is not compared.
func (e Event) Equal(other Event) bool {
	return e.ID == other.ID && e.Object == other.Object && e.APIVersion == other.APIVersion && e.CreatedAt.Equal(other.CreatedAt) &&
		e.Type == other.Type && e.Livemode == other.Livemode && e.Data.Equal(other.Data) && e.Request.equal(other.Request) &&
		e.PendingWebhooks == other.PendingWebhooks && e.Extra == other.Extra
}

func (r *Request) equal(other *Request) bool {
	if r == nil || other == nil {
		return r == other
	}
	return *r == *other
}

// Equal reports whether both have the same members.
func (d Data) Equal(other Data) bool {
	return bytes.Equal(d.Object, other.Object) && bytes.Equal(d.PreviousAttributes, other.PreviousAttributes) &&
		d.ResourceID == other.ResourceID && d.Amount == other.Amount && d.Currency == other.Currency && d.Status == other.Status &&
		d.Extra == other.Extra && d.amountIsNumber == other.amountIsNumber && bytes.Equal(d.oddAmount, other.oddAmount)
}

// MarshalBinary writes the data for encoding/gob, with the JSON type of the amount.
func (d Data) MarshalBinary() ([]byte, error) {
	id, err := json.Marshal(d.ResourceID)
	if err != nil {
		return nil, err
	}
	text, err := wire.Marshal(&d)
	return append(append(id, '\n'), text...), err
}

// UnmarshalBinary reads what MarshalBinary wrote.
func (d *Data) UnmarshalBinary(stored []byte) error {
	id, text, _ := bytes.Cut(stored, []byte{'\n'})
	var read Data
	if err := wire.Unmarshal(text, &read); err != nil {
		return err
	}
	resource, _ := wire.ParseAny(id)
	var ok bool
	if read.ResourceID, ok = resource.(string); !ok {
		return errors.New("stateset: stored data of an event: the ID is not a JSON string")
	}
	*d = read
	return nil
}
