package engine

import (
	"errors"
	"time"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/wire"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

// emitCreated emits payment.created with the pending payment, even if the same call
// decides the payment.
func (tx *Tx) emitCreated(p *payments.Payment) {
	tx.emit(webhook.Type(webhook.PaymentCreated), createdPayment{p}, nil)
}

// createdPayment is a payment as it was before the call that created it decided it. The
// event has no copy of the payment, because most events are never read.
type createdPayment struct{ decided *payments.Payment }

// AppendWire writes the payment without the members that the decision has set.
func (c createdPayment) AppendWire(e *wire.Encoder) {
	p, none := *c.decided, zero(c.decided.Amount.Currency())
	p.Status, p.Captured, p.CapturedAt, p.ReceiptURL = payments.StatusPending, false, time.Time{}, ""
	p.AmountCapturable, p.AmountCaptured = none, none
	p.ProcessorResponse, p.Transaction, p.FailureCode, p.FailureMessage = nil, nil, "", ""
	p.AppendWire(e)
}

// storePayment stores a new or changed payment and emits events of the kinds. The
// statuses processing and requires_capture have no event.
func (tx *Tx) storePayment(p *payments.Payment, kinds ...webhook.TypeOf[payments.Payment]) {
	a := tx.account
	if p.OrderID != "" && !a.payments.HasPlace(p.ID) {
		tx.link(&a.paymentsOf, p.OrderID, p.ID)
	}
	put(tx, &a.payments, p.ID, p)
	for _, kind := range kinds {
		emit(tx, kind, p)
	}
}

// changePayment returns a copy of the payment to change and store.
func (tx *Tx) changePayment(p *payments.Payment) *payments.Payment {
	changed := *p
	changed.UpdatedAt = tx.now
	return &changed
}

// settle completes an approved payment: it captures the money, or stores an
// authorization that expires.
func (tx *Tx) settle(p *payments.Payment, capture bool) *payments.Payment {
	if !capture {
		p.Status = payments.StatusRequiresCapture
		p.AmountCapturable = p.Amount
		tx.storePayment(p)
		tx.schedule(job{kind: jobAuthorization, object: p.ID}, tx.now.Add(authorizationTime))
		return p
	}
	tx.take(p, p.Amount, webhook.PaymentSucceeded)
	return p
}

// take stores the payment with the captured amount and counts the amount towards the
// order or invoice. The events of the payment precede those of the order or invoice.
func (tx *Tx) take(p *payments.Payment, amount api.Money, kinds ...webhook.TypeOf[payments.Payment]) {
	tx.markTaken(p, amount)
	tx.storePayment(p, kinds...)
	switch {
	case p.OrderID != "":
		tx.creditOrder(p.OrderID, amount.Decimal())
	case p.InvoiceID != "":
		tx.creditInvoice(p, decimal.Zero)
	}
}

func (tx *Tx) markTaken(p *payments.Payment, amount api.Money) {
	p.Status, p.Captured, p.CapturedAt = payments.StatusSucceeded, true, tx.now
	p.AmountCaptured, p.AmountCapturable = amount, zero(amount.Currency())
	p.ReceiptURL = receiptBase + p.ID
	p.ID = p.ReceiptURL[len(receiptBase):] // in the same memory
}

// process stores a payment that its bank or issuer decides one hour later.
func (tx *Tx) process(p *payments.Payment, capture bool) *payments.Payment {
	p.Status = payments.StatusProcessing
	tx.storePayment(p)
	kind := jobAuthorize
	if capture {
		kind = jobCapture
	}
	tx.schedule(job{kind: kind, object: p.ID}, tx.now.Add(processingTime))
	return p
}

// finish ends the processing of a payment. If its order or invoice was paid or canceled
// in the meantime, the payment fails. An expired order does not matter, because the
// payment was created in time.
func (tx *Tx) finish(id string, capture bool) error {
	p, ok := tx.account.payments.Get(id)
	if !ok || p.Status != payments.StatusProcessing {
		return nil
	}
	p = tx.changePayment(p)
	var refusal *Error
	if err := tx.checkStillOwed(p, p.Amount); errors.As(err, &refusal) {
		p.Status, p.FailureCode, p.FailureMessage = payments.StatusFailed, refusal.Code, refusal.Message
		tx.storePayment(p, webhook.PaymentFailed)
		return nil
	}
	if p.PaymentMethod.Card != nil {
		p.ProcessorResponse = tx.processorResponse(outcome{})
	}
	tx.settle(p, capture)
	return nil
}

// checkStillOwed checks an earlier payment at its capture: the order or invoice must be
// open and owe the amount.
func (tx *Tx) checkStillOwed(p *payments.Payment, amount api.Money) error {
	if p.InvoiceID != "" {
		return tx.checkInvoiceOwed(p.InvoiceID, amount)
	}
	if p.OrderID == "" {
		return nil
	}
	order, ok := tx.account.orders.Get(p.OrderID)
	if !ok {
		return notFound("order", p.OrderID, "order_id")
	}
	if err := checkOpen(order); err != nil {
		return err
	}
	return checkOwed(order, amount, "amount")
}

// expireAuthorization voids an authorization that was not captured in time.
func (tx *Tx) expireAuthorization(id string) error {
	p, ok := tx.account.payments.Get(id)
	if ok && p.Status == payments.StatusRequiresCapture {
		tx.void(p)
	}
	return nil
}

// void cancels an authorized payment.
func (tx *Tx) void(p *payments.Payment) *payments.Payment {
	p = tx.changePayment(p)
	p.Status, p.CancelledAt, p.AmountCapturable = payments.StatusCancelled, tx.now, zero(p.Amount.Currency())
	tx.storePayment(p, webhook.PaymentCancelled)
	return p
}
