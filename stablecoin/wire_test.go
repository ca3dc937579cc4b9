package stablecoin_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/golden"
	"github.com/stateset/stateset-go/stablecoin"
)

var moment = time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)

const hash = "B5E7A2D9F3C8E1A4D6B9C3F7E2A5D8B1E4C7F9A2D5B8E1C4F7A9D2E5B8C1F4A7"

func dec(text string) api.Decimal { return api.Dec(text) }

func issuance() *stablecoin.Issuance {
	return &stablecoin.Issuance{
		ID: "iss_1", Object: "stablecoin_issuance", Status: stablecoin.IssuanceCompleted, ReferenceID: "dep-1",
		Recipient: wallet, Amount: api.SSUSD("1000.00"), Purpose: stablecoin.PurposePayroll,
		Transaction: &api.Transaction{TxHash: hash, BlockHeight: 7, Timestamp: moment, GasUsed: "65000", Chain: "stateset"},
		Reserve:     &stablecoin.Backing{TotalReserves: api.USD("2001000.00"), TotalSupply: api.SSUSD("2001000.00"), ReserveRatio: dec("1.0000")},
		Metadata:    map[string]string{"k": "v"}, CreatedAt: moment,
	}
}

func redemption() *stablecoin.Redemption {
	return &stablecoin.Redemption{
		ID: "red_1", Object: "stablecoin_redemption", Status: stablecoin.RedemptionCompleted, ReferenceID: "out-1", Sender: wallet,
		Amount: api.SSUSD("1000.00"), USDValue: api.USD("1000.00"),
		Destination: &stablecoin.Destination{
			Type: stablecoin.RailACH, AccountNumberLast4: "6789", RoutingNumber: "110000000", BankName: "Bank", BeneficiaryName: "Ada",
		},
		TransactionHash: hash, BlockHeight: 8, EstimatedArrival: moment, Metadata: map[string]string{}, CreatedAt: moment, CompletedAt: moment,
	}
}

func single() *stablecoin.Transfer {
	return &stablecoin.Transfer{
		ID: "trf_1", Object: "transfer", Status: stablecoin.StatusConfirmed, From: wallet, To: ada,
		Amount: api.SSUSD("10.50"), TotalAmount: api.SSUSD("10.50"), USDValue: api.USD("10.50"), Transfers: []*stablecoin.Leg{},
		Fees:            &stablecoin.Fees{NetworkFee: api.SSUSD("0.01"), PriorityFee: api.SSUSD("0.00")},
		TransactionHash: hash, BlockHeight: 9, Memo: "coffee", Priority: stablecoin.PriorityMedium,
		Metadata: map[string]string{}, CreatedAt: moment, ConfirmedAt: moment,
	}
}

func batch() *stablecoin.Transfer {
	b := single()
	b.ID, b.Object, b.To, b.Amount = "trf_2", "batch_transfer", "", api.Money{}
	b.Transfers = []*stablecoin.Leg{
		{To: ada, Amount: api.SSUSD("10.00"), USDValue: api.USD("10.00"), Memo: "a", Status: stablecoin.StatusConfirmed, TransactionHash: hash},
		{To: grace, Amount: api.SSUSD("0.50"), USDValue: api.USD("0.50"), Status: stablecoin.StatusConfirmed, TransactionHash: hash},
	}
	return b
}

func transaction() *stablecoin.Transaction {
	return &stablecoin.Transaction{
		ID: "txn_1", Type: stablecoin.TypeIssue, TransactionHash: hash, To: ada, Amount: api.SSUSD("100.000001"), USDValue: api.USD("100.00"),
		Fees:   &stablecoin.TransactionFees{NetworkFee: api.SSUSD("0.00"), ProcessingFee: api.SSUSD("0.00")},
		Status: stablecoin.StatusConfirmed, BlockHeight: 3, Metadata: map[string]string{}, CreatedAt: moment, ConfirmedAt: moment,
	}
}

