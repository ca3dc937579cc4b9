package webhook

import (
	"time"

	"github.com/stateset/stateset-go/api"
)

// Delivery is the delivery of an event to an endpoint.
//
//wire:object
type Delivery struct {
	ID            string             `json:"id"`
	Object        string             `json:"object"` // "webhook_delivery"
	EndpointID    string             `json:"endpoint_id"`
	EventID       string             `json:"event_id"`
	Status        DeliveryStatus     `json:"status" wire:"must"`
	Attempts      []*DeliveryAttempt `json:"attempts"`        // oldest first
	NextAttemptAt time.Time          `json:"next_attempt_at"` // zero if no attempt follows
	CreatedAt     time.Time          `json:"created_at"`
	Extra         api.Extra          `json:"-" wire:"extra"`
}

// DeliveryAttempt is one request of a delivery.
//
//wire:object
type DeliveryAttempt struct {
	Number     int       `json:"number"` // starts at 1
	At         time.Time `json:"at"`
	StatusCode int       `json:"status_code" wire:"null"` // 0 without a response
	DurationMS int64     `json:"duration_ms"`
	Error      string    `json:"error"` // why no response arrived; empty with a response
	Extra      api.Extra `json:"-" wire:"extra"`
}

// Duration returns the duration of the attempt.
func (a *DeliveryAttempt) Duration() time.Duration {
	return time.Duration(a.DurationMS) * time.Millisecond
}
