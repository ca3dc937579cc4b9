package webhook

import (
	"time"

	"github.com/stateset/stateset-go/api"
)

// CreateParams are the parameters of [Service.Create]. URL and Events are required.
//
//wire:params
type CreateParams struct {
	URL         string            `json:"url"`    // https, or http to this machine
	Events      []Type            `json:"events"` // see Types; AllTypes selects all
	Description string            `json:"description,omitempty"`
	Scheme      SignatureScheme   `json:"signature_scheme,omitempty"` // default: both
	Metadata    map[string]string `json:"metadata,omitempty"`
}

// UpdateParams are the parameters of [Service.Update]. Nil fields are unchanged. An empty
// description is sent as null, which clears it.
//
//wire:params
type UpdateParams struct {
	URL         *string            `json:"url,omitempty"` // also applies to pending deliveries
	Events      []Type             `json:"events,omitempty"`
	Description *string            `json:"description,omitempty" wire:"null"`
	Status      *Status            `json:"status,omitempty"` // disabled ends pending deliveries
	Scheme      *SignatureScheme   `json:"signature_scheme,omitempty"`
	Metadata    map[string]*string `json:"metadata,omitempty"` // keys to set; nil deletes a key
}

// RotateSecretParams are the parameters of [Service.RotateSecret].
//
//wire:params
type RotateSecretParams struct {
	// ExpiresIn is the time that the old secret stays valid, in whole seconds. Default:
	// 24 hours. Maximum: 7 days. Zero ends the old secret immediately, for example after
	// a leak: ExpiresIn: new(time.Duration(0)).
	ExpiresIn *time.Duration `json:"expires_in,omitempty" wire:"hook"`
}

// SendTestParams are the parameters of [Service.SendTest].
//
//wire:params
type SendTestParams struct {
	Type Type `json:"type,omitempty"` // as in webhook.Type(webhook.OrderPaid); default: Test
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

// ListDeliveriesParams filters deliveries. The zero value selects all deliveries.
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

// ListEventsParams filters events. The zero value selects all events.
//
//wire:params
type ListEventsParams struct {
	Limit         int           `url:"limit,omitempty"` // rows per page, 1 to 100; default: 10
	StartingAfter string        `url:"starting_after,omitempty"`
	EndingBefore  string        `url:"ending_before,omitempty"`
	Type          Type          `url:"type,omitempty"` // webhook.Type(webhook.OrderPaid), or a pattern, "order.*"
	Created       api.TimeRange `url:"created,omitempty"`
}
