package global

import (
	"context"
	"iter"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/spec"
)

// Error codes of this package, for errors.Is.
var (
	ErrComplianceBlocked       error = api.ErrorCode("COMPLIANCE_BLOCKED")          // the trade is not allowed
	ErrDestinationNotSupported error = api.ErrorCode("destination_not_supported")   // the country has no known rates, or no shipping
	ErrCheckNotUsable          error = api.ErrorCode("compliance_check_not_usable") // the check is not approved, expired, or for other countries
	ErrQuoteExpired            error = api.ErrorCode("quote_expired")               // the quote is expired or for other countries; request a new one
	ErrCurrencyMismatch        error = api.ErrorCode("currency_mismatch")           // the currency of the quote differs from that of the order
)

// Service has the operations of this package. It is safe for concurrent use.
type Service core.Service

var (
	opCreateOrder = spec.Lookup("Global.CreateOrder")
	opGetOrder    = spec.Lookup("Global.GetOrder")
	opCheck       = spec.Lookup("Global.CheckCompliance")
	opTax         = spec.Lookup("Global.CalculateTax")
	opQuote       = spec.Lookup("Global.QuoteShipping")

	orderObject = core.Object[*Order]{ID: func(o *Order) string { return o.ID }}
	checkObject = core.Object[*ComplianceCheck]{ID: func(c *ComplianceCheck) string { return c.ID }}
	quoteObject = core.Object[*ShippingQuote]{ID: func(q *ShippingQuote) string { return q.ID }}

	globalOrders = &core.Lister[Order]{
		Op: spec.Lookup("Global.ListOrders"), Object: orderObject,
	}
)

// CreateOrder creates a cross-border order, and the order that is paid for it: POST
// /global/orders/create. The server computes the totals: goods, shipping, duty and tax.
//
// An order whose compliance check requires a review has StatusPendingCompliance and
// cannot be paid yet. A trade that is not allowed returns [ErrComplianceBlocked], and a
// country without known rates [ErrDestinationNotSupported]. A compliance check that
// cannot be used returns [ErrCheckNotUsable], an expired rate [ErrQuoteExpired], a rate
// in another currency [ErrCurrencyMismatch], and an unknown ID stateset.ErrNotFound.
func (s *Service) CreateOrder(ctx context.Context, params *CreateOrderParams, opts ...api.RequestOption) (*Order, error) {
	body, err := params.wire()
	return orderObject.Call(ctx, (*core.Service)(s), opCreateOrder, core.Args{Body: body, Err: err}, opts...)
}

// GetOrder retrieves a cross-border order: GET /global/orders/{id}. An unknown ID returns
// stateset.ErrNotFound.
func (s *Service) GetOrder(ctx context.Context, id string, opts ...api.RequestOption) (*Order, error) {
	return orderObject.Call(ctx, (*core.Service)(s), opGetOrder, core.Args{ID: id}, opts...)
}

// ListOrders fetches one page of cross-border orders, newest first: GET
// /global/orders. nil params select them all.
func (s *Service) ListOrders(ctx context.Context, params *ListOrdersParams, opts ...api.RequestOption) (*api.Page[Order], error) {
	return globalOrders.List(ctx, (*core.Service)(s), params.args(), opts)
}

// AllOrders walks all cross-border orders that the params select, newest first,
// fetching pages as they are wanted: GET /global/orders. nil params select them all.
func (s *Service) AllOrders(ctx context.Context, params *ListOrdersParams, opts ...api.RequestOption) iter.Seq2[*Order, error] {
	return globalOrders.All(ctx, (*core.Service)(s), params.args(), opts)
}

// OrderPages walks the pages of the cross-border orders that the params select: GET
// /global/orders.
func (s *Service) OrderPages(ctx context.Context, params *ListOrdersParams, opts ...api.RequestOption) iter.Seq2[*api.Page[Order], error] {
	return globalOrders.Pages(ctx, (*core.Service)(s), params.args(), opts)
}

// CheckCompliance checks a trade against sanctions and restrictions: POST
// /global/compliance/check. A blocked trade is not an error: see ComplianceCheck.Status.
func (s *Service) CheckCompliance(ctx context.Context, params *CheckComplianceParams, opts ...api.RequestOption) (*ComplianceCheck, error) {
	body, err := params.wire()
	return checkObject.Call(ctx, (*core.Service)(s), opCheck, core.Args{Body: body, Err: err}, opts...)
}

// CalculateTax calculates tax and duty of a trade: GET /global/tax/calculate. A country
// without known rates returns [ErrDestinationNotSupported]. Public keys are allowed.
func (s *Service) CalculateTax(ctx context.Context, params *CalculateTaxParams, opts ...api.RequestOption) (*TaxCalculation, error) {
	return core.Call(ctx, (*core.Service)(s), opTax, params.args(), core.AsRead[*TaxCalculation], opts...)
}

// QuoteShipping returns the shipping rates for packages: POST /global/shipping/quote. A
// country under embargo returns [ErrDestinationNotSupported]. Public keys are allowed.
func (s *Service) QuoteShipping(ctx context.Context, params *QuoteShippingParams, opts ...api.RequestOption) (*ShippingQuote, error) {
	body, err := params.wire()
	return quoteObject.Call(ctx, (*core.Service)(s), opQuote, core.Args{Body: body, Err: err}, opts...)
}
