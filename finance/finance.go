package finance

import (
	"context"
	"iter"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/spec"
)

// Error codes of this package, for errors.Is.
var (
	ErrInvoiceNotFactorable   error = api.ErrorCode("INVOICE_NOT_FACTORABLE")   // the invoice is a draft, paid or voided
	ErrInvoiceAlreadyFactored error = api.ErrorCode("INVOICE_ALREADY_FACTORED") // the invoice is already sold
	ErrPOAlreadyFinanced      error = api.ErrorCode("PO_ALREADY_FINANCED")      // the purchase order is already financed
	ErrInsufficientCollateral error = api.ErrorCode("insufficient_collateral")  // too little collateral for the amount
	ErrAmountExceedsBalance   error = api.ErrorCode("amount_exceeds_balance")   // the amount exceeds the balance of the invoice or loan
	ErrInsufficientFunds      error = api.ErrorCode("INSUFFICIENT_FUNDS")       // the repaying wallet holds too little
	ErrInvalidWallet          error = api.ErrorCode("INVALID_WALLET_ADDRESS")   // the address is not a wallet of the network
	ErrCurrencyMismatch       error = api.ErrorCode("currency_mismatch")        // the currencies differ
	ErrNetwork                error = api.ErrorCode("NETWORK_ERROR")            // the network failed; nothing was executed
	ErrSmartContract          error = api.ErrorCode("SMART_CONTRACT_ERROR")     // the contract rejected the transaction; nothing was executed
	ErrInvalidState           error = api.ErrorCode("invalid_state")            // the loan is already repaid
)

// Service has the operations of this package. It is safe for concurrent use.
type Service core.Service

var (
	opFactor       = spec.Lookup("Finance.FactorInvoice")
	opGetFactoring = spec.Lookup("Finance.GetFactoring")
	opFinancePO    = spec.Lookup("Finance.FinancePurchaseOrder")
	opGetPO        = spec.Lookup("Finance.GetPOFinancing")
	opCreateLoan   = spec.Lookup("Finance.CreateLoan")
	opGetLoan      = spec.Lookup("Finance.GetLoan")
	opRepayLoan    = spec.Lookup("Finance.RepayLoan")

	factoringObject = core.Object[*Factoring]{ID: func(f *Factoring) string { return f.ID }}
	poObject        = core.Object[*POFinancing]{ID: func(p *POFinancing) string { return p.ID }}
	loanObject      = core.Object[*Loan]{ID: func(l *Loan) string { return l.ID }}
	optionObject    = core.Object[*Option]{ID: func(o *Option) string { return o.ID }}

	loans = &core.Lister[Loan]{
		Op: spec.Lookup("Finance.ListLoans"), Object: loanObject,
	}
	options = &core.Lister[Option]{
		Op: spec.Lookup("Finance.ListOptions"), Object: optionObject,
	}
)

// FactorInvoice sells an invoice, or a part of it: POST /finance/invoices/factor.
//
// The advance is paid to the treasury wallet immediately. The buyer's payments go to the
// financer until it has received the amount. An invoice without an open balance returns
// [ErrInvoiceNotFactorable], an already sold invoice [ErrInvoiceAlreadyFactored], an
// amount above the balance [ErrAmountExceedsBalance], and an unknown invoice
// stateset.ErrNotFound.
func (s *Service) FactorInvoice(ctx context.Context, params *FactorInvoiceParams, opts ...api.RequestOption) (*Factoring, error) {
	body, err := params.wire()
	return factoringObject.Call(ctx, (*core.Service)(s), opFactor, core.Args{Body: body, Err: err}, opts...)
}

// GetFactoring retrieves a factoring: GET /finance/factorings/{id}. An unknown ID returns
// stateset.ErrNotFound.
func (s *Service) GetFactoring(ctx context.Context, id string, opts ...api.RequestOption) (*Factoring, error) {
	return factoringObject.Call(ctx, (*core.Service)(s), opGetFactoring, core.Args{ID: id}, opts...)
}

// FinancePurchaseOrder finances a purchase order: POST /finance/po/finance.
//
// 90 % of the amount is paid out immediately, to the supplier's wallet or the treasury
// wallet. On the due date, the treasury wallet pays back the funded amount and the fee. A
// purchase order that is already financed returns [ErrPOAlreadyFinanced].
func (s *Service) FinancePurchaseOrder(ctx context.Context, params *FinancePurchaseOrderParams, opts ...api.RequestOption) (*POFinancing, error) {
	body, err := params.wire()
	return poObject.Call(ctx, (*core.Service)(s), opFinancePO, core.Args{Body: body, Err: err}, opts...)
}

