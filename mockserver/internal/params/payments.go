package params

import (
	"strings"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/mockserver/internal/records"
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
func PaymentFilter(q *input.Query) records.Filter[*payments.Payment] {
	var f records.Filter[*payments.Payment]
	records.Equal(&f, "status", input.Filter[payments.Status](q, "status"), func(p *payments.Payment) payments.Status { return p.Status })
	records.Equal(&f, "customer_id", q.Strings("customer_id"), func(p *payments.Payment) string { return p.CustomerID })
	records.Equal(&f, "order_id", q.Strings("order_id"), func(p *payments.Payment) string { return p.OrderID })
	records.Equal(&f, "invoice_id", q.Strings("invoice_id"), func(p *payments.Payment) string { return p.InvoiceID })
	records.Equal(&f, "payment_method_type", input.Filter[payments.MethodType](q, "payment_method_type"), methodOf)
	amount := q.Amounts("amount", "currency")
	records.Equal(&f, "currency", amount.Currencies, func(p *payments.Payment) string { return strings.ToLower(p.Amount.Currency()) })
	if amount.IsSet() {
		f.Where(func(p *payments.Payment) bool { return amount.Has(p.Amount.Decimal()) })
	}
	times(&f, "created", q.Times("created"), func(p *payments.Payment) time.Time { return p.CreatedAt })
	records.Metadata(&f, q.Metadata(), func(p *payments.Payment) map[string]string { return p.Metadata })
	return f
}

func methodOf(p *payments.Payment) payments.MethodType {
	if p.PaymentMethod == nil {
		return ""
	}
	return p.PaymentMethod.Type
}

// RefundFilter reads the filters of the list of refunds.
func RefundFilter(q *input.Query) records.Filter[*payments.Refund] {
	var f records.Filter[*payments.Refund]
	records.Equal(&f, "payment_id", q.Strings("payment_id"), func(r *payments.Refund) string { return r.PaymentID })
	records.Equal(&f, "status", input.Filter[payments.RefundStatus](q, "status"), func(r *payments.Refund) payments.RefundStatus { return r.Status })
	times(&f, "created", q.Times("created"), func(r *payments.Refund) time.Time { return r.CreatedAt })
	records.Metadata(&f, q.Metadata(), func(r *payments.Refund) map[string]string { return r.Metadata })
	return f
}
