package engine

import (
	"strings"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/stablecoin"
)

// FinancerWallet is the wallet that advances and loans come from, and that they are
// repaid to.
const FinancerWallet = "stateset1financer0000000000000000000000000"

// maxFinanced is the most that one call finances.
const maxFinanced = "1000000000.00"

// financed checks an amount that shall be financed: one in tokens or dollars, within
// bounds.
func financed(amount api.Money, param string) error {
	if err := checkAmount(amount, param); err != nil {
		return err
	}
	if err := checkDollar(amount, param); err != nil {
		return err
	}
	if amount.Value.GreaterThan(decimal.RequireFromString(maxFinanced)) {
		return invalid(param, "At most %s is financed in one call, got %s", maxFinanced, amount)
	}
	return nil
}

// checkDollar wants a currency that is worth a dollar: tokens are all that moves.
func checkDollar(amount api.Money, param string) error {
	if worthDollar(amount.Currency) {
		return nil
	}
	return &Error{Code: CodeCurrencyMismatch, Param: param, Message: "Only ssusd, usdc and usd are financed, not '" + shown(amount.Currency) + "'"}
}

// tokenOf is the token that moves for an amount: ssusd for dollars.
func tokenOf(currency string) string {
	if numtext.IsToken(currency) {
		return currency
	}
	return numtext.DenomSSUSD
}

// disburse pays from the financer's wallet, which is topped up when it holds too
// little.
func (tx *Tx) disburse(address string, amount api.Money, memo string) (*api.Transaction, error) {
	denom := tokenOf(amount.Currency)
	if short := amount.Value.Sub(tx.WalletBalance(FinancerWallet, denom).Value); short.IsPositive() {
		if err := tx.issue(FinancerWallet, api.Money{Value: short, Currency: strings.ToLower(denom)}); err != nil {
			return nil, err
		}
	}
	return tx.move(movement{chain: chainOf(address), from: FinancerWallet, denom: denom, kind: stablecoin.TypeFinancing,
		memo: memo, legs: to(address, amount.Value)})
}

// payBack pays the financer from a wallet.
func (tx *Tx) payBack(address string, amount api.Money, memo string) error {
	_, err := tx.move(movement{chain: chainOf(address), from: address, denom: tokenOf(amount.Currency), kind: stablecoin.TypeFinancing,
		memo: memo, legs: to(FinancerWallet, amount.Value)})
	return err
}

// canPay reports whether the treasury wallet holds the amount.
func (tx *Tx) canPay(amount api.Money) bool {
	return !tx.WalletBalance(tx.account.treasury, tokenOf(amount.Currency)).Value.LessThan(amount.Value)
}

func rate(text string) api.Decimal { return api.Decimal{Decimal: decimal.RequireFromString(text)} }

// share is what a rate makes of an amount, rounded to the cent.
func share(amount api.Money, rate api.Decimal) api.Money {
	return api.Money{Value: rounded(amount.Value.Mul(rate.Decimal), amount.Currency), Currency: amount.Currency}
}
