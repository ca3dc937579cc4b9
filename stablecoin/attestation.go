package stablecoin

import (
	"time"

	"github.com/stateset/stateset-go/internal/jsonenc"
)

// Attestation is a report of the reserves that was published.
type Attestation struct {
	ID           string            `json:"id"`
	Object       string            `json:"object"` // "attestation"
	Status       AttestationStatus `json:"status"`
	PublicURL    string            `json:"public_url"`
	Verification *Verification     `json:"verification"`
	PublishedAt  time.Time         `json:"published_at"`
	CreatedAt    time.Time         `json:"created_at"`
}

// Verification is what the API found out about an attestation.
type Verification struct {
	HashMatch       bool `json:"hash_match"`
	SignaturesValid bool `json:"signatures_valid"` // of the officers
	Compliant       bool `json:"compliant"`        // reserves cover the supply, and the signatures are valid
}

type attestation Attestation

// MarshalJSON writes the attestation as the API does, every member present.
func (a Attestation) MarshalJSON() ([]byte, error) { return jsonenc.Encode((*attestation)(&a)) }
