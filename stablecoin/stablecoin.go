package stablecoin

import (
	"context"
	"iter"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/spec"
)

// Error codes of this package, for errors.Is.
var (
	ErrInvalidRecipient    error = api.ErrorCode("invalid_recipient")                 // of an issue
	ErrInvalidWallet       error = api.ErrorCode("INVALID_WALLET_ADDRESS")            // of other calls
	ErrAmountMismatch      error = api.ErrorCode("amount_mismatch")                   // the source funds differ from the amount
	ErrComplianceFailed    error = api.ErrorCode("compliance_check_failed")           // Error.Param says which check
	ErrReserveVerification error = api.ErrorCode("insufficient_reserve_verification") // the source funds are not verified
	ErrUnauthorizedIssuer  error = api.ErrorCode("unauthorized_issuer")               // the issuer's certificate is not accepted
	ErrDuplicateReference  error = api.ErrorCode("duplicate_reference")               // the reference id was used for something else
	ErrInsufficientFunds   error = api.ErrorCode("INSUFFICIENT_FUNDS")                // of the wallet, fees included
	ErrHashMismatch        error = api.ErrorCode("hash_mismatch")                     // of an attestation's report
)

// Service has the operations of this package. It is safe for concurrent use.
type Service core.Service

var (
	opIssue          = spec.Lookup("Stablecoin.Issue")
	opRedeem         = spec.Lookup("Stablecoin.Redeem")
	opGetRedemption  = spec.Lookup("Stablecoin.GetRedemption")
	opTransfer       = spec.Lookup("Stablecoin.Transfer")
	opBalance        = spec.Lookup("Stablecoin.Balance")
	opTreasury       = opBalance.WithAlias(0) // without an address
	opGetTransaction = spec.Lookup("Stablecoin.GetTransaction")
	opReserves       = spec.Lookup("Stablecoin.Reserves")
	opUpload         = spec.Lookup("Stablecoin.UploadAttestation")

	issuanceObject    = core.Object[Issuance]{ID: func(i *Issuance) string { return i.ID }}
	redemptionObject  = core.Object[Redemption]{ID: func(r *Redemption) string { return r.ID }}
	transferObject    = core.Object[Transfer]{ID: func(t *Transfer) string { return t.ID }}
	transactionObject = core.Object[Transaction]{ID: func(t *Transaction) string { return t.ID }}
	attestationObject = core.Object[Attestation]{ID: func(a *Attestation) string { return a.ID }}

	transactions = &core.Lister[Transaction]{
		Op: spec.Lookup("Stablecoin.ListTransactions"), Object: transactionObject, ByOffset: true,
	}
)

// keyName is where an idempotency key stands in the body of a transfer.
const keyName = "idempotency_key"

// Issue issues ssUSD against deposited funds: POST /stablecoin/issue.
//
// A compliance check that says false is ErrComplianceFailed, funds that are not worth the
// amount ErrAmountMismatch, funds that nobody could verify ErrReserveVerification, a
// wallet that is none ErrInvalidRecipient. An issuer's certificate goes into
// stateset.WithHeader("X-Issuer-Certificate", …); one that is not accepted is
// ErrUnauthorizedIssuer. With the same ReferenceID it returns what was issued before, or
// ErrDuplicateReference where the params differ.
func (s *Service) Issue(ctx context.Context, params *IssueParams, opts ...api.RequestOption) (*Issuance, error) {
	body, err := params.wire()
	return issuanceObject.Call(ctx, (*core.Service)(s), opIssue, core.Args{Body: body, Err: err}, opts...)
}

// Redeem pays ssUSD out to a bank account: POST /stablecoin/redeem.
//
// The tokens are locked until the bank has the money. A redemption that the bank refuses
// is no error: its status is RedemptionFailed, FailureCode says why, and the tokens are
// back. More than the wallet holds is ErrInsufficientFunds. With the same ReferenceID it
// returns the redemption that was made before, or ErrDuplicateReference where the params
// differ.
func (s *Service) Redeem(ctx context.Context, params *RedeemParams, opts ...api.RequestOption) (*Redemption, error) {
	body, err := params.wire()
	return redemptionObject.Call(ctx, (*core.Service)(s), opRedeem, core.Args{Body: body, Err: err}, opts...)
}

