package stablecoin

import (
	"time"

	"github.com/stateset/stateset-go/api"
)

// Reserves is a report of the reserves that back the supply of ssUSD.
//
//wire:object
type Reserves struct {
	Attestation *ReserveAttestation `json:"attestation"`
	Reserves    *ReserveAssets      `json:"reserves"`
	Supply      *Supply             `json:"supply"`
	History     []*ReserveRecord    `json:"history,omitzero"` // only in FormatRegulatory
	Extra       api.Extra           `json:"-" wire:"extra"`
}

// ReserveAttestation is the latest attestation of the reserves.
//
//wire:part
type ReserveAttestation struct {
	Date              api.Date            `json:"date"`
	ReportURL         string              `json:"report_url"`
	Auditor           *Auditor            `json:"auditor"`
	OfficerSignatures []*OfficerSignature `json:"officer_signatures"` // not in FormatSummary
	Extra             api.Extra           `json:"-" wire:"extra"`
}

// Auditor is the auditor of the reserves.
//
//wire:part
type Auditor struct {
	Name          string    `json:"name"` // required
	LicenseNumber string    `json:"license_number,omitempty"`
	SignatureDate api.Date  `json:"signature_date,omitempty"`
	Extra         api.Extra `json:"-" wire:"extra"`
}

// OfficerSignature is an officer's signature of an attestation.
//
//wire:part
type OfficerSignature struct {
	Name          string    `json:"name"` // required
	Title         string    `json:"title,omitempty"`
	Signature     string    `json:"signature,omitempty"`
	SignatureDate api.Date  `json:"signature_date,omitempty"`
	Extra         api.Extra `json:"-" wire:"extra"`
}

// ReserveAssets are the reserves, in US dollars.
//
//wire:part
type ReserveAssets struct {
	TotalValue  api.Money    `json:"total_value_usd" wire:"text,in=USD"`
	LastUpdated time.Time    `json:"last_updated"`
	Composition *Composition `json:"composition"` // not in FormatSummary
	Extra       api.Extra    `json:"-" wire:"extra"`
}

// Composition is the composition of the reserves. The percentages add up to 100, the
// amounts to the total.
//
//wire:part
type Composition struct {
	Cash                 Asset     `json:"cash"`
	TreasuryBills        Asset     `json:"treasury_bills"`
	MoneyMarketFunds     Asset     `json:"money_market_funds"`
	RepurchaseAgreements Asset     `json:"repo_agreements"`
	Extra                api.Extra `json:"-" wire:"extra"`
}

// Asset is one asset class of the reserves.
//
//wire:part
type Asset struct {
	Amount     api.Money   `json:"amount" wire:"text,in=USD"`
	Percentage api.Decimal `json:"percentage"` // 75.00 is three quarters
	Extra      api.Extra   `json:"-" wire:"extra"`
}

// Supply is the supply of ssUSD. InCirculation = TotalIssued − TotalRedeemed.
//
//wire:part
type Supply struct {
	InCirculation api.Money   `json:"in_circulation" wire:"text,in=ssusd"`
	TotalIssued   api.Money   `json:"total_issued" wire:"text,in=ssusd"`
	TotalRedeemed api.Money   `json:"total_redeemed" wire:"text,in=ssusd"`
	ReserveRatio  api.Decimal `json:"reserve_ratio"` // reserves divided by supply, 1 or more
	Extra         api.Extra   `json:"-" wire:"extra"`
}

// ReserveRecord holds the reserves and the supply at the end of a month.
//
//wire:part
type ReserveRecord struct {
	Date          api.Date    `json:"date"`
	TotalReserves api.Money   `json:"total_reserves_usd" wire:"text,in=USD"` // US dollars
	TotalSupply   api.Money   `json:"total_supply" wire:"text,in=ssusd"`     // ssusd
	ReserveRatio  api.Decimal `json:"reserve_ratio"`
	Extra         api.Extra   `json:"-" wire:"extra"`
}