// GetPOFinancing retrieves the financing of a purchase order: GET /finance/po/{id}. An
// unknown ID returns stateset.ErrNotFound.
func (s *Service) GetPOFinancing(ctx context.Context, id string, opts ...api.RequestOption) (*POFinancing, error) {
	return poObject.Call(ctx, (*core.Service)(s), opGetPO, core.Args{ID: id}, opts...)
}

// CreateLoan takes a loan: POST /finance/loans/create.
//
// The amount is paid to the treasury wallet immediately. A large loan without enough
// collateral returns [ErrInsufficientCollateral], and an unknown order
// stateset.ErrNotFound.
func (s *Service) CreateLoan(ctx context.Context, params *CreateLoanParams, opts ...api.RequestOption) (*Loan, error) {
	body, err := params.wire()
	return loanObject.Call(ctx, (*core.Service)(s), opCreateLoan, core.Args{Body: body, Err: err}, opts...)
}

// GetLoan retrieves a loan: GET /finance/loans/{id}. An unknown ID returns
// stateset.ErrNotFound.
func (s *Service) GetLoan(ctx context.Context, id string, opts ...api.RequestOption) (*Loan, error) {
	return loanObject.Call(ctx, (*core.Service)(s), opGetLoan, core.Args{ID: id}, opts...)
}

// RepayLoan repays a loan, in full or in part: POST /finance/loans/{id}/repay.
//
// The oldest installments are paid first. nil params pay the next installment from the
// treasury wallet. An amount above the outstanding amount returns
// [ErrAmountExceedsBalance], a wallet that holds too little [ErrInsufficientFunds], and a
// repaid loan [ErrInvalidState].
func (s *Service) RepayLoan(ctx context.Context, id string, params *RepayLoanParams, opts ...api.RequestOption) (*Loan, error) {
	body, err := params.wire()
	return loanObject.Call(ctx, (*core.Service)(s), opRepayLoan, core.Args{ID: id, Body: body, Err: err}, opts...)
}

// ListLoans fetches one page of loans, newest first: GET /finance/loans. nil params
// select all loans.
func (s *Service) ListLoans(ctx context.Context, params *ListLoansParams, opts ...api.RequestOption) (*api.Page[Loan], error) {
	return loans.List(ctx, (*core.Service)(s), params.args(), opts)
}

// AllLoans iterates over the selected loans, newest first: GET /finance/loans. Pages are
// fetched on demand. nil params select all loans.
func (s *Service) AllLoans(ctx context.Context, params *ListLoansParams, opts ...api.RequestOption) iter.Seq2[*Loan, error] {
	return loans.All(ctx, (*core.Service)(s), params.args(), opts)
}

// LoanPages iterates over the pages of the selected loans: GET /finance/loans.
func (s *Service) LoanPages(ctx context.Context, params *ListLoansParams, opts ...api.RequestOption) iter.Seq2[*api.Page[Loan], error] {
	return loans.Pages(ctx, (*core.Service)(s), params.args(), opts)
}

// ListOptions fetches the financing options, including options that are not eligible: GET
// /finance/options. All options are on one page. nil params select all types. An unknown
// invoice returns stateset.ErrNotFound.
func (s *Service) ListOptions(ctx context.Context, params *ListOptionsParams, opts ...api.RequestOption) (*api.Page[Option], error) {
	return options.List(ctx, (*core.Service)(s), params.args(), opts)
}

// AllOptions iterates over the options of ListOptions: GET /finance/options.
func (s *Service) AllOptions(ctx context.Context, params *ListOptionsParams, opts ...api.RequestOption) iter.Seq2[*Option, error] {
	return options.All(ctx, (*core.Service)(s), params.args(), opts)
}

// OptionPages iterates over the single page of ListOptions: GET /finance/options.
func (s *Service) OptionPages(ctx context.Context, params *ListOptionsParams, opts ...api.RequestOption) iter.Seq2[*api.Page[Option], error] {
	return options.Pages(ctx, (*core.Service)(s), params.args(), opts)
}
