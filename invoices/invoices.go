package invoices

import (
	"context"
	"iter"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/spec"
)

// Error codes of this package, for errors.Is.
var (
	ErrNotFound          error = api.ErrorCode("INVOICE_NOT_FOUND")      // the invoice does not exist; also matches stateset.ErrNotFound
	ErrAlreadyPaid       error = api.ErrorCode("INVOICE_ALREADY_PAID")   // the invoice is paid in full
	ErrNotPayable        error = api.ErrorCode("INVOICE_NOT_PAYABLE")    // the invoice is a draft or voided
	ErrInsufficientFunds error = api.ErrorCode("INSUFFICIENT_FUNDS")     // the wallet holds too little
	ErrAmountMismatch    error = api.ErrorCode("AMOUNT_MISMATCH")        // the amount exceeds the balance, or is less than a full payment requires
	ErrInvalidWallet     error = api.ErrorCode("INVALID_WALLET_ADDRESS") // the address is not a wallet of the network
	ErrCurrencyMismatch  error = api.ErrorCode("currency_mismatch")      // the currencies differ
	ErrNetwork           error = api.ErrorCode("NETWORK_ERROR")          // the network failed; nothing was executed
	ErrSmartContract     error = api.ErrorCode("SMART_CONTRACT_ERROR")   // the contract rejected the transaction; nothing was executed
	ErrInvalidState      error = api.ErrorCode("invalid_state")          // the invoice's status does not allow the operation
)

// Service has the operations of this package. It is safe for concurrent use.
type Service core.Service

var (
	opCreate = spec.Lookup("Invoices.Create")
	opGet    = spec.Lookup("Invoices.Get")
	opUpdate = spec.Lookup("Invoices.Update")
	opSend   = spec.Lookup("Invoices.Send")
	opVoid   = spec.Lookup("Invoices.Void")
	opPay    = spec.Lookup("Invoices.Pay")

	invoiceObject = core.Object[*Invoice]{ID: func(i *Invoice) string { return i.ID }}
	// Responses of Pay are identified by their payment.
	payObject = core.Object[*PayResult]{Check: (*PayResult).successful, ID: (*PayResult).paymentID, Of: (*PayResult).invoiceID}

	invoices = &core.Lister[Invoice]{
		Op: spec.Lookup("Invoices.List"), Object: invoiceObject,
	}
)

// Create creates an invoice: POST /invoices. The server computes the totals from the line
// items and their taxes. The invoice is a draft until it is sent. SendEmail sends it
// immediately. An unknown customer returns stateset.ErrNotFound.
func (s *Service) Create(ctx context.Context, params *CreateParams, opts ...api.RequestOption) (*Invoice, error) {
	body, err := params.wire()
	return invoiceObject.Call(ctx, (*core.Service)(s), opCreate, core.Args{Body: body, Err: err}, opts...)
}

// Get retrieves an invoice: GET /invoices/{id}. An unknown ID returns [ErrNotFound].
func (s *Service) Get(ctx context.Context, id string, opts ...api.RequestOption) (*Invoice, error) {
	return invoiceObject.Call(ctx, (*core.Service)(s), opGet, core.Args{ID: id}, opts...)
}

// Update changes an invoice: PUT /invoices/{id}. A nil field is unchanged. A pointer to
// an empty value clears the member. A change that the invoice's status does not allow
// returns [ErrInvalidState].
func (s *Service) Update(ctx context.Context, id string, params *UpdateParams, opts ...api.RequestOption) (*Invoice, error) {
	body, err := params.wire()
	return invoiceObject.Call(ctx, (*core.Service)(s), opUpdate, core.Args{ID: id, Body: body, Err: err}, opts...)
}

// Send sends an invoice by email, for the first time or as a reminder: POST
// /invoices/{id}/send. nil params send it to the customer. A paid or voided invoice
// returns [ErrInvalidState].
func (s *Service) Send(ctx context.Context, id string, params *SendParams, opts ...api.RequestOption) (*Invoice, error) {
	body, err := params.wire()
	return invoiceObject.Call(ctx, (*core.Service)(s), opSend, core.Args{ID: id, Body: body, Err: err}, opts...)
}

// Void voids an invoice permanently: POST /invoices/{id}/void. An invoice with payments
// returns [ErrInvalidState]; refund the payments first.
func (s *Service) Void(ctx context.Context, id string, opts ...api.RequestOption) (*Invoice, error) {
	return invoiceObject.Call(ctx, (*core.Service)(s), opVoid, core.Args{ID: id}, opts...)
}

// Pay pays an invoice from a wallet, in full or in part: POST /invoice/pay on the network
// host. The money moves and the invoice changes, or nothing changes. It returns
// [ErrAlreadyPaid] for a paid invoice, [ErrNotPayable] for a draft or voided invoice,
// [ErrAmountMismatch] for an amount that does not fit the balance, and
// [ErrInsufficientFunds] if the wallet holds too little.
func (s *Service) Pay(ctx context.Context, params *PayParams, opts ...api.RequestOption) (*PayResult, error) {
	body, err := params.wire()
	return payObject.Call(ctx, (*core.Service)(s), opPay, params.args(body, err), opts...)
}

// List fetches one page of invoices, newest first: GET /invoices. nil params select all
// invoices.
func (s *Service) List(ctx context.Context, params *ListParams, opts ...api.RequestOption) (*api.Page[Invoice], error) {
	return invoices.List(ctx, (*core.Service)(s), params.args(), opts)
}

// All iterates over the selected invoices, newest first: GET /invoices. Pages are fetched
// on demand. nil params select all invoices.
func (s *Service) All(ctx context.Context, params *ListParams, opts ...api.RequestOption) iter.Seq2[*Invoice, error] {
	return invoices.All(ctx, (*core.Service)(s), params.args(), opts)
}

// Pages iterates over the pages of the selected invoices: GET /invoices.
func (s *Service) Pages(ctx context.Context, params *ListParams, opts ...api.RequestOption) iter.Seq2[*api.Page[Invoice], error] {
	return invoices.Pages(ctx, (*core.Service)(s), params.args(), opts)
}
