package httpapi

import (
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/payments"
)

const (
	maxDescription = 500
	maxDescriptor  = 22
)

func readPayment(o *input.Object) *payments.CreateParams {
	return &payments.CreateParams{
		Amount:              o.Amount("amount", "currency"),
		PaymentMethod:       input.Nested(o, "payment_method", readMethod),
		Recipient:           o.String("recipient", input.NotEmpty),
		CustomerID:          o.ID("customer_id"),
		OrderID:             o.ID("order_id"),
		InvoiceID:           o.ID("invoice_id"),
		Description:         o.String("description", input.MaxLen(maxDescription)),
		StatementDescriptor: o.String("statement_descriptor", input.MaxLen(maxDescriptor)),
		Capture:             o.Bool("capture"),
		BillingAddress:      o.Address("billing_address"),
		Metadata:            o.Metadata("metadata"),
	}
}

func readMethod(o *input.Object) payments.MethodParams {
	return payments.MethodParams{
		Type:   input.Enum[payments.MethodType](o, "type", input.Required),
		Card:   input.Nested(o, "card", readCard),
		ACH:    input.Nested(o, "ach", readACH),
		Crypto: input.Nested(o, "crypto", readCrypto),
	}
}

func readCard(o *input.Object) payments.CardParams {
	return payments.CardParams{
		Token:    o.String("token", input.NotEmpty, input.Secret),
		Number:   o.String("number", input.Secret, input.Digits(12, 19)),
		ExpMonth: o.Int("exp_month", input.Min(1), input.Max(12)),
		ExpYear:  o.Int("exp_year", input.Min(1000), input.Max(9999)),
		CVC:      o.String("cvc", input.Secret, input.Digits(3, 4)),
	}
}

func readACH(o *input.Object) payments.ACHParams {
	return payments.ACHParams{
		AccountNumber: o.String("account_number", input.Required, input.Secret, input.Digits(4, 17)),
		RoutingNumber: o.String("routing_number", input.Required, input.Secret, input.Digits(9, 9)),
		AccountType:   input.Enum[payments.AccountType](o, "account_type", input.Required),
	}
}

func readCrypto(o *input.Object) payments.CryptoParams {
	return payments.CryptoParams{
		WalletAddress: o.String("wallet_address", input.Required, input.NotEmpty),
		Chain:         input.Enum[api.Chain](o, "chain"),
	}
}

// captureBody is a capture before the currency of its amount is known.
type captureBody struct {
	amount *input.Plain
	params payments.CaptureParams
}

func readCapture(o *input.Object) captureBody {
	return captureBody{
		amount: o.Number("amount"),
		params: payments.CaptureParams{
			StatementDescriptor: o.String("statement_descriptor", input.MaxLen(maxDescriptor)),
			Metadata:            o.Metadata("metadata"),
		},
	}
}

func capturePayment(tx *engine.Tx, id string, body captureBody) (*payments.Payment, error) {
	amount, err := inCurrencyOf(tx, id, body.amount)
	if err != nil {
		return nil, err
	}
	body.params.Amount = amount
	return tx.CapturePayment(id, &body.params)
}

func cancelPayment(tx *engine.Tx, id string, _ struct{}) (*payments.Payment, error) {
	return tx.CancelPayment(id)
}

// refundBody is a refund before the currency of its amount is known.
type refundBody struct {
	amount *input.Plain
	params payments.RefundParams
}

func readRefund(o *input.Object) refundBody {
	return refundBody{
		amount: o.Number("amount"),
		params: payments.RefundParams{
			Reason:         input.Enum[payments.RefundReason](o, "reason", input.Required),
			Notes:          o.String("notes"),
			NotifyCustomer: o.Bool("notify_customer"),
			Metadata:       o.Metadata("metadata"),
		},
	}
}

func refundPayment(tx *engine.Tx, id string, body refundBody) (*payments.Refund, error) {
	amount, err := inCurrencyOf(tx, id, body.amount)
	if err != nil {
		return nil, err
	}
	body.params.Amount = amount
	return tx.RefundPayment(id, &body.params)
}

// inCurrencyOf completes an amount with the currency of the payment it belongs
// to. Without an amount, or without that payment, it is the zero Money, and the
// engine says what follows from that.
func inCurrencyOf(tx *engine.Tx, id string, amount *input.Plain) (api.Money, error) {
	payment, found := tx.Payments().Get(id)
	if amount == nil || !found {
		return api.Money{}, nil
	}
	return amount.In(payment.Amount.Currency)
}

func paymentFilter(q *input.Query) func(*payments.Payment) bool {
	status := input.Filter[payments.Status](q, "status")
	customer := q.Strings("customer_id")
	order := q.Strings("order_id")
	invoice := q.Strings("invoice_id")
	method := input.Filter[payments.MethodType](q, "payment_method_type")
	amount := q.Amounts("amount", "currency")
	created := q.Times("created")
	metadata := q.Metadata()
	return func(p *payments.Payment) bool {
		return status.Has(p.Status) && customer.Has(p.CustomerID) && order.Has(p.OrderID) && invoice.Has(p.InvoiceID) &&
			method.Has(methodOf(p)) && amount.Has(p.Amount) && created.Has(p.CreatedAt) && metadata.Has(p.Metadata)
	}
}

func methodOf(p *payments.Payment) payments.MethodType {
	if p.PaymentMethod == nil {
		return ""
	}
	return p.PaymentMethod.Type
}

func refundFilter(q *input.Query) func(*payments.Refund) bool {
	payment := q.Strings("payment_id")
	status := input.Filter[payments.RefundStatus](q, "status")
	created := q.Times("created")
	metadata := q.Metadata()
	return func(r *payments.Refund) bool {
		return payment.Has(r.PaymentID) && status.Has(r.Status) && created.Has(r.CreatedAt) && metadata.Has(r.Metadata)
	}
}
