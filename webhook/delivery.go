package webhook

import (
	"time"

	"github.com/stateset/stateset-go/api"
)

// Delivery is one event on its way to one endpoint.
//
//wire:object
type Delivery struct {
	ID            string             `json:"id"`
	Object        string             `json:"object"` // "webhook_delivery"
	EndpointID    string             `json:"endpoint_id"`
	EventID       string             `json:"event_id"`
	Status        DeliveryStatus     `json:"status" wire:"must"`
	Attempts      []*DeliveryAttempt `json:"attempts"`        // oldest first
	NextAttemptAt time.Time          `json:"next_attempt_at"` // zero when none follows
	CreatedAt     time.Time          `json:"created_at"`
	Extra         api.Extra          `json:"-" wire:"extra"`
}

// DeliveryAttempt is one request of a delivery.
//
//wire:object
type DeliveryAttempt struct {
	Number     int       `json:"number"` // from 1
	At         time.Time `json:"at"`
	StatusCode int       `json:"status_code" wire:"null"` // 0 when no answer came
	DurationMS int64     `json:"duration_ms"`
	Error      string    `json:"error"` // why no answer came, empty when one did
	Extra      api.Extra `json:"-" wire:"extra"`
}

// Duration is how long the attempt took.
func (a *DeliveryAttempt) Duration() time.Duration {
	return time.Duration(a.DurationMS) * time.Millisecond
}
