package params

import (
	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/payments"
)

const (
	maxDescription = 500
	maxDescriptor  = 22
)

// CreatePayment reads the body of a new payment.
func CreatePayment(o *input.Object) *payments.CreateParams {
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

// Capture is the body of a capture. The currency of its amount follows from the
// payment.
type Capture struct {
	Amount *input.Plain
	Params payments.CaptureParams
}

// CapturePayment reads the body of a capture.
func CapturePayment(o *input.Object) Capture {
	return Capture{
		Amount: o.Number("amount"),
		Params: payments.CaptureParams{
			StatementDescriptor: o.String("statement_descriptor", input.MaxLen(maxDescriptor)),
			Metadata:            o.Metadata("metadata"),
		},
	}
}

// Refund is the body of a refund. The currency of its amount follows from the payment.
type Refund struct {
	Amount *input.Plain
	Params payments.RefundParams
}

// RefundPayment reads the body of a refund.
func RefundPayment(o *input.Object) Refund {
	return Refund{
		Amount: o.Number("amount"),
		Params: payments.RefundParams{
			Reason:         input.Enum[payments.RefundReason](o, "reason", input.Required),
			Notes:          o.String("notes"),
			NotifyCustomer: o.Bool("notify_customer"),
			Metadata:       o.Metadata("metadata"),
		},
	}
}

// PaymentFilter reads the filters of the list of payments.
func PaymentFilter(q *input.Query) func(*payments.Payment) bool {
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

// RefundFilter reads the filters of the list of refunds.
func RefundFilter(q *input.Query) func(*payments.Refund) bool {
	payment := q.Strings("payment_id")
	status := input.Filter[payments.RefundStatus](q, "status")
	created := q.Times("created")
	metadata := q.Metadata()
	return func(r *payments.Refund) bool {
		return payment.Has(r.PaymentID) && status.Has(r.Status) && created.Has(r.CreatedAt) && metadata.Has(r.Metadata)
	}
}
