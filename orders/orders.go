package orders

import (
	"context"
	"iter"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/spec"
)

// Errors that errors.Is finds in the error of a call.
var (
	ErrNotFound          error = api.ErrorCode("ORDER_NOT_FOUND") // no such order; other objects are stateset.ErrNotFound alone
	ErrAlreadyPaid       error = api.ErrorCode("ORDER_ALREADY_PAID")
	ErrCancelled         error = api.ErrorCode("ORDER_CANCELLED")
	ErrPaymentExpired    error = api.ErrorCode("PAYMENT_EXPIRED")
	ErrInsufficientFunds error = api.ErrorCode("INSUFFICIENT_FUNDS")
	ErrAmountMismatch    error = api.ErrorCode("AMOUNT_MISMATCH") // more than is owed
	ErrSplitMismatch     error = api.ErrorCode("SPLIT_AMOUNT_MISMATCH")
	ErrInvalidWallet     error = api.ErrorCode("INVALID_WALLET_ADDRESS")
	ErrCurrencyMismatch  error = api.ErrorCode("currency_mismatch")
	ErrNetwork           error = api.ErrorCode("NETWORK_ERROR")
	ErrSmartContract     error = api.ErrorCode("SMART_CONTRACT_ERROR")
	ErrNotPaid           error = api.ErrorCode("order_not_paid")
	ErrInvalidState      error = api.ErrorCode("invalid_state") // the order's status does not allow it
)

// Service makes the calls of this package. It is safe for concurrent use.
type Service core.Service

var (
	opCreate  = spec.Lookup("Orders.Create")
	opGet     = spec.Lookup("Orders.Get")
	opUpdate  = spec.Lookup("Orders.Update")
	opFulfill = spec.Lookup("Orders.Fulfill")
	opCancel  = spec.Lookup("Orders.Cancel")
	opPay     = spec.Lookup("Orders.Pay")

	orderObject = core.Object[Order]{ID: func(o *Order) string { return o.ID }}
	// The answer of Cancel is known by its order, that of Pay by its payment.
	cancelObject = core.Object[CancelResult]{ID: (*CancelResult).orderID}
	payObject    = core.Object[PayResult]{Check: (*PayResult).successful, ID: (*PayResult).paymentID, Of: (*PayResult).orderID}

	orders = &core.Lister[Order]{
		Op: spec.Lookup("Orders.List"), Object: orderObject,
	}
)

// Create makes an order: POST /orders. Totals are the server's: the sum of the
// items, plus tax and shipping, minus the discount.
func (s *Service) Create(ctx context.Context, params *CreateParams, opts ...api.RequestOption) (*Order, error) {
	body, err := params.wire()
	return orderObject.Call(ctx, (*core.Service)(s), opCreate, core.Args{Body: body, Err: err}, opts...)
}

// Get retrieves an order: GET /orders/{id}. An unknown ID is ErrNotFound.
func (s *Service) Get(ctx context.Context, id string, opts ...api.RequestOption) (*Order, error) {
	return orderObject.Call(ctx, (*core.Service)(s), opGet, core.Args{ID: id}, opts...)
}

// Update changes an order: PATCH /orders/{id}. Fields that are nil stay as they
// are, a pointer to an empty value clears one. A change that the order's state does not allow is ErrInvalidState.
func (s *Service) Update(ctx context.Context, id string, params *UpdateParams, opts ...api.RequestOption) (*Order, error) {
	body, err := params.wire()
	return orderObject.Call(ctx, (*core.Service)(s), opUpdate, core.Args{ID: id, Body: body, Err: err}, opts...)
}

// Fulfill ships a paid order, or a part of it: POST /orders/{id}/fulfill. nil
// params ship everything that is left. An order that is not paid is ErrNotPaid.
func (s *Service) Fulfill(ctx context.Context, id string, params *FulfillParams, opts ...api.RequestOption) (*Order, error) {
	body, err := params.wire()
	return orderObject.Call(ctx, (*core.Service)(s), opFulfill, core.Args{ID: id, Body: body, Err: err}, opts...)
}

// Cancel cancels an order that was not shipped, and refunds what was paid: POST
// /orders/{id}/cancel.
func (s *Service) Cancel(ctx context.Context, id string, params *CancelParams, opts ...api.RequestOption) (*CancelResult, error) {
	body, err := params.wire()
	return cancelObject.Call(ctx, (*core.Service)(s), opCancel, core.Args{ID: id, Body: body, Err: err}, opts...)
}

// Pay pays an order from a wallet, whole or in part, and splits the money if asked:
// POST /order/pay, on the network host. All of it happens or nothing. The call
// carries an idempotency key and is safe to repeat with it.
func (s *Service) Pay(ctx context.Context, params *PayParams, opts ...api.RequestOption) (*PayResult, error) {
	body, err := params.wire()
	return payObject.Call(ctx, (*core.Service)(s), opPay, params.args(body, err), opts...)
}

// List fetches one page of orders, newest first: GET /orders. nil params select
// them all.
func (s *Service) List(ctx context.Context, params *ListParams, opts ...api.RequestOption) (*api.Page[Order], error) {
	return orders.List(ctx, (*core.Service)(s), params.args(), opts)
}

// All walks all orders that the params select, newest first, fetching pages as they
// are wanted: GET /orders. nil params select them all.
func (s *Service) All(ctx context.Context, params *ListParams, opts ...api.RequestOption) iter.Seq2[*Order, error] {
	return orders.All(ctx, (*core.Service)(s), params.args(), opts)
}

// Pages walks the pages of the orders that the params select: GET /orders.
func (s *Service) Pages(ctx context.Context, params *ListParams, opts ...api.RequestOption) iter.Seq2[*api.Page[Order], error] {
	return orders.Pages(ctx, (*core.Service)(s), params.args(), opts)
}
