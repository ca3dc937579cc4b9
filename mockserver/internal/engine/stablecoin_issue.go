package engine

import (
	"fmt"
	"maps"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/mockserver/internal/ledger"
	"github.com/stateset/stateset-go/stablecoin"
	"github.com/stateset/stateset-go/webhook"
)

// Bounds of an issue.
const (
	MinIssue    = "100.00"
	MaxIssue    = "10000000.00"
	issuePlaces = 2
)

// unverifiedFunds is the reference of a deposit that cannot be verified.
const unverifiedFunds = "unverified"

const kindIssuance = "issuance"

// Issue issues ssUSD to a wallet. If the reference ID belongs to an issuance with the
// same params, Issue returns that issuance and true.
func (tx *Tx) Issue(params *stablecoin.IssueParams) (issued *stablecoin.Issuance, again bool, err error) {
	if err := checkIssue(params); err != nil {
		return nil, false, err
	}
	ref := reference{kindIssuance, params.ReferenceID}
	known, err := tx.refer(ref, params)
	if err != nil {
		return nil, false, err
	}
	if known != "" {
		issued, _ = tx.account.issuances.Get(known)
		return issued, true, nil
	}
	transaction, err := tx.mint(params.Recipient, params.Amount, params.Metadata)
	if err != nil {
		return nil, false, err
	}
	purpose := params.Purpose
	if purpose == "" {
		purpose = stablecoin.PurposeGeneral
	}
	issued = &stablecoin.Issuance{
		ID: tx.newID("iss"), Object: "stablecoin_issuance", Status: stablecoin.IssuanceCompleted,
		ReferenceID: params.ReferenceID, Recipient: params.Recipient, Amount: params.Amount, Purpose: purpose,
		Transaction: transaction, Reserve: tx.backing(), Metadata: maps.Clone(params.Metadata), CreatedAt: tx.now,
	}
	put(tx, &tx.account.issuances, issued.ID, issued)
	emit(tx, webhook.StablecoinIssued, issued)
	tx.remember(ref, params, issued.ID)
	return issued, false, nil
}

// mint issues new tokens to a wallet and records the transaction.
func (tx *Tx) mint(address string, amount api.Money, metadata map[string]string) (*api.Transaction, error) {
	stamp := tx.stamp()
	if err := tx.account.ledger.Issue(stamp, ledger.Wallet(address), amount.Currency(), amount.Decimal()); err != nil {
		return nil, fmt.Errorf("engine: %w", err)
	}
	tx.record(&stablecoin.Transaction{
		Type: stablecoin.TypeIssue, TransactionHash: stamp.TxHash, BlockHeight: stamp.Height, To: address, Amount: amount,
		Status: stablecoin.StatusConfirmed, Metadata: maps.Clone(metadata), ConfirmedAt: tx.now,
	})
	return tx.transaction(stamp, chainOf(address), 1), nil
}

// backing returns the current backing of the supply.
func (tx *Tx) backing() *stablecoin.Backing {
	s := tx.supplyAt(ledger.Moment{})
	return &stablecoin.Backing{TotalReserves: s.reserves(), TotalSupply: s.circulating(), ReserveRatio: s.ratio()}
}

func checkIssue(params *stablecoin.IssueParams) error {
	if chainOf(params.Recipient) == "" {
		return &Error{Code: CodeInvalidRecipient, Param: "recipient", Message: fmt.Sprintf(
			"'%s' is not a wallet address: must be stateset1 and 8 to 80 of [a-z0-9], or an address of base (0x), solana or cosmos (cosmos1)", excerpt(params.Recipient))}
	}
	if err := checkIssueAmount(params.Amount); err != nil {
		return err
	}
	if err := checkCompliance(params.Compliance); err != nil {
		return err
	}
	return checkDeposit(params.SourceFunds, params.Amount)
}

func checkIssueAmount(amount api.Money) error {
	least, most := decimal.RequireFromString(MinIssue), decimal.RequireFromString(MaxIssue)
	switch {
	case amount.Decimal().LessThan(least) || amount.Decimal().GreaterThan(most):
		return invalid("amount", "The 'amount' of an issuance must be from %s to %s, got %s", MinIssue, MaxIssue, amount)
	case !amount.Decimal().Equal(amount.Decimal().Truncate(issuePlaces)):
		return invalid("amount", "The 'amount' of an issuance must have at most two decimals, got %s", amount)
	}
	return nil
}

func checkCompliance(c *stablecoin.Compliance) error {
	refuse := func(member string) error {
		return &Error{Code: CodeComplianceFailed, Param: "compliance." + member, Message: fmt.Sprintf(
			"Nothing is issued while compliance.%s is false: complete the check first", member)}
	}
	switch {
	case c == nil:
	case !defaultTrue(c.KYCVerified):
		return refuse("kyc_verified")
	case !defaultTrue(c.SanctionsScreened):
		return refuse("sanctions_screened")
	}
	return nil
}

// checkDeposit requires a verified deposit that covers the issued amount.
func checkDeposit(source *stablecoin.SourceFunds, amount api.Money) error {
	switch {
	case source == nil:
		return nil
	case !worthDollar(source.Amount.Currency()) || !source.Amount.Decimal().Equal(amount.Decimal()):
		return &Error{Code: CodeIssueMismatch, Param: "source_funds.amount", Message: fmt.Sprintf(
			"The deposit of %s differs in value from the issuance of %s: make them equal", source.Amount, amount)}
	case source.Reference == unverifiedFunds:
		return &Error{Code: CodeReserveVerification, Param: "source_funds.reference", Message: fmt.Sprintf(
			"The deposit '%s' could not be verified: try again when it has arrived", source.Reference)}
	}
	return nil
}
