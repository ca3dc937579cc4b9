package engine

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/stateset/stateset-go/api"
)

const (
	statesetPrefix = "stateset1"
	cosmosPrefix   = "cosmos1"
	treasuryLength = 38

	base58Digits = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
)

// Wallets that cannot pay, whatever their balance. They can receive like any other
// wallet.
const (
	WalletInsufficientFunds = "stateset1insufficientfunds0000000000000000"
	WalletNetworkError      = "stateset1networkerror000000000000000000000"
	WalletContractError     = "stateset1contracterror00000000000000000000"
)

// chainOf returns the chain of an address, judging by its form, or "" for an invalid
// address.
func chainOf(address string) api.Chain {
	switch rest := ""; {
	case strings.HasPrefix(address, statesetPrefix):
		rest = address[len(statesetPrefix):]
		return chainIf(api.ChainStateSet, consistsOf(rest, 8, 80, idAlphabet))
	case strings.HasPrefix(address, cosmosPrefix):
		rest = address[len(cosmosPrefix):]
		return chainIf(api.ChainCosmos, consistsOf(rest, 38, 58, idAlphabet))
	case strings.HasPrefix(address, "0x"):
		return chainIf(api.ChainBase, consistsOf(strings.ToUpper(address[2:]), 40, 40, hexDigits))
	}
	return chainIf(api.ChainSolana, consistsOf(address, 32, 44, base58Digits))
}

func chainIf(chain api.Chain, ok bool) api.Chain {
	if !ok {
		return ""
	}
	return chain
}

// consistsOf reports whether text consists of min to max characters of the alphabet.
func consistsOf(text string, min, max int, alphabet string) bool {
	return len(text) >= min && len(text) <= max && strings.Trim(text, alphabet) == ""
}

// checkWallet requires an address of the chain. An empty chain allows every chain.
func checkWallet(address string, chain api.Chain, param string) error {
	if address == "" {
		return missing(param)
	}
	found := chainOf(address)
	switch {
	case found == "":
		return &Error{Code: CodeInvalidWallet, Param: param, Message: fmt.Sprintf(
			"'%s' is not a wallet address: must be stateset1 and 8 to 80 of [a-z0-9], or an address of base (0x), solana or cosmos (cosmos1)", excerpt(address))}
	case chain != "" && found != chain:
		return &Error{Code: CodeInvalidWallet, Param: param, Message: fmt.Sprintf(
			"The wallet '%s' belongs to the chain '%s', not to '%s': correct the chain or the address", excerpt(address), found, chain)}
	}
	return nil
}

// checkPayer refuses the wallets that cannot pay.
func checkPayer(address string) error {
	switch address {
	case WalletInsufficientFunds:
		return &Error{Code: CodeInsufficientFunds, Message: fmt.Sprintf("The wallet '%s' has no funds: pay from another wallet", address)}
	case WalletNetworkError:
		return &Error{Code: CodeNetwork, Message: "The network did not respond and nothing was changed: try again"}
	case WalletContractError:
		return &Error{Code: CodeSmartContract, Message: "The smart contract refused the transaction and nothing was changed: pay from another wallet"}
	}
	return nil
}

// orStateSet returns the chain, or the default if it is empty.
func orStateSet(chain api.Chain) api.Chain { return cmp.Or(chain, api.ChainStateSet) }
