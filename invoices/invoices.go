package invoices

import (
	"context"
	"iter"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/spec"
)

// Errors that errors.Is finds in the error of a call.
var (
	ErrNotFound          error = api.ErrorCode("INVOICE_NOT_FOUND") // no such invoice; other objects are stateset.ErrNotFound alone
	ErrAlreadyPaid       error = api.ErrorCode("INVOICE_ALREADY_PAID")
	ErrNotPayable        error = api.ErrorCode("INVOICE_NOT_PAYABLE") // a draft, or voided
	ErrInsufficientFunds error = api.ErrorCode("INSUFFICIENT_FUNDS")
	ErrAmountMismatch    error = api.ErrorCode("AMOUNT_MISMATCH") // more than the balance, or less than a full payment takes
	ErrInvalidWallet     error = api.ErrorCode("INVALID_WALLET_ADDRESS")
	ErrCurrencyMismatch  error = api.ErrorCode("currency_mismatch")
	ErrNetwork           error = api.ErrorCode("NETWORK_ERROR")
	ErrSmartContract     error = api.ErrorCode("SMART_CONTRACT_ERROR")
	ErrInvalidState      error = api.ErrorCode("invalid_state") // the invoice's status does not allow it
)

// Service makes the calls of this package. It is safe for concurrent use.
type Service core.Service

var (
	opCreate = spec.Lookup("Invoices.Create")
	opGet    = spec.Lookup("Invoices.Get")
	opUpdate = spec.Lookup("Invoices.Update")
	opSend   = spec.Lookup("Invoices.Send")
	opVoid   = spec.Lookup("Invoices.Void")
	opPay    = spec.Lookup("Invoices.Pay")

	invoiceObject = core.Object[Invoice]{ID: func(i *Invoice) string { return i.ID }}
	// The answer of Pay is known by its payment.
	payObject = core.Object[PayResult]{Check: (*PayResult).successful, ID: (*PayResult).paymentID, Of: (*PayResult).invoiceID}

	invoices = &core.Lister[Invoice]{
		Op: spec.Lookup("Invoices.List"), Object: invoiceObject,
	}
)

// Create makes an invoice: POST /invoices. Totals are the server's: the sum of the
// line items and of their taxes. It is a draft until it is sent, which SendEmail
// does at once. An unknown customer is stateset.ErrNotFound.
func (s *Service) Create(ctx context.Context, params *CreateParams, opts ...api.RequestOption) (*Invoice, error) {
	body, err := params.wire()
	return invoiceObject.Call(ctx, (*core.Service)(s), opCreate, core.Args{Body: body, Err: err}, opts...)
}

// Get retrieves an invoice: GET /invoices/{id}. An unknown ID is ErrNotFound.
func (s *Service) Get(ctx context.Context, id string, opts ...api.RequestOption) (*Invoice, error) {
	return invoiceObject.Call(ctx, (*core.Service)(s), opGet, core.Args{ID: id}, opts...)
}

// Update changes an invoice: PUT /invoices/{id}. Fields that are nil stay as they
// are, a pointer to an empty value clears one. A change that the invoice's status does not allow is ErrInvalidState.
func (s *Service) Update(ctx context.Context, id string, params *UpdateParams, opts ...api.RequestOption) (*Invoice, error) {
	body, err := params.wire()
	return invoiceObject.Call(ctx, (*core.Service)(s), opUpdate, core.Args{ID: id, Body: body, Err: err}, opts...)
}

// Send mails an invoice, the first time or as a reminder: POST /invoices/{id}/send.
// nil params mail it to the customer. EmailDetails of the answer says what was
// mailed to whom. An invoice that is paid or voided is ErrInvalidState.
func (s *Service) Send(ctx context.Context, id string, params *SendParams, opts ...api.RequestOption) (*Invoice, error) {
	body, err := params.wire()
	return invoiceObject.Call(ctx, (*core.Service)(s), opSend, core.Args{ID: id, Body: body, Err: err}, opts...)
}

// Void cancels an invoice for good: POST /invoices/{id}/void. One that holds money
// is ErrInvalidState; refund its payments first.
func (s *Service) Void(ctx context.Context, id string, opts ...api.RequestOption) (*Invoice, error) {
	return invoiceObject.Call(ctx, (*core.Service)(s), opVoid, core.Args{ID: id}, opts...)
}

// Pay pays an invoice from a wallet, whole or in part: POST /invoice/pay, on the
// network host. The money moves and the invoice changes, or nothing happens. An
// invoice that is paid is ErrAlreadyPaid, a draft or a voided one ErrNotPayable, an
// amount that does not fit the balance ErrAmountMismatch, a wallet that holds too
// little ErrInsufficientFunds. The call carries an idempotency key and is safe to
// repeat with it.
func (s *Service) Pay(ctx context.Context, params *PayParams, opts ...api.RequestOption) (*PayResult, error) {
	body, err := params.wire()
	return payObject.Call(ctx, (*core.Service)(s), opPay, params.args(body, err), opts...)
}

// List fetches one page of invoices, newest first: GET /invoices. nil params select
// them all.
func (s *Service) List(ctx context.Context, params *ListParams, opts ...api.RequestOption) (*api.Page[Invoice], error) {
	return invoices.List(ctx, (*core.Service)(s), params.args(), opts)
}

// All walks all invoices that the params select, newest first, fetching pages as
// they are wanted: GET /invoices. nil params select them all.
func (s *Service) All(ctx context.Context, params *ListParams, opts ...api.RequestOption) iter.Seq2[*Invoice, error] {
	return invoices.All(ctx, (*core.Service)(s), params.args(), opts)
}

// Pages walks the pages of the invoices that the params select: GET /invoices.
func (s *Service) Pages(ctx context.Context, params *ListParams, opts ...api.RequestOption) iter.Seq2[*api.Page[Invoice], error] {
	return invoices.Pages(ctx, (*core.Service)(s), params.args(), opts)
}
