package core

import (
	"regexp"
	"slices"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/quote"
)

// walletForms are the forms of wallet addresses, by chain. The stateset form is not
// checked as bech32, because the network's own samples would fail.
var walletForms = map[api.Chain]*regexp.Regexp{
	api.ChainStateSet: regexp.MustCompile(`^stateset1[a-z0-9]{8,80}$`),
	api.ChainBase:     regexp.MustCompile(`^0x[0-9a-fA-F]{40}$`),
	api.ChainSolana:   regexp.MustCompile(`^[1-9A-HJ-NP-Za-km-z]{32,44}$`),
	api.ChainCosmos:   regexp.MustCompile(`^cosmos1[a-z0-9]{38,58}$`),
}

// walletHints describe the forms in messages.
var walletHints = map[api.Chain]string{
	api.ChainStateSet: `"stateset1…"`,
	api.ChainBase:     `"0x" and 40 hex digits`,
	api.ChainSolana:   "32 to 44 base58 characters",
	api.ChainCosmos:   `"cosmos1…"`,
}

// chains are the known chains.
var chains = api.Chain("").Values()

// Wallet rejects text that is not a wallet address of the chain. An empty chain means
// stateset.
func (c *Check) Wallet(param, address, chainParam string, chain api.Chain) {
	if chain == "" {
		chain = api.ChainStateSet
	}
	Enum(c, chainParam, chain)
	if address == "" {
		c.Fail(param, "is required")
	}
	if form := walletForms[chain]; form != nil && !form.MatchString(address) {
		c.Fail(param, "is no wallet address of the chain %s: must be %s, got %s", chain, walletHints[chain], quote.Short(address))
	}
}

// AnyWallet rejects text that is not a wallet address of any chain.
func (c *Check) AnyWallet(param, address string) {
	if !slices.ContainsFunc(chains, func(chain api.Chain) bool { return walletForms[chain].MatchString(address) }) {
		c.Fail(param, "is no wallet address: %s: must be \"stateset1…\", \"0x…\", \"cosmos1…\" or a Solana address", quote.Short(address))
	}
}
