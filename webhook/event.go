package webhook

import (
	"encoding/json"
	"log/slog"
	"time"

	"github.com/stateset/stateset-go/api"
)

// APIVersion is the version of the API whose events this SDK knows, for
// [ExpectAPIVersion].
const APIVersion = "2024-01-01"

// Event tells of one change. It comes to a webhook endpoint, where a [Verifier]
// makes it of a request, or from the API.
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
	Request         *Request  `json:"request"`          // nil when time caused the event
	PendingWebhooks int       `json:"pending_webhooks"` // deliveries that have not succeeded
	Extra           api.Extra `json:"-" wire:"extra"`

	verified verified
}

// LogValue shows the ID and the type of the event.
func (e Event) LogValue() slog.Value {
	return slog.GroupValue(slog.String("id", e.ID), slog.String("type", string(e.Type)))
}

// Is reports whether the event is of the type, or of one that the pattern selects:
//
//	switch {
//	case e.Is(webhook.OrderPaid):
//	case e.Is(webhook.Type("payment.*")):
//	}
func (e *Event) Is(s Selector) bool { return e != nil && s != nil && s.selected().Selects(e.Type) }

// Data is the object of an event. A typed handler (see [On]) and [Event.Decode] decode
// it. Without Object the other fields are all there is, see [Event.Partial].
//
//wire:part
type Data struct {
	Object json.RawMessage `json:"object"` // the whole resource, as the API returns it
	// PreviousAttributes are the former values of the object's members that an update
	// changed; nil in other events.
	PreviousAttributes json.RawMessage `json:"previous_attributes,omitempty"`

	// The rest repeats members of the object, where it has them.

	ResourceID string `json:"-"`                  // "payment_id" of a payment, "order_id" of an order … in JSON
	Amount     string `json:"amount" wire:"hook"` // in whole units
	Currency   string `json:"currency"`
	Status     string `json:"status"`

	Extra api.Extra `json:"-" wire:"extra"` // the IDs of other objects, and unknown members

	amountIsNumber bool            // Amount was a JSON number, not text
	oddAmount      json.RawMessage // an amount of another JSON type
}

// Money is the amount that the event is about, and whether it is about one.
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
