package orders

import (
	"context"
	"iter"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/spec"
)

// Error codes of this package, for errors.Is.
var (
	ErrNotFound          error = api.ErrorCode("ORDER_NOT_FOUND")        // the order does not exist; also matches stateset.ErrNotFound
	ErrAlreadyPaid       error = api.ErrorCode("ORDER_ALREADY_PAID")     // the order is paid in full
	ErrCancelled         error = api.ErrorCode("ORDER_CANCELLED")        // the order is canceled
	ErrPaymentExpired    error = api.ErrorCode("PAYMENT_EXPIRED")        // the payment window of the order has ended
	ErrInsufficientFunds error = api.ErrorCode("INSUFFICIENT_FUNDS")     // the wallet holds too little
	ErrAmountMismatch    error = api.ErrorCode("AMOUNT_MISMATCH")        // the amount exceeds the unpaid amount
	ErrSplitMismatch     error = api.ErrorCode("SPLIT_AMOUNT_MISMATCH")  // the splits do not add up to the amount
	ErrInvalidWallet     error = api.ErrorCode("INVALID_WALLET_ADDRESS") // the address is not a wallet of the network
	ErrCurrencyMismatch  error = api.ErrorCode("currency_mismatch")      // the currencies differ
	ErrNetwork           error = api.ErrorCode("NETWORK_ERROR")          // the network failed; nothing was executed
	ErrSmartContract     error = api.ErrorCode("SMART_CONTRACT_ERROR")   // the contract rejected the transaction; nothing was executed
	ErrNotPaid           error = api.ErrorCode("order_not_paid")         // the order is not paid in full
	ErrInvalidState      error = api.ErrorCode("invalid_state")          // the order's status does not allow the operation
)

// Service has the operations of this package. It is safe for concurrent use.
type Service core.Service

var (
	opCreate  = spec.Lookup("Orders.Create")
	opGet     = spec.Lookup("Orders.Get")
	opUpdate  = spec.Lookup("Orders.Update")
	opFulfill = spec.Lookup("Orders.Fulfill")
	opCancel  = spec.Lookup("Orders.Cancel")
	opPay     = spec.Lookup("Orders.Pay")

	orderObject = core.Object[*Order]{ID: func(o *Order) string { return o.ID }}
	// Responses of Cancel are identified by their order, those of Pay by their payment.
	cancelObject = core.Object[*CancelResult]{ID: (*CancelResult).orderID}
	payObject    = core.Object[*PayResult]{Check: (*PayResult).successful, ID: (*PayResult).paymentID, Of: (*PayResult).orderID}

	orders = &core.Lister[Order]{
		Op: spec.Lookup("Orders.List"), Object: orderObject,
	}
)

// Create creates an order: POST /orders. The server computes the totals: the sum of the
// items, plus tax and shipping, minus the discount.
func (s *Service) Create(ctx context.Context, params *CreateParams, opts ...api.RequestOption) (*Order, error) {
	body, err := params.wire()
	return orderObject.Call(ctx, (*core.Service)(s), opCreate, core.Args{Body: body, Err: err}, opts...)
}

// Get retrieves an order: GET /orders/{id}. An unknown ID returns [ErrNotFound].
func (s *Service) Get(ctx context.Context, id string, opts ...api.RequestOption) (*Order, error) {
	return orderObject.Call(ctx, (*core.Service)(s), opGet, core.Args{ID: id}, opts...)
}

// Update changes an order: PATCH /orders/{id}. A nil field is unchanged. A pointer to an
// empty value clears the member. A change that the order's state does not allow returns
// [ErrInvalidState].
func (s *Service) Update(ctx context.Context, id string, params *UpdateParams, opts ...api.RequestOption) (*Order, error) {
	body, err := params.wire()
	return orderObject.Call(ctx, (*core.Service)(s), opUpdate, core.Args{ID: id, Body: body, Err: err}, opts...)
}

// Fulfill records a shipment of a paid order: POST /orders/{id}/fulfill. nil params ship
// all remaining items. An order that is not paid returns [ErrNotPaid].
func (s *Service) Fulfill(ctx context.Context, id string, params *FulfillParams, opts ...api.RequestOption) (*Order, error) {
	body, err := params.wire()
	return orderObject.Call(ctx, (*core.Service)(s), opFulfill, core.Args{ID: id, Body: body, Err: err}, opts...)
}

// Cancel cancels an order that was not shipped, and refunds its payments: POST
// /orders/{id}/cancel. The treasury wallet pays the refunds, also of split payments.
func (s *Service) Cancel(ctx context.Context, id string, params *CancelParams, opts ...api.RequestOption) (*CancelResult, error) {
	body, err := params.wire()
	return cancelObject.Call(ctx, (*core.Service)(s), opCancel, core.Args{ID: id, Body: body, Err: err}, opts...)
}

// Pay pays an order from a wallet, in full or in part: POST /order/pay on the network
// host. SplitPayments divides the money among several recipients. The payment and all
// splits succeed together or fail together.
func (s *Service) Pay(ctx context.Context, params *PayParams, opts ...api.RequestOption) (*PayResult, error) {
	body, err := params.wire()
	return payObject.Call(ctx, (*core.Service)(s), opPay, params.args(body, err), opts...)
}

// List fetches one page of orders, newest first: GET /orders. nil params select all
// orders.
func (s *Service) List(ctx context.Context, params *ListParams, opts ...api.RequestOption) (*api.Page[Order], error) {
	return orders.List(ctx, (*core.Service)(s), params.args(), opts)
}

// All iterates over the selected orders, newest first: GET /orders. Pages are fetched on
// demand. nil params select all orders.
func (s *Service) All(ctx context.Context, params *ListParams, opts ...api.RequestOption) iter.Seq2[*Order, error] {
	return orders.All(ctx, (*core.Service)(s), params.args(), opts)
}

// Pages iterates over the pages of the selected orders: GET /orders.
func (s *Service) Pages(ctx context.Context, params *ListParams, opts ...api.RequestOption) iter.Seq2[*api.Page[Order], error] {
	return orders.Pages(ctx, (*core.Service)(s), params.args(), opts)
}
