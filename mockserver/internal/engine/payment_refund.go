package engine

import (
	"fmt"
	"maps"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/stablecoin"
	"github.com/stateset/stateset-go/webhook"
)

// RefundPayment refunds a payment, in full or in part. An on-chain payment is refunded
// from the treasury wallet to the payer. If the treasury paid, the money is taken back
// from the recipient.
func (tx *Tx) RefundPayment(id string, params *payments.RefundParams) (*payments.Refund, error) {
	p, ok := tx.account.payments.Get(id)
	if !ok {
		return nil, notFound("payment", id, "")
	}
	if p.Status != payments.StatusSucceeded {
		fix := "only a payment that is 'succeeded' can be refunded"
		if p.Status == payments.StatusRequiresCapture {
			fix += ", cancel this one"
		}
		return nil, invalidState("payment", id, p.Status, "refunded", fix)
	}
	amount, err := refundAmount(p, params.Amount)
	if err != nil {
		return nil, err
	}
	if order, ok := tx.account.orders.Get(p.OrderID); ok {
		if err := checkFits(order, amount, "amount"); err != nil {
			return nil, err
		}
	}
	if invoice, ok := tx.account.invoices.Get(p.InvoiceID); ok {
		if err := invoiceDebt(invoice).checkFits(amount, "amount"); err != nil {
			return nil, err
		}
	}
	return tx.refund(p, amount, params)
}

// refundable returns the captured amount that was not refunded.
func refundable(p *payments.Payment) api.Money {
	return plus(p.AmountCaptured, p.AmountRefunded.Decimal().Neg())
}

func refundAmount(p *payments.Payment, amount api.Money) (api.Money, error) {
	left := refundable(p)
	if !amount.IsSet() {
		amount = left
	}
	switch {
	case !numtext.SameCurrency(amount.Currency(), p.Amount.Currency()):
		return amount, currencyMismatch("amount", "The payment is in '%s', the amount in '%s': use the payment's currency", p.Amount.Currency(), amount.Currency())
	case !left.Decimal().IsPositive():
		return amount, &Error{Code: CodeRefundExceeds, Param: "amount", Message: fmt.Sprintf("The captured amount of %s is already refunded", p.AmountCaptured)}
	case amount.Decimal().GreaterThan(left.Decimal()):
		return amount, &Error{Code: CodeRefundExceeds, Param: "amount", Message: fmt.Sprintf(
			"Cannot refund %s: of %s captured, %s is refunded and %s is left", amount, p.AmountCaptured, p.AmountRefunded, left)}
	}
	return api.FromDecimal(amount.Decimal(), p.Amount.Currency()), nil
}

// refund refunds an amount that the caller has checked.
func (tx *Tx) refund(p *payments.Payment, amount api.Money, params *payments.RefundParams) (*payments.Refund, error) {
	r := &payments.Refund{
		ID: tx.newID("ref"), Object: "refund", Amount: amount, PaymentID: p.ID, Status: payments.RefundSucceeded,
		Reason: params.Reason, Notes: params.Notes, Metadata: maps.Clone(params.Metadata), CreatedAt: tx.now, ProcessedAt: tx.now,
	}
	r.ReceiptURL = receiptBase + r.ID
	if p.Transaction != nil {
		transaction, err := tx.move(tx.refundMovement(p, amount))
		if err != nil {
			return nil, err
		}
		r.Transaction = transaction
	}
	p = tx.changePayment(p)
	p.AmountRefunded = plus(p.AmountRefunded, amount.Decimal())
	tx.storePayment(p, webhook.PaymentRefunded)
	tx.link(&tx.account.refundsOf, p.ID, r.ID)
	r.Payment = &payments.RefundedPayment{
		ID: p.ID, Amount: p.Amount, AmountRefunded: p.AmountRefunded, RefundsCount: len(tx.account.refundsOf[p.ID]),
	}
	put(tx, &tx.account.refunds, r.ID, r)
	switch {
	case p.OrderID != "":
		tx.debitOrder(p.OrderID, amount.Decimal())
	case p.InvoiceID != "":
		tx.debitInvoice(p, amount.Decimal())
	}
	return r, nil
}

// refundMovement returns the wallets and the amount of an on-chain refund. The merchant
// is liable for payments to third parties, so those are refunded from the treasury too.
func (tx *Tx) refundMovement(p *payments.Payment, amount api.Money) movement {
	payer := p.PaymentMethod.Crypto
	source := tx.account.treasury
	if payer.WalletAddress == tx.account.treasury && p.Recipient != "" {
		source = p.Recipient
	}
	return movement{chain: payer.Chain, from: source, denom: amount.Currency(), kind: stablecoin.TypeRefund,
		legs: to(payer.WalletAddress, amount.Decimal())}
}
