package stablecoin_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/stablecoin"
)

// Wallets of the examples. The first is funded in every test account.
const (
	wallet = "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"
	ada    = "stateset1adalovelace0001"
	grace  = "stateset1gracehopper0001"
)

// connect returns a client of a mock server in memory. With the real API:
// stateset.New("sk_test_…").
func connect() (*stateset.Client, func()) {
	srv, err := mockserver.Start(context.Background(), mockserver.WithSeed(1), mockserver.WithTime(time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)))
	if err != nil {
		log.Fatal(err)
	}
	return srv.Client(), srv.Close
}

// redeem redeems 1000.00 from the wallet.
func redeem(client *stateset.Client, account, reference string) *stablecoin.Redemption {
	redemption, err := client.Stablecoin.Redeem(context.Background(), &stablecoin.RedeemParams{
		Sender: wallet,
		Amount: stateset.SSUSD("1000.00"),
		Destination: &stablecoin.DestinationParams{
			Type: stablecoin.RailACH, AccountNumber: account, RoutingNumber: "110000000", BeneficiaryName: "Ada Lovelace",
		},
		ReferenceID: reference,
	})
	if err != nil {
		log.Fatal(err)
	}
	return redemption
}

func ExampleService_Issue() {
	client, done := connect()
	defer done()

	issued, err := client.Stablecoin.Issue(context.Background(), &stablecoin.IssueParams{
		Recipient:   wallet,
		Amount:      stateset.SSUSD("25000.00"),
		ReferenceID: "deposit-2026-01-15",
		SourceFunds: &stablecoin.SourceFunds{Type: stablecoin.RailBankWire, Amount: stateset.USD("25000.00"), Reference: "WIRE-1"},
		Compliance:  &stablecoin.Compliance{KYCVerified: new(true), SanctionsScreened: new(true)},
		Purpose:     stablecoin.PurposePayroll,
	})
	if errors.Is(err, stablecoin.ErrComplianceFailed) {
		return // finish the verification first
	}
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(issued.Amount, issued.Status, issued.Reserve.TotalSupply, issued.Reserve.ReserveRatio)
	// Output: 25000.00 ssusd completed 1002025000.00 ssusd 1.0000
}

