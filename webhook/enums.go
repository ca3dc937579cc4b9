package webhook

// Status reports whether an endpoint receives events.
//
//wire:enum
type Status string

// The statuses of an endpoint.
const (
	StatusEnabled  Status = "enabled"
	StatusDisabled Status = "disabled" // by an update, or because the endpoint responded with 410
)

// SignatureScheme determines how deliveries to an endpoint are signed.
//
//wire:enum
type SignatureScheme string

// The signature schemes.
const (
	SchemeRaw         SignatureScheme = "raw"         // X-StateSet-Signature: covers only the body
	SchemeTimestamped SignatureScheme = "timestamped" // Stateset-Signature: covers the time and the body
	SchemeBoth        SignatureScheme = "both"        // both headers
)

// DeliveryStatus is the status of a delivery.
//
//wire:enum
type DeliveryStatus string

// The statuses of a delivery.
const (
	DeliveryPending   DeliveryStatus = "pending"
	DeliverySucceeded DeliveryStatus = "succeeded"
	DeliveryFailed    DeliveryStatus = "failed" // every attempt failed, or the endpoint was deleted or disabled
)
