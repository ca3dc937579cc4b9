package engine

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/mockserver/internal/ledger"
	"github.com/stateset/stateset-go/stablecoin"
)

// Gas is for display only. It is paid in STATE and not taken from the balances.
const (
	gasBase   = 55_000
	gasPerLeg = 10_000
)

var gasOfOne = strconv.Itoa(gasBase + gasPerLeg)

// movement is a transfer of money from one wallet to others.
type movement struct {
	chain api.Chain
	from  string
	denom string
	legs  []ledger.Leg

	kind     stablecoin.TransactionType // default: payment
	memo     string                     // of legs without a memo in memos
	memos    []string                   // one per leg, or nil
	metadata map[string]string
	fees     fees // paid by the sender in addition to the legs
}

// to returns the legs of a movement to a single wallet.
func to(address string, amount decimal.Decimal) []ledger.Leg {
	return []ledger.Leg{{To: ledger.Wallet(address), Amount: amount}}
}

// move posts the movement and returns its transaction. Movements of one call share a
// block height.
func (tx *Tx) move(m movement) (*api.Transaction, error) {
	if err := checkPayer(m.from); err != nil {
		return nil, err
	}
	stamp := tx.stamp()
	legs, fee := m.legs, m.fees.leg()
	if fee.Amount.IsPositive() && numtext.SameCurrency(m.denom, numtext.DenomSSUSD) {
		legs = append(slices.Clone(legs), fee) // one check of the wallet for both
	}
	if err := tx.transfer(stamp, m.from, m.denom, legs); err != nil {
		return nil, err
	}
	if fee.Amount.IsPositive() && len(legs) == len(m.legs) {
		if err := tx.transfer(stamp, m.from, numtext.DenomSSUSD, []ledger.Leg{fee}); err != nil {
			return nil, err
		}
	}
	tx.recordMovement(m, stamp)
	return tx.transaction(stamp, m.chain, len(m.legs)), nil
}

// transfer posts the legs.
func (tx *Tx) transfer(stamp ledger.Stamp, from, denom string, legs []ledger.Leg) error {
	err := tx.account.ledger.Transfer(stamp, ledger.Wallet(from), denom, legs...)
	if errors.Is(err, ledger.ErrInsufficient) {
		return tx.insufficientFunds(from, denom, legs)
	}
	if err != nil {
		return fmt.Errorf("engine: %w", err)
	}
	return nil
}

// transaction returns the transaction as responses show it, for a number of recipients.
func (tx *Tx) transaction(stamp ledger.Stamp, chain api.Chain, legs int) *api.Transaction {
	return &api.Transaction{
		TxHash: stamp.TxHash, BlockHeight: stamp.Height, Timestamp: tx.now, Chain: chain,
		GasUsed: gasUsed(legs),
	}
}

// gasUsed returns the gas of a transaction. Most of them have one recipient and share
// its text.
func gasUsed(legs int) string {
	if legs == 1 {
		return gasOfOne
	}
	return strconv.Itoa(gasBase + gasPerLeg*legs)
}

func (tx *Tx) stamp() ledger.Stamp {
	if tx.height == 0 {
		tx.height = tx.account.ledger.Height() + 1
	}
	return ledger.Stamp{Height: tx.height, At: tx.now, TxHash: tx.account.ids.hash(), Cause: tx.number}
}

func (tx *Tx) insufficientFunds(from, denom string, legs []ledger.Leg) error {
	var needed decimal.Decimal
	for _, leg := range legs {
		needed = needed.Add(leg.Amount)
	}
	return &Error{Code: CodeInsufficientFunds, Message: fmt.Sprintf("The wallet '%s' holds %s and %s is needed: fund it first",
		excerpt(from), tx.WalletBalance(from, denom), api.FromDecimal(needed, denom))}
}

// issue issues new tokens to a wallet.
func (tx *Tx) issue(address string, amount api.Money) error {
	_, err := tx.mint(address, amount, nil)
	return err
}

// Fund issues tokens to a wallet, for tests.
func (tx *Tx) Fund(address string, amount api.Money) error {
	if err := checkWallet(address, "", "address"); err != nil {
		return err
	}
	if err := checkAmount(amount, "amount"); err != nil {
		return err
	}
	if !numtext.IsToken(amount.Currency()) {
		return invalid("amount.denom", "A wallet holds ssusd and usdc, not '%s'", excerpt(amount.Currency()))
	}
	return tx.issue(address, amount)
}

// SurplusWallet receives the tokens that [Tx.SetBalance] removes from a wallet.
const SurplusWallet = "stateset1surplus00000000000000000000000000"

// SetBalance issues tokens to a wallet, or moves tokens away from it, so that the wallet
// holds the amount of its denomination.
func (tx *Tx) SetBalance(address string, amount api.Money) error {
	if err := checkWallet(address, "", "address"); err != nil {
		return err
	}
	denom := amount.Currency()
	tx.height = 0 // of another on-chain transaction
	change := amount.Decimal().Sub(tx.WalletBalance(address, denom).Decimal())
	switch {
	case change.IsPositive():
		return tx.issue(address, api.FromDecimal(change, denom))
	case change.IsNegative():
		_, err := tx.move(movement{chain: chainOf(address), from: address, denom: denom,
			legs: to(SurplusWallet, change.Neg()), kind: stablecoin.TypeTransfer})
		return err
	}
	return nil
}

// WalletBalance returns the balance of a wallet in a denomination. The balance of an
// unknown wallet is zero.
func (tx *Tx) WalletBalance(address, denom string) api.Money {
	return api.FromDecimal(tx.account.ledger.Balance(ledger.Wallet(address), denom), denom)
}

// Treasury returns the address of the treasury wallet.
func (tx *Tx) Treasury() string { return tx.account.treasury }

// Balance returns the available balance of the treasury wallet, one entry per
// denomination. The pending part is always zero, because token payments complete
// immediately.
func (tx *Tx) Balance() *api.Balance {
	return &api.Balance{
		Object: "balance",
		Available: []api.Money{
			tx.WalletBalance(tx.account.treasury, numtext.DenomSSUSD),
			tx.WalletBalance(tx.account.treasury, numtext.DenomUSDC),
		},
		Livemode: tx.account.key.Live,
	}
}
