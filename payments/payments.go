package payments

import (
	"context"
	"iter"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/spec"
)

// Error codes of this package, for errors.Is.
var (
	ErrCardDeclined      error = api.ErrorCode("card_declined")          // Error.DeclineCode has the reason
	ErrExpiredCard       error = api.ErrorCode("expired_card")           // the card's expiry date has passed
	ErrIncorrectCVC      error = api.ErrorCode("incorrect_cvc")          // the card's security code is wrong
	ErrProcessing        error = api.ErrorCode("processing_error")       // the card processor failed
	ErrInsufficientFunds error = api.ErrorCode("INSUFFICIENT_FUNDS")     // the wallet, bank account or card holds too little
	ErrInvalidState      error = api.ErrorCode("invalid_state")          // the payment's status does not allow the operation
	ErrRefundTooLarge    error = api.ErrorCode("refund_exceeds_payment") // the amount exceeds the remaining amount of the payment
	ErrInvalidWallet     error = api.ErrorCode("INVALID_WALLET_ADDRESS") // the address is not a wallet of the network
	ErrCurrencyMismatch  error = api.ErrorCode("currency_mismatch")      // the currency differs from that of the payment, order or invoice
)

// Service has the operations on payments and refunds. It is safe for concurrent use.
type Service core.Service

var (
	opCreate    = spec.Lookup("Payments.Create")
	opGet       = spec.Lookup("Payments.Get")
	opCapture   = spec.Lookup("Payments.Capture")
	opCancel    = spec.Lookup("Payments.Cancel")
	opRefund    = spec.Lookup("Payments.Refund")
	opGetRefund = spec.Lookup("Payments.GetRefund")

	paymentObject = core.Object[*Payment]{ID: func(p *Payment) string { return p.ID }}
	refundObject  = core.Object[*Refund]{ID: func(r *Refund) string { return r.ID },
		Of: func(r *Refund) string { return r.PaymentID }}

	payments = &core.Lister[Payment]{
		Op: spec.Lookup("Payments.List"), Object: paymentObject,
	}
	refunds = &core.Lister[Refund]{
		Op: spec.Lookup("Payments.ListRefunds"), Object: refundObject,
	}
)

// Create creates a payment: POST /payments.
//
// A payment in ssusd or usdc moves the money immediately. A card is charged immediately
// unless params.Capture is false. A declined payment returns an error such as
// [ErrCardDeclined] or [ErrInsufficientFunds]; its PaymentID is the ID of the failed
// payment.
func (s *Service) Create(ctx context.Context, params *CreateParams, opts ...api.RequestOption) (*Payment, error) {
	body, err := params.wire()
	return paymentObject.Call(ctx, (*core.Service)(s), opCreate, core.Args{Body: body, Err: err}, opts...)
}

// Get retrieves a payment: GET /payments/{id}. An unknown ID returns
// stateset.ErrNotFound.
func (s *Service) Get(ctx context.Context, id string, opts ...api.RequestOption) (*Payment, error) {
	return paymentObject.Call(ctx, (*core.Service)(s), opGet, core.Args{ID: id}, opts...)
}

// Capture charges an authorized payment: POST /payments/{id}/capture.
//
// nil params capture the full amount. A payment can be captured once; the remaining
// amount is released. A payment without a valid authorization returns
// [ErrInvalidState].
func (s *Service) Capture(ctx context.Context, id string, params *CaptureParams, opts ...api.RequestOption) (*Payment, error) {
	body, err := params.wire()
	return paymentObject.Call(ctx, (*core.Service)(s), opCapture, core.Args{ID: id, Body: body, Err: err}, opts...)
}

// Cancel releases an authorized payment: POST /payments/{id}/cancel. A payment
// without a valid authorization returns [ErrInvalidState].
func (s *Service) Cancel(ctx context.Context, id string, opts ...api.RequestOption) (*Payment, error) {
	return paymentObject.Call(ctx, (*core.Service)(s), opCancel, core.Args{ID: id}, opts...)
}

// Refund refunds a succeeded payment, in full or in part: POST /payments/{id}/refund.
//
// nil params are an error, because a refund requires a reason. An amount above the
// remaining amount returns [ErrRefundTooLarge]. An on-chain refund that the refunding
// wallet cannot cover returns [ErrInsufficientFunds].
func (s *Service) Refund(ctx context.Context, id string, params *RefundParams, opts ...api.RequestOption) (*Refund, error) {
	body, err := params.wire()
	return refundObject.Call(ctx, (*core.Service)(s), opRefund, core.Args{ID: id, Body: body, Err: err}, opts...)
}

// GetRefund retrieves a refund: GET /refunds/{id}. An unknown ID returns
// stateset.ErrNotFound.
func (s *Service) GetRefund(ctx context.Context, id string, opts ...api.RequestOption) (*Refund, error) {
	return refundObject.Call(ctx, (*core.Service)(s), opGetRefund, core.Args{ID: id}, opts...)
}

// List fetches one page of payments, newest first: GET /payments. nil params select
// all payments.
func (s *Service) List(ctx context.Context, params *ListParams, opts ...api.RequestOption) (*api.Page[Payment], error) {
	return payments.List(ctx, (*core.Service)(s), params.args(), opts)
}

// All iterates over the selected payments, newest first: GET /payments. Pages are
// fetched on demand. nil params select all payments.
func (s *Service) All(ctx context.Context, params *ListParams, opts ...api.RequestOption) iter.Seq2[*Payment, error] {
	return payments.All(ctx, (*core.Service)(s), params.args(), opts)
}

// Pages iterates over the pages of the selected payments: GET /payments.
func (s *Service) Pages(ctx context.Context, params *ListParams, opts ...api.RequestOption) iter.Seq2[*api.Page[Payment], error] {
	return payments.Pages(ctx, (*core.Service)(s), params.args(), opts)
}

// ListRefunds fetches one page of refunds, newest first: GET /refunds. nil params
// select all refunds.
func (s *Service) ListRefunds(ctx context.Context, params *ListRefundsParams, opts ...api.RequestOption) (*api.Page[Refund], error) {
	return refunds.List(ctx, (*core.Service)(s), params.args(), opts)
}

// AllRefunds iterates over the selected refunds, newest first: GET /refunds. Pages are
// fetched on demand. nil params select all refunds.
func (s *Service) AllRefunds(ctx context.Context, params *ListRefundsParams, opts ...api.RequestOption) iter.Seq2[*Refund, error] {
	return refunds.All(ctx, (*core.Service)(s), params.args(), opts)
}

// RefundPages iterates over the pages of the selected refunds: GET /refunds.
func (s *Service) RefundPages(ctx context.Context, params *ListRefundsParams, opts ...api.RequestOption) iter.Seq2[*api.Page[Refund], error] {
	return refunds.Pages(ctx, (*core.Service)(s), params.args(), opts)
}
