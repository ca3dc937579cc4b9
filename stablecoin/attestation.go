package stablecoin

import (
	"time"

	"github.com/stateset/stateset-go/api"
)

// Attestation is a published report of the reserves.
//
//wire:object
type Attestation struct {
	ID           string            `json:"id"`
	Object       string            `json:"object"` // "attestation"
	Status       AttestationStatus `json:"status" wire:"must"`
	PublicURL    string            `json:"public_url"`
	Verification *Verification     `json:"verification"`
	PublishedAt  time.Time         `json:"published_at"`
	CreatedAt    time.Time         `json:"created_at"`
	Extra        api.Extra         `json:"-" wire:"extra"`
}

// Verification is the result of the API's checks of an attestation.
//
//wire:part
type Verification struct {
	HashMatch       bool      `json:"hash_match"`
	SignaturesValid bool      `json:"signatures_valid"` // of the officers
	Compliant       bool      `json:"compliant"`        // reserves cover the supply, and the signatures are valid
	Extra           api.Extra `json:"-" wire:"extra"`
}
