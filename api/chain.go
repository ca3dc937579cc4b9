package api

import "slices"

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
