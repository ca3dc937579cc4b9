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

// Gas is printed only: it is paid in STATE and not taken from the balances.
const (
	gasBase   = 55_000
	gasPerLeg = 10_000
)

// movement is money on its way from one wallet to others.
type movement struct {
	chain api.Chain
	from  string
	denom string
	legs  []ledger.Leg

	kind     stablecoin.TransactionType // empty: payment
	memo     string                     // of legs that have none in memos
	memos    []string                   // of each leg, or nil
	metadata map[string]string
	fees     fees // that the sender pays beside the legs
}

// to is a movement to a single wallet.
func to(address string, amount decimal.Decimal) []ledger.Leg {
	return []ledger.Leg{{To: ledger.Wallet(address), Amount: amount}}
}

// move posts the movement and returns its transaction. Movements of one call share
// a block height.
func (tx *Tx) move(m movement) (*api.Transaction, error) {
	if err := checkPayer(m.from); err != nil {
		return nil, err
	}
	stamp := tx.stamp()
	legs, fee := m.legs, m.fees.leg()
	if fee.Amount.IsPositive() && numtext.SameCurrency(m.denom, numtext.DenomSSUSD) {
		legs = append(slices.Clone(legs), fee) // one look at the wallet for both
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

// transaction is what answers tell of a transaction with that many recipients.
func (tx *Tx) transaction(stamp ledger.Stamp, chain api.Chain, legs int) *api.Transaction {
	return &api.Transaction{
		TxHash: stamp.TxHash, BlockHeight: stamp.Height, Timestamp: tx.now, Chain: chain,
		GasUsed: strconv.Itoa(gasBase + gasPerLeg*legs),
	}
}

func (tx *Tx) stamp() ledger.Stamp {
	if tx.height == 0 {
		tx.height = tx.account.ledger.Height() + 1
	}
	return ledger.Stamp{Height: tx.height, At: tx.now, TxHash: tx.account.ids.hash()}
}

func (tx *Tx) insufficientFunds(from, denom string, legs []ledger.Leg) error {
	var needed decimal.Decimal
	for _, leg := range legs {
		needed = needed.Add(leg.Amount)
	}
	return &Error{Code: CodeInsufficientFunds, Message: fmt.Sprintf("The wallet '%s' holds %s and %s is needed: fund it first",
		shown(from), tx.WalletBalance(from, denom), api.FromDecimal(needed, denom))}
}

// issue puts new tokens into a wallet.
func (tx *Tx) issue(address string, amount api.Money) error {
	_, err := tx.mint(address, amount, nil)
	return err
}

// Fund issues tokens into a wallet, for tests that need one with money in it.
func (tx *Tx) Fund(address string, amount api.Money) error {
	if err := checkWallet(address, "", "address"); err != nil {
		return err
	}
	if err := checkAmount(amount, "amount"); err != nil {
		return err
	}
	if !numtext.IsToken(amount.Currency()) {
		return invalid("amount.denom", "A wallet holds ssusd and usdc, not '%s'", shown(amount.Currency()))
	}
	return tx.issue(address, amount)
}

// WalletBalance is what a wallet holds of a denomination, zero for a wallet that
// nobody funded.
func (tx *Tx) WalletBalance(address, denom string) api.Money {
	return api.FromDecimal(tx.account.ledger.Balance(ledger.Wallet(address), denom), denom)
}

// Treasury is the address of the account's treasury wallet.
func (tx *Tx) Treasury() string { return tx.account.treasury }

// Balance is what the treasury wallet can spend, one entry a denomination. Nothing is
// ever pending: payments in tokens complete at once.
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
