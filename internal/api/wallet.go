package api

import (
	"regexp"
	"slices"
)

// walletForms are the forms of wallet addresses, by chain. The stateset form is
// not checked as bech32: the network's own samples would fail it.
var walletForms = map[Chain]*regexp.Regexp{
	ChainStateSet: regexp.MustCompile(`^stateset1[a-z0-9]{8,80}$`),
	ChainBase:     regexp.MustCompile(`^0x[0-9a-fA-F]{40}$`),
	ChainSolana:   regexp.MustCompile(`^[1-9A-HJ-NP-Za-km-z]{32,44}$`),
	ChainCosmos:   regexp.MustCompile(`^cosmos1[a-z0-9]{38,58}$`),
}

// walletHints tell the forms in messages.
var walletHints = map[Chain]string{
	ChainStateSet: `"stateset1…"`,
	ChainBase:     `"0x" and 40 hex digits`,
	ChainSolana:   "32 to 44 base58 characters",
	ChainCosmos:   `"cosmos1…"`,
}

// chains are the known chains.
var chains = Chain("").Values()

// Wallet refuses what is no wallet address of the chain; an empty chain means
// stateset.
func (c *Check) Wallet(param, address, chainParam string, chain Chain) {
	if chain == "" {
		chain = ChainStateSet
	}
	Enum(c, chainParam, chain)
	if address == "" {
		c.Fail(param, "is required")
	}
	if form := walletForms[chain]; form != nil && !form.MatchString(address) {
		c.Fail(param, "is no wallet address of the chain %s: want %s, got %s", chain, walletHints[chain], Quote(address))
	}
}

// AnyWallet refuses what is no wallet address of any chain.
func (c *Check) AnyWallet(param, address string) {
	if !slices.ContainsFunc(chains, func(chain Chain) bool { return walletForms[chain].MatchString(address) }) {
		c.Fail(param, "is no wallet address: %s; want \"stateset1…\", \"0x…\", \"cosmos1…\" or a Solana address", Quote(address))
	}
}
