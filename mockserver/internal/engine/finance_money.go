package engine

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/stablecoin"
)

// FinancerWallet is the wallet that pays advances and loans, and receives repayments.
const FinancerWallet = "stateset1financer0000000000000000000000000"

// MaxFinanced is the maximum amount of one financing.
const MaxFinanced = "1000000000.00"

// financed requires an amount in tokens or dollars, within the bounds of a financing.
func financed(amount api.Money, param string) error {
	if err := checkAmount(amount, param); err != nil {
		return err
	}
	if err := checkDollar(amount, param); err != nil {
		return err
	}
	if amount.Decimal().GreaterThan(decimal.RequireFromString(MaxFinanced)) {
		return invalid(param, "The amount of one financing must be at most %s, got %s", MaxFinanced, amount)
	}
	return nil
}

// checkDollar requires a currency that is worth a dollar, because only tokens are
// moved.
func checkDollar(amount api.Money, param string) error {
	if worthDollar(amount.Currency()) {
		return nil
	}
	return currencyMismatch(param, "The currency must be ssusd, usdc or usd, got '%s'", excerpt(amount.Currency()))
}

// tokenOf returns the token that is moved for a currency: ssusd for dollars.
func tokenOf(currency string) string {
	if numtext.IsToken(currency) {
		return currency
	}
	return numtext.DenomSSUSD
}

// disburse pays from the financer's wallet. The wallet is topped up when its balance is
// too low.
func (tx *Tx) disburse(address string, amount api.Money, memo string) (*api.Transaction, error) {
	denom := tokenOf(amount.Currency())
	if short := amount.Decimal().Sub(tx.WalletBalance(FinancerWallet, denom).Decimal()); short.IsPositive() {
		if err := tx.issue(FinancerWallet, api.FromDecimal(short, strings.ToLower(denom))); err != nil {
			return nil, err
		}
	}
	return tx.move(movement{chain: chainOf(address), from: FinancerWallet, denom: denom, kind: stablecoin.TypeFinancing,
		memo: memo, legs: to(address, amount.Decimal())})
}

// payBack pays the financer from a wallet.
func (tx *Tx) payBack(address string, amount api.Money, memo string) error {
	_, err := tx.move(movement{chain: chainOf(address), from: address, denom: tokenOf(amount.Currency()), kind: stablecoin.TypeFinancing,
		memo: memo, legs: to(FinancerWallet, amount.Decimal())})
	return err
}

// canPay reports whether the treasury wallet holds the amount.
func (tx *Tx) canPay(amount api.Money) bool {
	return !tx.WalletBalance(tx.account.treasury, tokenOf(amount.Currency())).Decimal().LessThan(amount.Decimal())
}

func rate(text string) api.Decimal { return api.Decimal{Decimal: decimal.RequireFromString(text)} }

// share returns amount × rate, rounded to the cent.
func share(amount api.Money, rate api.Decimal) api.Money {
	return api.FromDecimal(rounded(amount.Decimal().Mul(rate.Decimal), amount.Currency()), amount.Currency())
}
