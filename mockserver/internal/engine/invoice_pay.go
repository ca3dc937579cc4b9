package engine

import (
	"fmt"
	"maps"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

// PayInvoice pays an invoice from a wallet, in full or in part. The payment is credited
// to the treasury wallet, or to the financer that bought the invoice.
func (tx *Tx) PayInvoice(params *invoices.PayParams) (*invoices.PayResult, error) {
	chain, err := checkPayMethod(&params.PaymentMethod)
	if err != nil {
		return nil, err
	}
	inv, ok := tx.account.invoices.Get(params.InvoiceID)
	if !ok {
		return nil, &Error{Code: CodeInvoiceNotFound, Param: "invoice_id", Message: fmt.Sprintf("No such invoice: '%s'", excerpt(params.InvoiceID))}
	}
	if err := checkInvoicePayable(inv); err != nil {
		return nil, err
	}
	take, discount, err := tx.invoiceDue(inv, params)
	if err != nil {
		return nil, err
	}
	p, err := tx.payInvoice(inv, params, take, chain)
	if err != nil {
		return nil, err
	}
	tx.storePayment(p, webhook.PaymentSucceeded)
	paid := tx.countInvoice(p, discount.Decimal())
	tx.collect(inv, take.Decimal())
	return invoicePaid(p, paid, appliedDiscount(inv, discount)), nil
}

// invoiceDue returns the amount to take, in the payer's token, and its discount, in the
// invoice's currency.
func (tx *Tx) invoiceDue(inv *invoices.Invoice, params *invoices.PayParams) (take, discount api.Money, err error) {
	offered, owed := params.PaymentMethod.Amount, invoiceDebt(inv)
	none := zero(inv.TotalAmount.Currency())
	if !params.FullPayment {
		return offered, none, owed.checkPart(offered, paramPayAmount)
	}
	if err := owed.checkCurrency(offered, paramPayAmount); err != nil {
		return take, none, err
	}
	discount = none
	if params.EarlyPaymentDiscount {
		discount = tx.earlyDiscount(inv)
	}
	take = api.FromDecimal(inv.BalanceDue.Decimal().Sub(discount.Decimal()), offered.Currency())
	if offered.Decimal().LessThan(take.Decimal()) {
		return take, discount, &Error{Code: CodeAmountMismatch, Param: paramPayAmount, Message: fmt.Sprintf(
			"A full payment of the invoice '%s' requires %s, got %s: increase the amount, or remove full_payment", inv.ID, take, offered)}
	}
	return take, discount, nil
}

// earlyDiscount returns the discount for paying the balance now. The discount is zero
// if it would leave nothing to pay, or if it would reduce the financer's share.
func (tx *Tx) earlyDiscount(inv *invoices.Invoice) api.Money {
	currency := inv.BalanceDue.Currency()
	offer := inv.EarlyPaymentDiscount
	if offer == nil || tx.now.After(offer.ExpiresAt) {
		return zero(currency)
	}
	value := rounded(inv.BalanceDue.Decimal().Mul(offer.Percentage.Decimal).Shift(-2), currency) // percent
	left := inv.BalanceDue.Decimal().Sub(value)
	if !left.IsPositive() || left.LessThan(tx.financerShare(inv)) {
		return zero(currency)
	}
	return api.FromDecimal(value, currency)
}

func appliedDiscount(inv *invoices.Invoice, discount api.Money) *invoices.Discount {
	if !discount.Decimal().IsPositive() {
		return nil
	}
	return &invoices.Discount{Type: invoices.DiscountEarlyPayment, Amount: discount, Percentage: inv.EarlyPaymentDiscount.Percentage}
}

// payInvoice moves the money and returns the payment, without storing the payment.
func (tx *Tx) payInvoice(inv *invoices.Invoice, params *invoices.PayParams, take api.Money, chain api.Chain) (*payments.Payment, error) {
	wallet := params.PaymentMethod.WalletAddress
	transaction, err := tx.move(movement{
		chain: chain, from: wallet, denom: take.Currency(), legs: tx.invoiceLegs(inv, take.Decimal()), memo: params.Metadata["memo"],
	})
	if err != nil {
		return nil, err
	}
	none := zero(take.Currency())
	p := &payments.Payment{
		ID: tx.newID("pmt"), Object: "payment", Amount: take, Status: payments.StatusPending,
		AmountCapturable: none, AmountCaptured: none, AmountRefunded: none,
		PaymentMethod: &payments.Method{Type: payments.MethodCrypto,
			Crypto: &payments.CryptoAccount{WalletAddress: wallet, Chain: chain}},
		Recipient: tx.account.treasury, InvoiceID: inv.ID, CustomerID: inv.CustomerID, Description: params.Reference,
		Metadata: maps.Clone(params.Metadata), CreatedAt: tx.now, UpdatedAt: tx.now,
	}
	tx.emitCreated(p)
	p.Transaction = transaction
	tx.markTaken(p, take)
	return p, nil
}

// invoicePaid returns the result of a paid invoice.
func invoicePaid(p *payments.Payment, inv *invoices.Invoice, discount *invoices.Discount) *invoices.PayResult {
	return &invoices.PayResult{
		Success: true, Transaction: p.Transaction,
		Payment: &invoices.InvoicePayment{
			PaymentID: p.ID, InvoiceID: inv.ID, AmountPaid: p.Amount, USDValue: worth(p.Amount),
			DiscountApplied: discount, Status: invoices.PayCompleted,
		},
		Invoice: &invoices.PaidInvoice{
			InvoiceID: inv.ID, Status: inv.Status, TotalAmount: inv.TotalAmount,
			AmountPaid: inv.AmountPaid, BalanceDue: inv.BalanceDue, Payments: inv.Payments,
		},
	}
}
