package engine

import (
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

// CapturePayment captures an authorized card payment once, in full or in part. The rest
// of the authorization is released. Only this response has the details of the capture.
func (tx *Tx) CapturePayment(id string, params *payments.CaptureParams) (*payments.Payment, error) {
	p, ok := tx.account.payments.Get(id)
	if !ok {
		return nil, notFound("payment", id, "")
	}
	if p.Status != payments.StatusRequiresCapture {
		return nil, invalidState("payment", id, p.Status, payments.StatusSucceeded, "only a payment that is 'requires_capture' can be captured, and only once")
	}
	amount, err := captureAmount(p, params.Amount)
	if err != nil {
		return nil, err
	}
	if err := tx.checkStillOwed(p, amount); err != nil {
		return nil, err
	}
	metadata, err := mergeMetadata(p.Metadata, params.Metadata)
	if err != nil {
		return nil, err
	}
	p = tx.changePayment(p)
	p.Metadata = metadata
	if params.StatementDescriptor != "" {
		p.StatementDescriptor = params.StatementDescriptor
	}
	tx.take(p, amount, webhook.PaymentCaptured, webhook.PaymentSucceeded)
	tx.unschedule(job{kind: jobAuthorization, object: id})
	answer := *p
	answer.CaptureDetails = &payments.CaptureDetails{CapturedAmount: amount, CaptureTime: tx.now, ProcessorCaptureID: tx.newID("cap")}
	return &answer, nil
}

func captureAmount(p *payments.Payment, amount api.Money) (api.Money, error) {
	switch {
	case !amount.IsSet():
		return p.AmountCapturable, nil
	case !numtext.SameCurrency(amount.Currency(), p.Amount.Currency()):
		return amount, currencyMismatch("amount", "The payment is in '%s', the amount in '%s': use the payment's currency", p.Amount.Currency(), amount.Currency())
	case amount.Decimal().GreaterThan(p.AmountCapturable.Decimal()):
		return amount, invalid("amount", "Cannot capture %s: only %s was authorized", amount, p.AmountCapturable)
	}
	return api.FromDecimal(amount.Decimal(), p.Amount.Currency()), nil
}

// CancelPayment voids an authorized card payment.
func (tx *Tx) CancelPayment(id string) (*payments.Payment, error) {
	p, ok := tx.account.payments.Get(id)
	if !ok {
		return nil, notFound("payment", id, "")
	}
	if p.Status != payments.StatusRequiresCapture {
		fix := "only a payment that is 'requires_capture' can be cancelled"
		if p.Status == payments.StatusSucceeded {
			fix += ", refund this one"
		}
		return nil, invalidState("payment", id, p.Status, payments.StatusCancelled, fix)
	}
	tx.unschedule(job{kind: jobAuthorization, object: id})
	return tx.void(p), nil
}
