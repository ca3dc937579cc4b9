package api

import (
	"cmp"

	"github.com/stateset/stateset-go/internal/wire"
)

// PayMethod is the wallet that pays an order or an invoice, and the amount.
//
//wire:part
type PayMethod struct {
	Type          PayMethodType `json:"type" wire:"hook"`         // default: the currency of Amount
	WalletAddress string        `json:"wallet_address"`           // required
	Amount        Money         `json:"amount"`                   // required: ssusd or usdc
	Chain         Chain         `json:"chain" wire:"or=stateset"` // default: ChainStateSet
}

func (m *PayMethod) readType(d *wire.Decoder) { wire.ReadString(&m.Type, d) }

func (m *PayMethod) writeType(e *wire.Encoder) {
	e.Key("type")
	e.String(cmp.Or(string(m.Type), m.Amount.Currency()))
}

// PayMethodType is the token of a wallet's payment.
//
//wire:enum
type PayMethodType string

// The tokens of a wallet's payment.
const (
	PaySSUSD PayMethodType = "ssusd"
	PayUSDC  PayMethodType = "usdc"
)

// PayStatus is the status of a payment that a Pay call created.
//
//wire:enum
type PayStatus string

// PayCompleted is the only status: the call pays or returns an error.
const PayCompleted PayStatus = "completed"

// Chain is the blockchain that a wallet belongs to.
//
//wire:enum
type Chain string

// The chains.
const (
	ChainStateSet Chain = "stateset"
	ChainBase     Chain = "base"
	ChainSolana   Chain = "solana"
	ChainCosmos   Chain = "cosmos"
)
