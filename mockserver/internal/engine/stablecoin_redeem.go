package engine

import (
	"fmt"
	"maps"
	"strings"
	"time"

	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/mockserver/internal/ledger"
	"github.com/stateset/stateset-go/stablecoin"
	"github.com/stateset/stateset-go/webhook"
)

// Bank accounts with special behavior. Any other account receives the money
// immediately.
const (
	accountRefused = "000111111116"
	accountSlow    = "000222222227"
)

const (
	redemptionTime  = 24 * time.Hour // of the slow account
	failureNoHolder = "no_account"   // of the refused account
	kindRedemption  = "redemption"
)

// Redeem redeems ssUSD from a wallet to a bank account. The tokens are locked until the
// bank decides. If the reference ID belongs to a redemption with the same params,
// Redeem returns that redemption in its current state, and true.
func (tx *Tx) Redeem(params *stablecoin.RedeemParams) (r *stablecoin.Redemption, again bool, err error) {
	if err := checkRedeem(params); err != nil {
		return nil, false, err
	}
	ref := reference{kindRedemption, params.ReferenceID}
	known, err := tx.refer(ref, params)
	if err != nil {
		return nil, false, err
	}
	if known != "" {
		r, _ = tx.account.redemptions.Get(known)
		return r, true, nil
	}
	r, row, err := tx.lock(params)
	if err != nil {
		return nil, false, err
	}
	tx.remember(ref, params, r.ID)
	switch id := r.ID; params.Destination.AccountNumber {
	case accountSlow:
		tx.schedule(job{kind: jobRedemption, object: id, detail: row}, tx.now.Add(redemptionTime))
	case accountRefused:
		err = tx.failRedemption(id, row)
	default:
		err = tx.completeRedemption(id, row)
	}
	if err != nil {
		return nil, false, err
	}
	r, _ = tx.account.redemptions.Get(r.ID)
	return r, false, nil
}

// lock locks the tokens of the wallet, stores a pending redemption, and returns it with
// the ID of its ledger transaction.
func (tx *Tx) lock(params *stablecoin.RedeemParams) (*stablecoin.Redemption, string, error) {
	if err := checkPayer(params.Sender); err != nil {
		return nil, "", err
	}
	stamp := tx.stamp()
	legs := []ledger.Leg{{To: ledger.Locked(params.Sender), Amount: params.Amount.Decimal()}}
	if err := tx.transfer(stamp, params.Sender, params.Amount.Currency(), legs); err != nil {
		return nil, "", err
	}
	row := tx.record(&stablecoin.Transaction{
		Type: stablecoin.TypeRedeem, TransactionHash: stamp.TxHash, BlockHeight: stamp.Height, From: params.Sender,
		Amount: params.Amount, Status: stablecoin.StatusPending, Metadata: maps.Clone(params.Metadata),
	})
	r := &stablecoin.Redemption{
		ID: tx.newID("red"), Object: "stablecoin_redemption", Status: stablecoin.RedemptionPending, ReferenceID: params.ReferenceID,
		Sender: params.Sender, Amount: params.Amount, USDValue: worth(params.Amount), Destination: describeBank(params.Destination),
		TransactionHash: stamp.TxHash, BlockHeight: stamp.Height, EstimatedArrival: tx.later(redemptionTime),
		Metadata: maps.Clone(params.Metadata), CreatedAt: tx.now,
	}
	put(tx, &tx.account.redemptions, r.ID, r)
	return r, row.ID, nil
}

// describeBank returns the bank account as responses show it, without its number.
func describeBank(d *stablecoin.DestinationParams) *stablecoin.Destination {
	number := d.AccountNumber
	if number == "" {
		number = d.IBAN
	}
	return &stablecoin.Destination{
		Type: d.Type, AccountNumberLast4: core.LastFour(number), RoutingNumber: d.RoutingNumber, SWIFTCode: d.SWIFTCode,
		BankName: d.BankName, BeneficiaryName: d.BeneficiaryName,
	}
}

