package webhook

import (
	"encoding/json"
	"log/slog"
	"time"

	"github.com/stateset/stateset-go/api"
)

// APIVersion is the version of the API that this SDK supports, for [ExpectAPIVersion].
const APIVersion = "2024-01-01"

// Event describes one change. A [Verifier] reads it from a request to a webhook endpoint,
// and the API lists it.
//
//wire:object
type Event struct {
	ID              string    `json:"id"`
	Object          string    `json:"object"` // "event"
	APIVersion      string    `json:"api_version"`
	CreatedAt       time.Time `json:"created_at" wire:"also=created,seconds,alias=timestamp"` // written in whole seconds
	Type            Type      `json:"type" wire:"must"`
	Livemode        bool      `json:"livemode"`
	Data            Data      `json:"data" wire:"hook,must"`
	Request         *Request  `json:"request"`          // nil if the event was caused by time
	PendingWebhooks int       `json:"pending_webhooks"` // deliveries that have not succeeded
	Extra           api.Extra `json:"-" wire:"extra"`

	verified verified
}

// LogValue shows the ID and the type of the event.
func (e Event) LogValue() slog.Value {
	return slog.GroupValue(slog.String("id", e.ID), slog.String("type", string(e.Type)))
}

// Is reports whether the event has the type, or a type that the pattern selects:
//
//	switch {
//	case e.Is(webhook.OrderPaid):
//	case e.Is(webhook.Type("payment.*")):
//	}
func (e *Event) Is(s Selector) bool { return e != nil && s != nil && s.selected().Selects(e.Type) }

// Data is the data of an event.
//
// A typed handler (see [On]) and [Event.Decode] decode its object. Without Object only the
// other fields are set, see [Event.Partial].
//
//wire:part
type Data struct {
	Object json.RawMessage `json:"object"` // the complete resource, as the API returns it
	// PreviousAttributes are the previous values of the members that an update changed.
	// It is nil in other events.
	PreviousAttributes json.RawMessage `json:"previous_attributes,omitempty"`

	// The following fields repeat members of the object.

	ResourceID string `json:"-"`                  // "payment_id" of a payment, "order_id" of an order … in JSON
	Amount     string `json:"amount" wire:"hook"` // in whole units
	Currency   string `json:"currency"`
	Status     string `json:"status"`

	Extra api.Extra `json:"-" wire:"extra"` // the IDs of other objects, and unknown members

	amountIsNumber bool            // Amount was a JSON number, not text
	oddAmount      json.RawMessage // an amount of another JSON type
}

// Money returns the amount of the event. The result is false for an event without an
// amount.
func (d *Data) Money() (api.Money, bool) {
	if d.Amount == "" {
		return api.Money{}, false
	}
	m, err := api.NewMoney(d.Amount, d.Currency)
	return m, err == nil
}

// Request is the call that caused an event.
//
//wire:part
type Request struct {
	ID             string    `json:"id" wire:"side"`
	IdempotencyKey string    `json:"idempotency_key"` // empty without one
	Extra          api.Extra `json:"-" wire:"extra"`
}