func balance() *stablecoin.Balance {
	return &stablecoin.Balance{
		Address: wallet,
		Balances: stablecoin.Amounts{
			Available: api.SSUSD("999000.00"), Pending: api.SSUSD("0.00"), Locked: api.SSUSD("1000.00"), Total: api.SSUSD("1000000.00"),
		},
		Chains:      []*stablecoin.ChainBalance{{Chain: "stateset", Balance: api.SSUSD("1000000.00"), Pending: api.SSUSD("0.00"), LastActivity: moment}},
		Conversions: map[string]api.Money{"EUR": api.FromDecimal(api.USD("920000.00").Decimal(), "EUR")},
		Metadata:    &stablecoin.WalletInfo{FirstTransaction: moment, TransactionCount: 4, AccountType: "wallet", RiskScore: "low"},
	}
}

func report() *stablecoin.Reserves {
	day := api.NewDate(2025, time.December, 31)
	return &stablecoin.Reserves{
		Attestation: &stablecoin.ReserveAttestation{
			Date: day, ReportURL: "https://reserves.stateset.com/attestations/att_1",
			Auditor:           &stablecoin.Auditor{Name: "Audit LLP", LicenseNumber: "CPA-1", SignatureDate: day},
			OfficerSignatures: []*stablecoin.OfficerSignature{{Name: "Ada", Title: "CFO", Signature: "sig", SignatureDate: day}},
		},
		Reserves: &stablecoin.ReserveAssets{TotalValue: api.USD("2000000.00"), LastUpdated: moment, Composition: &stablecoin.Composition{
			Cash:                 stablecoin.Asset{Amount: api.USD("200000.00"), Percentage: dec("10.00")},
			TreasuryBills:        stablecoin.Asset{Amount: api.USD("1500000.00"), Percentage: dec("75.00")},
			MoneyMarketFunds:     stablecoin.Asset{Amount: api.USD("200000.00"), Percentage: dec("10.00")},
			RepurchaseAgreements: stablecoin.Asset{Amount: api.USD("100000.00"), Percentage: dec("5.00")},
		}},
		Supply: &stablecoin.Supply{
			InCirculation: api.SSUSD("2000000.00"), TotalIssued: api.SSUSD("2000500.00"), TotalRedeemed: api.SSUSD("500.00"), ReserveRatio: dec("1.0000"),
		},
		History: []*stablecoin.ReserveRecord{{Date: day, TotalReserves: api.USD("1.00"), TotalSupply: api.SSUSD("1.00"), ReserveRatio: dec("1.0000")}},
	}
}

func attestation() *stablecoin.Attestation {
	return &stablecoin.Attestation{
		ID: "att_1", Object: "attestation", Status: stablecoin.AttestationPublished, PublicURL: "https://reserves.stateset.com/attestations/att_1",
		Verification: &stablecoin.Verification{HashMatch: true, SignaturesValid: true}, PublishedAt: moment, CreatedAt: moment,
	}
}

// TestWire compares the JSON of objects with golden files, and decodes it.
func TestWire(t *testing.T) {
	t.Parallel()
	summary := report()
	summary.History, summary.Reserves.Composition, summary.Attestation.OfficerSignatures = nil, nil, []*stablecoin.OfficerSignature{}
	failed := redemption()
	failed.Status, failed.FailureCode, failed.EstimatedArrival, failed.CompletedAt = stablecoin.RedemptionFailed, "no_account", time.Time{}, time.Time{}
	golden.RoundTrip(t, "issuance", issuance())
	golden.RoundTrip(t, "redemption", redemption())
	golden.RoundTrip(t, "redemption_failed", failed)
	golden.RoundTrip(t, "transfer", single())
	golden.RoundTrip(t, "batch_transfer", batch())
	golden.RoundTrip(t, "transaction", transaction())
	golden.RoundTrip(t, "balance", balance())
	golden.RoundTrip(t, "reserves", report())
	golden.RoundTrip(t, "reserves_summary", summary)
	golden.RoundTrip(t, "attestation", attestation())
}

