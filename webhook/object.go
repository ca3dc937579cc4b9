package webhook

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// Decode stores the object of the event in the value that v points to. For a partial
// event, v must point to an object of this module, see [Event.Partial].
func (e *Event) Decode(v any) error { return e.decode(json.Unmarshal, v) }

func (e *Event) decode(unmarshal func([]byte, any) error, v any) error {
	var err error
	if object := e.Data.Object; e.Partial() {
		err = e.Data.fillPartial(v)
	} else if err = unmarshal(object, v); err != nil && !bytes.HasPrefix(bytes.TrimSpace(object), []byte{'{'}) {
		err = errors.New("data.object: is not a JSON object")
	}
	if err != nil {
		return fmt.Errorf("stateset: object of event %s, a %s: %w", excerpt(e.ID), excerpt(string(e.Type)), err)
	}
	return nil
}

// Object decodes the object of an event of the type, as in
//
//	payment, err := webhook.Object(event, webhook.PaymentSucceeded)
//
// An event of another type returns [ErrTypeMismatch]. The type may be a pattern:
// webhook.TypeOf[payments.Payment]("payment.*"). The object of a partial event has only
// its ID, amount, currency and status, see [Event.Partial].
func Object[T any](e *Event, kind TypeOf[T]) (*T, error) {
	if e == nil {
		return nil, errors.New("stateset: event is nil")
	}
	if !Type(kind).Selects(e.Type) {
		return nil, fmt.Errorf("%w: must be %s, got %s", ErrTypeMismatch, kind, excerpt(string(e.Type)))
	}
	return objectOf[T](e)
}

// objectOf decodes the object of an event.
func objectOf[T any](e *Event) (*T, error) {
	object, unmarshal := new(T), json.Unmarshal
	if e.verified != (verified{}) {
		unmarshal = unmarshalValid
	}
	if err := e.decode(unmarshal, object); err != nil {
		return nil, err
	}
	return object, nil
}

// unmarshalValid is json.Unmarshal for text that a Verifier has already checked to be
// JSON. A type with its own decoder decodes it without another check.
func unmarshalValid(text []byte, v any) error {
	if reader, ok := v.(json.Unmarshaler); ok {
		return reader.UnmarshalJSON(text)
	}
	return json.Unmarshal(text, v)
}