func ExampleService_Redeem() {
	client, done := connect()
	defer done()

	redemption, err := client.Stablecoin.Redeem(context.Background(), &stablecoin.RedeemParams{
		Sender: wallet,
		Amount: stateset.SSUSD("1000.00"),
		Destination: &stablecoin.DestinationParams{
			Type: stablecoin.RailSEPA, IBAN: "DE89 3704 0044 0532 0130 00", BeneficiaryName: "Ada Lovelace",
		},
		ReferenceID: "payout-1",
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(redemption.Amount, redemption.USDValue, redemption.Status, redemption.Destination.AccountNumberLast4)
	// Output: 1000.00 ssusd 1000.00 USD completed 3000
}

func ExampleService_Redeem_failed() {
	client, done := connect()
	defer done()
	redemption := redeem(client, "000111111116", "payout-1") // the bank rejects this account

	if redemption.Status == stablecoin.RedemptionFailed {
		fmt.Println("the tokens are back:", redemption.FailureCode)
	}
	// Output: the tokens are back: no_account
}

func ExampleService_GetRedemption() {
	client, done := connect()
	defer done()
	pending := redeem(client, "000222222227", "payout-1") // the payout to this account takes a day

	redemption, err := client.Stablecoin.GetRedemption(context.Background(), pending.ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(redemption.Status, redemption.EstimatedArrival.Format(time.DateOnly))
	// Output: pending 2026-01-16
}

func ExampleService_Transfer() {
	client, done := connect()
	defer done()

	transfer, err := client.Stablecoin.Transfer(context.Background(), &stablecoin.TransferParams{
		To: ada, Amount: stateset.SSUSD("10.50"), Memo: "coffee", // from the account's treasury wallet
	})
	if errors.Is(err, stablecoin.ErrInsufficientFunds) {
		return // the wallet holds less than the amount and the fee
	}
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(transfer.Amount, transfer.Status, transfer.Fees.NetworkFee)
	// Output: 10.50 ssusd confirmed 0.01 ssusd
}

func ExampleService_BatchTransfer() {
	client, done := connect()
	defer done()

	batch, err := client.Stablecoin.BatchTransfer(context.Background(), &stablecoin.BatchTransferParams{
		From: wallet,
		Transfers: []stablecoin.LegParams{
			{To: ada, Amount: stateset.SSUSD("5200.00"), Memo: "January"},
			{To: grace, Amount: stateset.SSUSD("4800.00"), Memo: "January"},
		},
		Priority:       stablecoin.PriorityHigh,
		IdempotencyKey: "payroll-2026-01", // a repetition does not pay again
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(batch.TotalAmount, batch.Fees.NetworkFee, batch.Fees.PriorityFee)
	for _, leg := range batch.Transfers {
		fmt.Println(leg.To, leg.Amount, leg.Status)
	}
	// Output:
	// 10000.00 ssusd 0.01 ssusd 0.01 ssusd
	// stateset1adalovelace0001 5200.00 ssusd confirmed
	// stateset1gracehopper0001 4800.00 ssusd confirmed
}

func ExampleService_Balance() {
	client, done := connect()
	defer done()
	redeem(client, "000222222227", "payout-1") // pending for a day

	balance, err := client.Stablecoin.Balance(context.Background(), wallet, &stablecoin.BalanceParams{ConvertTo: []string{"EUR"}})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(balance.Balances.Available, balance.Balances.Locked, balance.Balances.Total, balance.Conversions["EUR"])
	// Output: 999000.00 ssusd 1000.00 ssusd 1000000.00 ssusd 920000.00 EUR
}

func ExampleService_Balance_history() {
	client, done := connect()
	defer done()
	ctx := context.Background()
	transfer, err := client.Stablecoin.Transfer(ctx, &stablecoin.TransferParams{To: ada, Amount: stateset.SSUSD("100.00")})
	if err != nil {
		log.Fatal(err)
	}

	for _, height := range []int64{transfer.BlockHeight - 1, transfer.BlockHeight} {
		treasury, err := client.Stablecoin.Balance(ctx, "", &stablecoin.BalanceParams{BlockHeight: height})
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(treasury.Balances.Available)
	}
	// Output:
	// 1000000.00 ssusd
	// 999899.99 ssusd
}

func ExampleService_ListTransactions() {
	client, done := connect()
	defer done()
	redeem(client, "000123456789", "payout-1")

	page, err := client.Stablecoin.ListTransactions(context.Background(), &stablecoin.ListTransactionsParams{
		Address:   wallet,
		MinAmount: stateset.SSUSD("1000.00"),
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, transaction := range page.Data {
		fmt.Println(transaction.Type, transaction.Amount, transaction.Status)
	}
	// Output:
	// redeem 1000.00 ssusd confirmed
	// issue 999900.00 ssusd confirmed
}

func ExampleService_AllTransactions() {
	client, done := connect()
	defer done()

	for transaction, err := range client.Stablecoin.AllTransactions(context.Background(), &stablecoin.ListTransactionsParams{
		Order: stablecoin.Ascending, Denom: "usdc",
	}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(transaction.Type, transaction.Amount)
	}
	// Output:
	// issue 1000000.00 usdc
	// issue 1000000.00 usdc
}

func ExampleService_GetTransaction() {
	client, done := connect()
	defer done()
	ctx := context.Background()
	page, err := client.Stablecoin.ListTransactions(ctx, &stablecoin.ListTransactionsParams{Type: stablecoin.TypePayment})
	if err != nil {
		log.Fatal(err)
	}

	transaction, err := client.Stablecoin.GetTransaction(ctx, page.Data[0].ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(transaction.Type, transaction.Amount, transaction.To == wallet)
	// Output: payment 100.00 ssusd true
}

func ExampleService_Reserves() {
	client, done := connect()
	defer done()

	report, err := client.Stablecoin.Reserves(context.Background(), nil)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(report.Reserves.TotalValue, "behind", report.Supply.InCirculation)
	bills := report.Reserves.Composition.TreasuryBills
	fmt.Println(bills.Percentage, "% in treasury bills:", bills.Amount)
	// Output:
	// 1002000000.00 USD behind 1002000000.00 ssusd
	// 75.00 % in treasury bills: 751500000.00 USD
}

func ExampleService_UploadAttestation() {
	client, done := connect()
	defer done()

	attestation, err := client.Stablecoin.UploadAttestation(context.Background(), &stablecoin.UploadAttestationParams{
		AttestationDate:   stateset.NewDate(2025, time.December, 31),
		ReportFile:        []byte("%PDF-1.7 …"), // the call computes its hash
		Auditor:           stablecoin.Auditor{Name: "Audit LLP", LicenseNumber: "CPA-1"},
		OfficerSignatures: []stablecoin.OfficerSignature{{Name: "Grace Hopper", Title: "CFO", Signature: "sig"}},
		ReserveSummary: stablecoin.ReserveSummary{
			TotalReserves: stateset.USD("2000000.00"), TotalSupply: stateset.SSUSD("2000000.00"), ReserveRatio: stateset.Dec("1.0000"),
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(attestation.Status, attestation.Verification.Compliant)
	// Output: published true
}
