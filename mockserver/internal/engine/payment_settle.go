package engine

import (
	"errors"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

// emitCreated tells of a new payment while nothing is decided about it: payment.created
// shows it pending, also where it is decided in the same call.
func (tx *Tx) emitCreated(p *payments.Payment) { emit(tx, webhook.PaymentCreated, clone(p)) }

// storePayment stores a new payment or a changed copy of one, and tells what became of
// it. Nothing tells that it is processing or waits for its capture.
func (tx *Tx) storePayment(p *payments.Payment, kinds ...webhook.TypeOf[payments.Payment]) {
	a := tx.account
	if _, known := a.payments.Get(p.ID); !known && p.OrderID != "" {
		tx.link(a.paymentsOf, p.OrderID, p.ID)
	}
	put(tx, a.payments, p.ID, p)
	for _, kind := range kinds {
		emit(tx, kind, p)
	}
}

// changePayment is a copy of the payment to change and store.
func (tx *Tx) changePayment(p *payments.Payment) *payments.Payment {
	changed := *p
	changed.UpdatedAt = tx.now
	return &changed
}

// settle ends the making of a payment that was approved: with the money taken, or
// with an authorisation that runs out.
func (tx *Tx) settle(p *payments.Payment, capture bool) *payments.Payment {
	if !capture {
		p.Status = payments.StatusRequiresCapture
		p.AmountCapturable = p.Amount
		tx.storePayment(p)
		id := p.ID
		tx.schedule(id, tx.now.Add(authorizationTime), func(tx *Tx) error { return tx.expireAuthorization(id) })
		return p
	}
	tx.take(p, p.Amount, webhook.PaymentSucceeded)
	return p
}

// take stores the payment with the amount taken and counts it towards the order or the
// invoice. What tells of the payment comes before what tells of these.
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
}

// process stores a payment that its bank or issuer decides on one hour later.
func (tx *Tx) process(p *payments.Payment, capture bool) *payments.Payment {
	p.Status = payments.StatusProcessing
	tx.storePayment(p)
	id := p.ID
	tx.schedule(id, tx.now.Add(processingTime), func(tx *Tx) error { return tx.finish(id, capture) })
	return p
}

// finish ends processing. The order or invoice may have been paid or cancelled
// meanwhile; then the payment fails, since its money has nowhere to go. That the
// order has expired does not matter: the payment was made in time.
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

// checkStillOwed is the check of a payment that was made before, when its money is
// taken: the order or invoice must be open and owe that much.
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

// expireAuthorization voids an authorisation that nobody captured in time.
func (tx *Tx) expireAuthorization(id string) error {
	p, ok := tx.account.payments.Get(id)
	if ok && p.Status == payments.StatusRequiresCapture {
		tx.void(p)
	}
	return nil
}

// void cancels an authorised payment.
func (tx *Tx) void(p *payments.Payment) *payments.Payment {
	p = tx.changePayment(p)
	p.Status, p.CancelledAt, p.AmountCapturable = payments.StatusCancelled, tx.now, zero(p.Amount.Currency())
	tx.storePayment(p, webhook.PaymentCancelled)
	return p
}
