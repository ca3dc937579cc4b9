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
	ErrInvalidRecipient    error = api.ErrorCode("invalid_recipient")                 // the recipient of an issuance is not a valid wallet
	ErrInvalidWallet       error = api.ErrorCode("INVALID_WALLET_ADDRESS")            // the address is not a valid wallet
	ErrAmountMismatch      error = api.ErrorCode("amount_mismatch")                   // the deposit differs from the amount
	ErrComplianceFailed    error = api.ErrorCode("compliance_check_failed")           // Error.Param names the check
	ErrReserveVerification error = api.ErrorCode("insufficient_reserve_verification") // the deposit cannot be verified
	ErrUnauthorizedIssuer  error = api.ErrorCode("unauthorized_issuer")               // the issuer's certificate was rejected
	ErrDuplicateReference  error = api.ErrorCode("duplicate_reference")               // the reference ID belongs to another request
	ErrInsufficientFunds   error = api.ErrorCode("INSUFFICIENT_FUNDS")                // the wallet holds less than the amount and the fee
	ErrHashMismatch        error = api.ErrorCode("hash_mismatch")                     // the hash differs from the hash of the report
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

	issuanceObject    = core.Object[*Issuance]{ID: func(i *Issuance) string { return i.ID }}
	redemptionObject  = core.Object[*Redemption]{ID: func(r *Redemption) string { return r.ID }}
	transferObject    = core.Object[*Transfer]{ID: func(t *Transfer) string { return t.ID }}
	transactionObject = core.Object[*Transaction]{ID: func(t *Transaction) string { return t.ID }}
	attestationObject = core.Object[*Attestation]{ID: func(a *Attestation) string { return a.ID }}

	transactions = &core.Lister[Transaction]{
		Op: spec.Lookup("Stablecoin.ListTransactions"), Object: transactionObject, ByOffset: true,
	}
)

// keyName is the member of a transfer's body that holds an idempotency key.
const keyName = "idempotency_key"

// Issue issues ssUSD against deposited funds: POST /stablecoin/issue.
//
// A failed compliance check returns [ErrComplianceFailed], a deposit of another value
// [ErrAmountMismatch], a deposit that cannot be verified [ErrReserveVerification], and an
// invalid wallet [ErrInvalidRecipient]. Pass an issuer's certificate with
// stateset.WithHeader("X-Issuer-Certificate", …). A rejected certificate returns
// [ErrUnauthorizedIssuer]. With an existing ReferenceID, Issue returns the existing
// issuance, or [ErrDuplicateReference] if the params differ.
func (s *Service) Issue(ctx context.Context, params *IssueParams, opts ...api.RequestOption) (*Issuance, error) {
	body, err := params.wire()
	return issuanceObject.Call(ctx, (*core.Service)(s), opIssue, core.Args{Body: body, Err: err}, opts...)
}

// Redeem pays ssUSD out to a bank account: POST /stablecoin/redeem.
//
// The tokens are locked until the bank confirms the payout. If the bank rejects it, the
// status becomes RedemptionFailed, FailureCode has the reason, and the tokens are
// returned. An amount above the balance returns [ErrInsufficientFunds]. With an existing
// ReferenceID, Redeem returns the existing redemption, or [ErrDuplicateReference] if the
// params differ.
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
// The sender pays the amount and a fee in ssusd. A wallet that holds less returns
// [ErrInsufficientFunds].
func (s *Service) Transfer(ctx context.Context, params *TransferParams, opts ...api.RequestOption) (*Transfer, error) {
	body, err := params.wire()
	args := core.Args{Body: body, Key: params.key(), KeyName: keyName, Err: err}
	return transferObject.Call(ctx, (*core.Service)(s), opTransfer, args, opts...)
}

// BatchTransfer sends tokens from one wallet to several wallets for one fee. All
// transfers succeed together or fail together: POST /stablecoin/transfer.
//
// A wallet that holds less than the sum and the fee returns [ErrInsufficientFunds].
func (s *Service) BatchTransfer(ctx context.Context, params *BatchTransferParams, opts ...api.RequestOption) (*Transfer, error) {
	body, err := params.wire()
	args := core.Args{Body: body, Key: params.key(), KeyName: keyName, Err: err}
	return transferObject.Call(ctx, (*core.Service)(s), opTransfer, args, opts...)
}

// Balance retrieves the balance of a wallet: GET /stablecoin/balance/{address}. An empty
// address selects the account's treasury wallet: GET /stablecoin/balance. A wallet
// without transactions has a balance of zero. nil params select the present balance in
// ssusd.
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

// AllTransactions iterates over the selected ledger transactions: GET
// /stablecoin/transactions. Pages are fetched on demand. In the default order, a
// transaction can appear twice if transactions are added during the iteration. Ascending
// order prevents that.
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

// Reserves retrieves the reserves that back the supply: GET /stablecoin/reserves. It
// requires no key. nil params select the present report.
func (s *Service) Reserves(ctx context.Context, params *ReservesParams, opts ...api.RequestOption) (*Reserves, error) {
	return core.Call(ctx, (*core.Service)(s), opReserves, params.args(), core.AsRead[*Reserves], opts...)
}

// UploadAttestation publishes an auditor's report of the reserves: POST
// /stablecoin/attestation/upload. A wrong ReportHash returns [ErrHashMismatch].
func (s *Service) UploadAttestation(ctx context.Context, params *UploadAttestationParams, opts ...api.RequestOption) (*Attestation, error) {
	body, err := params.wire()
	return attestationObject.Call(ctx, (*core.Service)(s), opUpload, core.Args{Body: body, Err: err}, opts...)
}
