package webhook

import (
	"time"

	"github.com/stateset/stateset-go/api"
)

// CreateParams is an endpoint to register. URL and Events are required.
//
//wire:params
type CreateParams struct {
	URL         string            `json:"url"`    // https, or http to this machine
	Events      []Type            `json:"events"` // see Types; AllTypes selects all
	Description string            `json:"description,omitempty"`
	Scheme      SignatureScheme   `json:"signature_scheme,omitempty"` // empty means both
	Metadata    map[string]string `json:"metadata,omitempty"`
}

// UpdateParams changes an endpoint. Nil fields stay as they are. An empty description
// is sent as null, which clears it.
//
//wire:params
type UpdateParams struct {
	URL         *string            `json:"url,omitempty"` // deliveries on their way go there too
	Events      []Type             `json:"events,omitempty"`
	Description *string            `json:"description,omitempty" wire:"null"`
	Status      *Status            `json:"status,omitempty"` // disabled ends the deliveries on their way
	Scheme      *SignatureScheme   `json:"signature_scheme,omitempty"`
	Metadata    map[string]*string `json:"metadata,omitempty"` // keys to set; nil deletes one
}

// RotateSecretParams sets how long the old secret signs beside the new one.
//
//wire:params
type RotateSecretParams struct {
	// ExpiresIn is in whole seconds, at most 7 days. nil means 24 hours. 0 ends the old
	// secret at once, as after a leak: ExpiresIn: new(time.Duration(0)).
	ExpiresIn *time.Duration `json:"expires_in,omitempty" wire:"hook"`
}

// SendTestParams is a test event to send.
//
//wire:params
type SendTestParams struct {
	Type Type `json:"type,omitempty"` // as webhook.Type(webhook.OrderPaid); empty means Test
}

// ListParams filters endpoints. The zero value selects all endpoints.
//
//wire:params
type ListParams struct {
	Limit         int                `url:"limit,omitempty"`          // rows per page, 1 to 100; default: 10
	StartingAfter string             `url:"starting_after,omitempty"` // the ID of an endpoint: the page after it
	EndingBefore  string             `url:"ending_before,omitempty"`  // an ID: the page before it; not with StartingAfter
	Status        Status             `url:"status,omitempty"`
	Created       api.TimeRange      `url:"created,omitempty"`
	Metadata      api.MetadataFilter `url:"metadata,omitempty"`
}

// ListDeliveriesParams selects deliveries. The zero value selects all, newest first.
//
//wire:params
type ListDeliveriesParams struct {
	Limit         int            `url:"limit,omitempty"` // rows per page, 1 to 100; default: 10
	StartingAfter string         `url:"starting_after,omitempty"`
	EndingBefore  string         `url:"ending_before,omitempty"`
	Status        DeliveryStatus `url:"status,omitempty"`
	EventID       string         `url:"event_id,omitempty"`
	Created       api.TimeRange  `url:"created,omitempty"`
}

// ListEventsParams selects events. The zero value selects all, newest first.
//
//wire:params
type ListEventsParams struct {
	Limit         int           `url:"limit,omitempty"` // rows per page, 1 to 100; default: 10
	StartingAfter string        `url:"starting_after,omitempty"`
	EndingBefore  string        `url:"ending_before,omitempty"`
	Type          Type          `url:"type,omitempty"` // webhook.Type(webhook.OrderPaid), or a pattern, "order.*"
	Created       api.TimeRange `url:"created,omitempty"`
}
