package api

import (
	"regexp"
	"slices"
)

// walletForms are the forms of wallet addresses, by chain. The stateset form is
// not checked as bech32: the network's own samples would fail it.
var walletForms = map[string]*regexp.Regexp{
	"stateset": regexp.MustCompile(`^stateset1[a-z0-9]{8,80}$`),
	"base":     regexp.MustCompile(`^0x[0-9a-fA-F]{40}$`),
	"solana":   regexp.MustCompile(`^[1-9A-HJ-NP-Za-km-z]{32,44}$`),
	"cosmos":   regexp.MustCompile(`^cosmos1[a-z0-9]{38,58}$`),
}

// walletHints tell the forms in messages.
var walletHints = map[string]string{
	"stateset": `"stateset1…"`,
	"base":     `"0x" and 40 hex digits`,
	"solana":   "32 to 44 base58 characters",
	"cosmos":   `"cosmos1…"`,
}

// Chains are the networks that wallets live on, in the order of messages.
var Chains = []string{"stateset", "base", "solana", "cosmos"}

// Wallet refuses what is no wallet address of the chain; an empty chain means
// stateset.
func (c *Check) Wallet(param, address, chainParam, chain string) {
	if chain == "" {
		chain = "stateset"
	}
	Enum(c, chainParam, chain, Chains)
	if address == "" {
		c.Fail(param, "is required")
	}
	if form := walletForms[chain]; form != nil && !form.MatchString(address) {
		c.Fail(param, "is no wallet address of the chain %s: want %s, got %s", chain, walletHints[chain], quoteShort(address))
	}
}

// AnyWallet refuses what is no wallet address of any chain.
func (c *Check) AnyWallet(param, address string) {
	if !slices.ContainsFunc(Chains, func(chain string) bool { return walletForms[chain].MatchString(address) }) {
		c.Fail(param, "is no wallet address: %s; want \"stateset1…\", \"0x…\", \"cosmos1…\" or a Solana address", quoteShort(address))
	}
}
