package engine

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/internal/api"
	"github.com/stateset/stateset-go/mockserver/internal/ledger"
)

// Gas is printed only: it is paid in STATE and not taken from the balances.
const (
	gasBase   = 55_000
	gasPerLeg = 10_000
)

// movement is money on its way from one wallet to others.
type movement struct {
	chain string
	from  string
	denom string
	legs  []ledger.Leg
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
	err := tx.account.ledger.Transfer(stamp, ledger.Wallet(m.from), m.denom, m.legs...)
	if errors.Is(err, ledger.ErrInsufficient) {
		return nil, tx.insufficientFunds(m)
	}
	if err != nil {
		return nil, fmt.Errorf("engine: %w", err)
	}
	return &api.Transaction{
		TxHash: stamp.TxHash, BlockHeight: stamp.Height, Timestamp: tx.now, Chain: m.chain,
		GasUsed: strconv.Itoa(gasBase + gasPerLeg*len(m.legs)),
	}, nil
}

func (tx *Tx) stamp() ledger.Stamp {
	if tx.height == 0 {
		tx.height = tx.account.ledger.Height() + 1
	}
	return ledger.Stamp{Height: tx.height, At: tx.now, TxHash: tx.account.ids.hash()}
}

func (tx *Tx) insufficientFunds(m movement) error {
	var needed decimal.Decimal
	for _, leg := range m.legs {
		needed = needed.Add(leg.Amount)
	}
	return &Error{Code: CodeInsufficientFunds, Message: fmt.Sprintf("The wallet '%s' holds %s and %s is needed: fund it first",
		shown(m.from), tx.WalletBalance(m.from, m.denom), api.Money{Value: needed, Currency: m.denom})}
}

// issue puts new tokens into a wallet.
func (tx *Tx) issue(address string, amount api.Money) error {
	return tx.account.ledger.Issue(tx.stamp(), ledger.Wallet(address), amount.Currency, amount.Value)
}

// Fund issues tokens into a wallet, for tests that need one with money in it.
func (tx *Tx) Fund(address string, amount api.Money) error {
	if err := checkWallet(address, "", "address"); err != nil {
		return err
	}
	if err := checkAmount(amount, "amount"); err != nil {
		return err
	}
	if !api.IsToken(amount.Currency) {
		return invalid("amount.denom", "A wallet holds ssusd and usdc, not '%s'", shown(amount.Currency))
	}
	return tx.issue(address, amount)
}

// WalletBalance is what a wallet holds of a denomination, zero for a wallet that
// nobody funded.
func (tx *Tx) WalletBalance(address, denom string) api.Money {
	return api.Money{Value: tx.account.ledger.Balance(ledger.Wallet(address), denom), Currency: denom}
}

// Treasury is the address of the account's treasury wallet.
func (tx *Tx) Treasury() string { return tx.account.treasury }

// Balance is what the treasury wallet holds, one entry a denomination. Nothing is
// ever pending: payments in tokens complete at once.
func (tx *Tx) Balance() *api.Balance {
	return &api.Balance{
		Object: "balance",
		Available: []api.Money{
			tx.WalletBalance(tx.account.treasury, api.DenomSSUSD),
			tx.WalletBalance(tx.account.treasury, api.DenomUSDC),
		},
		Livemode: tx.account.key.Live,
	}
}