// completeRedemption redeems the locked tokens.
func (tx *Tx) completeRedemption(id, row string) error {
	r := tx.changeRedemption(id)
	if err := tx.account.ledger.Redeem(tx.stamp(), ledger.Locked(r.Sender), r.Amount.Currency(), r.Amount.Decimal()); err != nil {
		return fmt.Errorf("engine: %w", err)
	}
	r.Status, r.CompletedAt, r.EstimatedArrival = stablecoin.RedemptionCompleted, tx.now, tx.now
	put(tx, &tx.account.redemptions, id, r)
	emit(tx, webhook.StablecoinRedeemed, r)
	tx.settleTransaction(row, stablecoin.StatusConfirmed)
	return nil
}

// failRedemption unlocks the locked tokens.
func (tx *Tx) failRedemption(id, row string) error {
	r := tx.changeRedemption(id)
	back := ledger.Leg{To: ledger.Wallet(r.Sender), Amount: r.Amount.Decimal()}
	if err := tx.account.ledger.Transfer(tx.stamp(), ledger.Locked(r.Sender), r.Amount.Currency(), back); err != nil {
		return fmt.Errorf("engine: %w", err)
	}
	r.Status, r.FailureCode, r.EstimatedArrival = stablecoin.RedemptionFailed, failureNoHolder, time.Time{}
	put(tx, &tx.account.redemptions, id, r)
	emit(tx, webhook.StablecoinRedemptionFailed, r)
	tx.settleTransaction(row, stablecoin.StatusFailed)
	return nil
}

// changeRedemption returns a copy of an existing redemption to change and store.
func (tx *Tx) changeRedemption(id string) *stablecoin.Redemption {
	r, _ := tx.account.redemptions.Get(id)
	changed := *r
	return &changed
}

func checkRedeem(params *stablecoin.RedeemParams) error {
	if err := checkWallet(params.Sender, "", "sender"); err != nil {
		return err
	}
	if !numtext.SameCurrency(params.Amount.Currency(), numtext.DenomSSUSD) {
		return invalid("amount.denom", "Only ssusd can be redeemed, not '%s'", excerpt(params.Amount.Currency()))
	}
	return checkBank(params.Destination)
}

// checkBank checks a bank account by the rules of its rail.
func checkBank(d *stablecoin.DestinationParams) error {
	switch {
	case d.AccountNumber == "" && d.Type != stablecoin.RailSEPA:
		return missing("destination.account_number")
	case d.RoutingNumber == "" && d.Type == stablecoin.RailACH:
		return missing("destination.routing_number")
	case d.SWIFTCode == "" && d.Type == stablecoin.RailSWIFT:
		return missing("destination.swift_code")
	case d.IBAN == "" && d.Type == stablecoin.RailSEPA:
		return missing("destination.iban")
	case d.AccountNumber != "" && d.Type == stablecoin.RailACH && !consistsOf(d.AccountNumber, 4, 17, "0123456789"):
		return invalid("destination.account_number", "The account number must be 4 to 17 digits")
	case d.AccountNumber != "" && !consistsOf(strings.ToLower(d.AccountNumber), 4, 34, idAlphabet):
		return invalid("destination.account_number", "The account number must be 4 to 34 letters and digits")
	case d.RoutingNumber != "" && !core.IsRoutingNumber(d.RoutingNumber):
		return invalid("destination.routing_number", "The routing number must be nine digits with a valid check digit")
	case d.SWIFTCode != "" && !core.IsSWIFT(d.SWIFTCode):
		return invalid("destination.swift_code", "The SWIFT code must be 8 or 11 capital letters and digits such as DEUTDEFF")
	case d.IBAN != "" && !core.IsIBAN(d.IBAN):
		return invalid("destination.iban", "The IBAN must be a country, two valid check digits and the account, in capital letters without blanks")
	}
	return nil
}
