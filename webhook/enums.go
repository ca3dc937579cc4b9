package webhook

import "slices"

// Status says whether events are sent to an endpoint.
type Status string

// The statuses of an endpoint.
const (
	StatusEnabled  Status = "enabled"
	StatusDisabled Status = "disabled" // by an update, or because the endpoint answered 410
)

var statuses = []Status{StatusEnabled, StatusDisabled}

// Values returns the statuses that this version of the SDK knows.
func (Status) Values() []Status { return slices.Clone(statuses) }

// Known reports whether the status is one that this version of the SDK knows.
func (s Status) Known() bool { return slices.Contains(statuses, s) }

// SignatureScheme says how deliveries to an endpoint are signed.
type SignatureScheme string

// The signature schemes.
const (
	SchemeRaw         SignatureScheme = "raw"         // X-StateSet-Signature: over the body alone
	SchemeTimestamped SignatureScheme = "timestamped" // Stateset-Signature: over the time and the body
	SchemeBoth        SignatureScheme = "both"        // both headers
)

var schemes = []SignatureScheme{SchemeRaw, SchemeTimestamped, SchemeBoth}

// Values returns the schemes that this version of the SDK knows.
func (SignatureScheme) Values() []SignatureScheme { return slices.Clone(schemes) }

// Known reports whether the scheme is one that this version of the SDK knows.
func (s SignatureScheme) Known() bool { return slices.Contains(schemes, s) }

// DeliveryStatus is where a delivery stands.
type DeliveryStatus string

// The statuses of a delivery.
const (
	DeliveryPending   DeliveryStatus = "pending"
	DeliverySucceeded DeliveryStatus = "succeeded"
	DeliveryFailed    DeliveryStatus = "failed" // every attempt failed, or the endpoint is gone
)

var deliveryStatuses = []DeliveryStatus{DeliveryPending, DeliverySucceeded, DeliveryFailed}

// Values returns the statuses that this version of the SDK knows.
func (DeliveryStatus) Values() []DeliveryStatus { return slices.Clone(deliveryStatuses) }

// Known reports whether the status is one that this version of the SDK knows.
func (s DeliveryStatus) Known() bool { return slices.Contains(deliveryStatuses, s) }
