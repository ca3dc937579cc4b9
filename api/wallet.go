package api

import (
	"cmp"
	"slices"

	"github.com/stateset/stateset-go/internal/wire"
)

// PayMethod is the wallet that pays an order or an invoice, and how much.
//
//wire:part
type PayMethod struct {
	Type          PayMethodType `json:"type" wire:"hook"`         // empty means the currency of Amount
	WalletAddress string        `json:"wallet_address"`           // required
	Amount        Money         `json:"amount"`                   // required: ssusd or usdc
	Chain         Chain         `json:"chain" wire:"or=stateset"` // empty means ChainStateSet
}

func (m *PayMethod) readType(d *wire.Decoder) { wire.ReadString(&m.Type, d) }

func (m *PayMethod) writeType(e *wire.Encoder) {
	e.Key("type")
	e.String(cmp.Or(string(m.Type), m.Amount.Currency()))
}

// PayMethodType is the token that a wallet pays with.
type PayMethodType string

// The tokens that a wallet pays with.
const (
	PaySSUSD PayMethodType = "ssusd"
	PayUSDC  PayMethodType = "usdc"
)

var payMethodTypes = []PayMethodType{PaySSUSD, PayUSDC}

// Values returns the types that this version of the SDK knows.
func (PayMethodType) Values() []PayMethodType { return slices.Clone(payMethodTypes) }

// Known reports whether the type is one that this version of the SDK knows.
func (t PayMethodType) Known() bool { return slices.Contains(payMethodTypes, t) }

// PayStatus is the status of a payment that a Pay call made.
type PayStatus string

// PayCompleted is the only status: the call pays, or fails.
const PayCompleted PayStatus = "completed"

var payStatuses = []PayStatus{PayCompleted}

// Values returns the statuses that this version of the SDK knows.
func (PayStatus) Values() []PayStatus { return slices.Clone(payStatuses) }

// Known reports whether the status is one that this version of the SDK knows.
func (s PayStatus) Known() bool { return slices.Contains(payStatuses, s) }

// Chain is the blockchain that a wallet belongs to.
type Chain string

// The chains.
const (
	ChainStateSet Chain = "stateset"
	ChainBase     Chain = "base"
	ChainSolana   Chain = "solana"
	ChainCosmos   Chain = "cosmos"
)

var knownChains = []Chain{ChainStateSet, ChainBase, ChainSolana, ChainCosmos}

// Values returns the chains that this version of the SDK knows.
func (Chain) Values() []Chain { return slices.Clone(knownChains) }

// Known reports whether the chain is one that this version of the SDK knows.
func (c Chain) Known() bool { return slices.Contains(knownChains, c) }