// The value of an amount in US dollars is within the amount on the wire, and in a
// separate field for callers.
func TestReadDollars(t *testing.T) {
	t.Parallel()
	var r stablecoin.Redemption
	require.NoError(t, json.Unmarshal(golden.Read(t, "redemption.json"), &r))
	require.Equal(t, "1000.00 USD", r.USDValue.String())
	var b stablecoin.Transfer
	require.NoError(t, json.Unmarshal(golden.Read(t, "batch_transfer.json"), &b))
	require.Equal(t, "10.50 USD", b.USDValue.String())
	require.False(t, b.Amount.IsSet())
	var x stablecoin.Transaction
	require.NoError(t, json.Unmarshal(golden.Read(t, "transaction.json"), &x))
	require.Equal(t, "100.00 USD", x.USDValue.String())
	require.Equal(t, "100.000001 ssusd", x.Amount.String())
}

// Responses of later servers can be decoded.
func TestReadTolerantly(t *testing.T) {
	t.Parallel()
	var r stablecoin.Redemption
	require.NoError(t, json.Unmarshal([]byte(`{"id":"red_1","status":"reversed","amount":{"denom":"ssusd","amount":5000000},"new":1}`), &r))
	require.Equal(t, "5.00 ssusd", r.Amount.String())
	require.False(t, r.USDValue.IsSet())
	require.False(t, r.Status.Known())
	var tr stablecoin.Transfer
	require.NoError(t, json.Unmarshal([]byte(`{"amount":null,"transfers":[null],"fees":null}`), &tr))
	require.Equal(t, []*stablecoin.Leg{nil}, tr.Transfers)
	_, err := json.Marshal(tr)
	require.NoError(t, err)
	var b stablecoin.Balance
	require.NoError(t, json.Unmarshal([]byte(`{"balances":{"available":1.5},"metadata":{"risk_score":0.20},"conversions":{"XXX":"1"}}`), &b))
	require.Equal(t, "1.50 ssusd", b.Balances.Available.String())
	require.Equal(t, "0.20", b.Metadata.RiskScore)
	var i stablecoin.Issuance
	require.NoError(t, json.Unmarshal([]byte(`{"amount":"100"}`), &i))
	require.Equal(t, "100.00 ssusd", i.Amount.String())
	var res stablecoin.Reserves
	require.NoError(t, json.Unmarshal([]byte(`{"history":[null],"reserves":{},"supply":null}`), &res))
	require.Equal(t, []*stablecoin.ReserveRecord{nil}, res.History)
	for _, bad := range []string{`{"amount":{"denom":"ssusd","amount":"0.5"}}`, `{"amount":{"denom":"ssusd","amount":"5","usd_value":"1e99"}}`, `{"amount":5}`} {
		require.Error(t, json.Unmarshal([]byte(bad), &r), bad)
	}
}

func TestEnumsKnowThemselves(t *testing.T) {
	t.Parallel()
	for _, known := range []interface{ Known() bool }{
		stablecoin.RailSEPA, stablecoin.PurposeTreasury, stablecoin.IssuanceCompleted, stablecoin.RedemptionCancelled, stablecoin.PriorityLow,
		stablecoin.StatusFailed, stablecoin.TypeFinancing, stablecoin.Ascending, stablecoin.FormatRegulatory, stablecoin.AttestationPublished,
	} {
		require.True(t, known.Known(), "%v", known)
	}
	for _, unknown := range []interface{ Known() bool }{
		stablecoin.Rail("x"), stablecoin.Purpose("x"), stablecoin.IssuanceStatus("x"), stablecoin.RedemptionStatus("x"), stablecoin.Priority("x"),
		stablecoin.TransactionStatus("x"), stablecoin.TransactionType(""), stablecoin.Order("x"), stablecoin.ReserveFormat("x"), stablecoin.AttestationStatus("x"),
	} {
		require.False(t, unknown.Known(), "%T", unknown)
	}
}
