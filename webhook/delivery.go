package webhook

import (
	"time"

	"github.com/stateset/stateset-go/internal/jsonenc"
)

// Delivery is one event on its way to one endpoint.
type Delivery struct {
	ID            string             `json:"id"`
	Object        string             `json:"object"` // "webhook_delivery"
	EndpointID    string             `json:"endpoint_id"`
	EventID       string             `json:"event_id"`
	Status        DeliveryStatus     `json:"status"`
	Attempts      []*DeliveryAttempt `json:"attempts"`        // oldest first
	NextAttemptAt time.Time          `json:"next_attempt_at"` // zero when none follows
	CreatedAt     time.Time          `json:"created_at"`
}

// DeliveryAttempt is one request of a delivery.
type DeliveryAttempt struct {
	Number     int       `json:"number"` // from 1
	At         time.Time `json:"at"`
	StatusCode int       `json:"status_code"` // 0 when no answer came
	DurationMS int64     `json:"duration_ms"`
	Error      string    `json:"error"` // why no answer came, empty when one did
}

// Duration is how long the attempt took.
func (a *DeliveryAttempt) Duration() time.Duration {
	return time.Duration(a.DurationMS) * time.Millisecond
}

type delivery Delivery

// MarshalJSON writes the delivery as the API does.
func (d Delivery) MarshalJSON() ([]byte, error) { return jsonenc.Encode((*delivery)(&d)) }

type attempt DeliveryAttempt

// MarshalJSON writes the attempt as the API does: without an answer its status code
// is null.
func (a DeliveryAttempt) MarshalJSON() ([]byte, error) {
	wire := struct {
		attempt
		StatusCode *int `json:"status_code"`
	}{attempt: attempt(a)}
	if a.StatusCode != 0 {
		wire.StatusCode = &a.StatusCode
	}
	return jsonenc.Encode(&wire)
}