// GetRedemption retrieves a redemption: GET /stablecoin/redemptions/{id}. An unknown ID
// returns stateset.ErrNotFound.
func (s *Service) GetRedemption(ctx context.Context, id string, opts ...api.RequestOption) (*Redemption, error) {
	return redemptionObject.Call(ctx, (*core.Service)(s), opGetRedemption, core.Args{ID: id}, opts...)
}

// Transfer sends tokens from one wallet to another: POST /stablecoin/transfer.
//
// The sender pays a fee in ssusd beside the amount; less than both is
// ErrInsufficientFunds.
func (s *Service) Transfer(ctx context.Context, params *TransferParams, opts ...api.RequestOption) (*Transfer, error) {
	body, err := params.wire()
	args := core.Args{Body: body, Key: params.key(), KeyName: keyName, Err: err}
	return transferObject.Call(ctx, (*core.Service)(s), opTransfer, args, opts...)
}

// BatchTransfer sends tokens from one wallet to many, all or nothing, for one fee:
// POST /stablecoin/transfer.
//
// Less in the wallet than all of it and the fee is ErrInsufficientFunds.
func (s *Service) BatchTransfer(ctx context.Context, params *BatchTransferParams, opts ...api.RequestOption) (*Transfer, error) {
	body, err := params.wire()
	args := core.Args{Body: body, Key: params.key(), KeyName: keyName, Err: err}
	return transferObject.Call(ctx, (*core.Service)(s), opTransfer, args, opts...)
}

// Balance retrieves what a wallet holds, or held: GET /stablecoin/balance/{address}.
// An empty address asks for the account's treasury wallet: GET /stablecoin/balance.
// A wallet that nobody funded holds nothing. nil params ask for all its ssusd, now.
func (s *Service) Balance(ctx context.Context, address string, params *BalanceParams, opts ...api.RequestOption) (*Balance, error) {
	op := opBalance
	if address == "" {
		op = opTreasury
	}
	public := func(b *Balance) (*Balance, error) { return b.of(address, params.denom()) }
	return core.Call(ctx, (*core.Service)(s), op, params.args(address), public, opts...)
}

// ListTransactions fetches one page of ledger transactions, newest first: GET
// /stablecoin/transactions. nil params select all ledger transactions.
func (s *Service) ListTransactions(ctx context.Context, params *ListTransactionsParams, opts ...api.RequestOption) (*api.Page[Transaction], error) {
	return transactions.List(ctx, (*core.Service)(s), params.args(), opts)
}

// AllTransactions walks all ledger transactions that the params select, fetching
// pages as they are wanted: GET /stablecoin/transactions. The pages are counted from
// the newest: while transactions are added, one may come twice. Ascending order does
// not know that.
func (s *Service) AllTransactions(ctx context.Context, params *ListTransactionsParams, opts ...api.RequestOption) iter.Seq2[*Transaction, error] {
	return transactions.All(ctx, (*core.Service)(s), params.args(), opts)
}

// TransactionPages iterates over the pages of the selected ledger transactions: GET
// /stablecoin/transactions.
func (s *Service) TransactionPages(ctx context.Context, params *ListTransactionsParams, opts ...api.RequestOption) iter.Seq2[*api.Page[Transaction], error] {
	return transactions.Pages(ctx, (*core.Service)(s), params.args(), opts)
}

// GetTransaction retrieves a ledger transaction: GET /stablecoin/transactions/{id}. An
// unknown ID returns stateset.ErrNotFound.
func (s *Service) GetTransaction(ctx context.Context, id string, opts ...api.RequestOption) (*Transaction, error) {
	return transactionObject.Call(ctx, (*core.Service)(s), opGetTransaction, core.Args{ID: id}, opts...)
}

// Reserves retrieves what stands behind the supply: GET /stablecoin/reserves. Keys of
// every kind may ask. nil params ask for the present report.
func (s *Service) Reserves(ctx context.Context, params *ReservesParams, opts ...api.RequestOption) (*Reserves, error) {
	return core.Call(ctx, (*core.Service)(s), opReserves, params.args(), core.AsRead[Reserves], opts...)
}

// UploadAttestation publishes an auditor's report of the reserves: POST
// /stablecoin/attestation/upload. A report that does not have the hash is
// ErrHashMismatch.
func (s *Service) UploadAttestation(ctx context.Context, params *UploadAttestationParams, opts ...api.RequestOption) (*Attestation, error) {
	body, err := params.wire()
	return attestationObject.Call(ctx, (*core.Service)(s), opUpload, core.Args{Body: body, Err: err}, opts...)
}
