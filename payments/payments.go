package payments

import (
	"context"
	"iter"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/spec"
)

// Errors that errors.Is finds in the error of a call.
var (
	ErrCardDeclined      error = api.ErrorCode("card_declined") // Error.DeclineCode says why
	ErrExpiredCard       error = api.ErrorCode("expired_card")
	ErrIncorrectCVC      error = api.ErrorCode("incorrect_cvc")
	ErrProcessing        error = api.ErrorCode("processing_error")
	ErrInsufficientFunds error = api.ErrorCode("INSUFFICIENT_FUNDS")     // of a wallet, a bank account or a card
	ErrInvalidState      error = api.ErrorCode("invalid_state")          // the payment's status does not allow it
	ErrRefundTooLarge    error = api.ErrorCode("refund_exceeds_payment") // more than is left of the payment
	ErrInvalidWallet     error = api.ErrorCode("INVALID_WALLET_ADDRESS") //
	ErrCurrencyMismatch  error = api.ErrorCode("currency_mismatch")      // with the captured or refunded payment, or the paid order or invoice
)

// Service makes the calls of this package. It is safe for concurrent use.
type Service core.Service

var (
	opCreate    = spec.Lookup("Payments.Create")
	opGet       = spec.Lookup("Payments.Get")
	opCapture   = spec.Lookup("Payments.Capture")
	opCancel    = spec.Lookup("Payments.Cancel")
	opRefund    = spec.Lookup("Payments.Refund")
	opGetRefund = spec.Lookup("Payments.GetRefund")

	paymentObject = core.Object[Payment]{ID: func(p *Payment) string { return p.ID }}
	refundObject  = core.Object[Refund]{ID: func(r *Refund) string { return r.ID },
		Of: func(r *Refund) string { return r.PaymentID }}

	payments = &core.Lister[Payment]{
		Op: spec.Lookup("Payments.List"), Object: paymentObject,
	}
	refunds = &core.Lister[Refund]{
		Op: spec.Lookup("Payments.ListRefunds"), Object: refundObject,
	}
)

// Create makes a payment: POST /payments.
//
// With ssusd and usdc the money moves at once. A card is charged at once unless
// Capture is false. A refused payment is an error (ErrCardDeclined,
// ErrInsufficientFunds …) whose PaymentID names the failed payment. The call
// carries an idempotency key and is safe to repeat with it.
func (s *Service) Create(ctx context.Context, params *CreateParams, opts ...api.RequestOption) (*Payment, error) {
	body, err := params.wire()
	return paymentObject.Call(ctx, (*core.Service)(s), opCreate, core.Args{Body: body, Err: err}, opts...)
}

// Get retrieves a payment: GET /payments/{id}. An unknown id is
// stateset.ErrNotFound.
func (s *Service) Get(ctx context.Context, id string, opts ...api.RequestOption) (*Payment, error) {
	return paymentObject.Call(ctx, (*core.Service)(s), opGet, core.Args{ID: id}, opts...)
}

// Capture takes the money of an authorised payment, once, and releases what it does
// not take: POST /payments/{id}/capture. nil params take all. A payment that is not
// authorised, or no longer, is ErrInvalidState.
func (s *Service) Capture(ctx context.Context, id string, params *CaptureParams, opts ...api.RequestOption) (*Payment, error) {
	body, err := params.wire()
	return paymentObject.Call(ctx, (*core.Service)(s), opCapture, core.Args{ID: id, Body: body, Err: err}, opts...)
}

// Cancel releases an authorised payment: POST /payments/{id}/cancel. A payment that
// is not authorised, or no longer, is ErrInvalidState.
func (s *Service) Cancel(ctx context.Context, id string, opts ...api.RequestOption) (*Payment, error) {
	return paymentObject.Call(ctx, (*core.Service)(s), opCancel, core.Args{ID: id}, opts...)
}

// Refund gives back a succeeded payment, whole or in part: POST
// /payments/{id}/refund. More than is left of it is ErrRefundTooLarge; an on-chain
// refund that the paying wallet cannot cover is ErrInsufficientFunds.
func (s *Service) Refund(ctx context.Context, id string, params *RefundParams, opts ...api.RequestOption) (*Refund, error) {
	body, err := params.wire()
	return refundObject.Call(ctx, (*core.Service)(s), opRefund, core.Args{ID: id, Body: body, Err: err}, opts...)
}

// GetRefund retrieves a refund: GET /refunds/{id}. An unknown id is
// stateset.ErrNotFound.
func (s *Service) GetRefund(ctx context.Context, id string, opts ...api.RequestOption) (*Refund, error) {
	return refundObject.Call(ctx, (*core.Service)(s), opGetRefund, core.Args{ID: id}, opts...)
}

// List fetches one page of payments, newest first: GET /payments. nil params select
// them all.
func (s *Service) List(ctx context.Context, params *ListParams, opts ...api.RequestOption) (*api.Page[Payment], error) {
	return payments.List(ctx, (*core.Service)(s), params.args(), opts)
}

// All walks all payments that the params select, newest first, fetching pages as
// they are wanted: GET /payments. nil params select them all.
func (s *Service) All(ctx context.Context, params *ListParams, opts ...api.RequestOption) iter.Seq2[*Payment, error] {
	return payments.All(ctx, (*core.Service)(s), params.args(), opts)
}

// Pages walks the pages of the payments that the params select: GET /payments.
func (s *Service) Pages(ctx context.Context, params *ListParams, opts ...api.RequestOption) iter.Seq2[*api.Page[Payment], error] {
	return payments.Pages(ctx, (*core.Service)(s), params.args(), opts)
}

// ListRefunds fetches one page of refunds, newest first: GET /refunds. nil params
// select them all.
func (s *Service) ListRefunds(ctx context.Context, params *ListRefundsParams, opts ...api.RequestOption) (*api.Page[Refund], error) {
	return refunds.List(ctx, (*core.Service)(s), params.args(), opts)
}

// AllRefunds walks all refunds that the params select, newest first, fetching pages
// as they are wanted: GET /refunds. nil params select them all.
func (s *Service) AllRefunds(ctx context.Context, params *ListRefundsParams, opts ...api.RequestOption) iter.Seq2[*Refund, error] {
	return refunds.All(ctx, (*core.Service)(s), params.args(), opts)
}

// RefundPages walks the pages of the refunds that the params select: GET /refunds.
func (s *Service) RefundPages(ctx context.Context, params *ListRefundsParams, opts ...api.RequestOption) iter.Seq2[*api.Page[Refund], error] {
	return refunds.Pages(ctx, (*core.Service)(s), params.args(), opts)
}
