package engine

import (
	"fmt"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
)

// debt is the amount owed on an order or an invoice.
type debt struct {
	kind, id string // "order" or "invoice"
	left     api.Money
}

// checkPart requires an amount that pays the debt or a part of it.
func (d debt) checkPart(amount api.Money, param string) error {
	if err := d.checkCurrency(amount, param); err != nil {
		return err
	}
	if err := d.checkFits(amount, param); err != nil {
		return err
	}
	if amount.Decimal().GreaterThan(d.left.Decimal()) {
		return &Error{Code: CodeAmountMismatch, Param: param, Message: fmt.Sprintf(
			"Cannot pay %s for the %s '%s': %s is owed", amount, d.kind, d.id, d.left)}
	}
	return nil
}

// checkCurrency requires a currency that can pay the debt.
func (d debt) checkCurrency(amount api.Money, param string) error {
	if interchangeable(amount.Currency(), d.left.Currency()) {
		return nil
	}
	return currencyMismatch(param, "The %s '%s' is in '%s' and cannot be paid in '%s': only usd, ssusd and usdc pay for each other",
		d.kind, d.id, d.left.Currency(), amount.Currency())
}

// checkFits requires an amount that the currency of the debt can express, because the
// amount is added to the amounts of the order or invoice without rounding.
func (d debt) checkFits(amount api.Money, param string) error {
	if fits(amount.Decimal(), d.left.Currency()) {
		return nil
	}
	return invalid(param, "The %s '%s' is in '%s', which cannot hold the decimals of %s: use fewer", d.kind, d.id, d.left.Currency(), amount)
}

// Parameters of the calls that pay an order or an invoice from a wallet.
const (
	paramPayAmount = "payment_method.amount"
	paramPayWallet = "payment_method.wallet_address"
)

// checkPayMethod checks the wallet that pays an order or an invoice, and returns the
// chain of the wallet.
func checkPayMethod(method *api.PayMethod) (api.Chain, error) {
	if err := checkAmount(method.Amount, paramPayAmount); err != nil {
		return "", err
	}
	if !numtext.IsToken(method.Amount.Currency()) {
		return "", invalid(paramPayAmount+".denom", "A wallet pays in ssusd or usdc, got '%s'", excerpt(method.Amount.Currency()))
	}
	if method.Type != "" && !numtext.SameCurrency(string(method.Type), method.Amount.Currency()) {
		return "", invalid(paramPayAmount+".denom", "The payment method is '%s' and its amount in '%s': use the same for both", excerpt(string(method.Type)), method.Amount.Currency())
	}
	chain := orStateSet(method.Chain)
	if err := checkWallet(method.WalletAddress, chain, paramPayWallet); err != nil {
		return "", err
	}
	return chain, nil
}
