// Command treasury runs one month of the treasury of a company. It issues ssUSD for a
// bank deposit, pays the salaries in one batch, redeems a part to the bank, and reads the
// reserves and past balances.
//
//	go run ./examples/treasury
//
// The program uses a mock server in memory. Set STATESET_API_KEY and STATESET_BASE_URL to
// use another server.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/stablecoin"
)

// company is the wallet of the company. The mock server funds it.
const company = "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"

// salaries are the transfers of one batch.
var salaries = []stablecoin.LegParams{
	{To: "stateset1adalovelace0001", Amount: stateset.SSUSD("5200.00"), Memo: "Ada, January"},
	{To: "stateset1gracehopper0001", Amount: stateset.SSUSD("4800.00"), Memo: "Grace, January"},
	{To: "stateset1alanturing00001", Amount: stateset.SSUSD("5000.50"), Memo: "Alan, January"},
}

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer) error {
	client, done, err := connect(ctx)
	if err != nil {
		return err
	}
	defer done()

	deposit := stateset.USD("25000.00")
	issued, err := client.Stablecoin.Issue(ctx, &stablecoin.IssueParams{
		Recipient:   company,
		Amount:      stateset.SSUSD("25000.00"),
		ReferenceID: "deposit-2026-01", // your own ID: a second request with it issues nothing
		SourceFunds: &stablecoin.SourceFunds{Type: stablecoin.RailBankWire, Amount: deposit, Reference: "WIRE-4711"},
		Purpose:     stablecoin.PurposePayroll,
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "The company deposits %s at the bank and receives %s. The supply of ssUSD is now %s.\n",
		deposit, issued.Amount, issued.Reserve.TotalSupply)

	if err := pay(ctx, out, client); err != nil {
		return err
	}
	if err := redeem(ctx, out, client); err != nil {
		return err
	}
	if err := report(ctx, out, client); err != nil {
		return err
	}
	return printHistory(ctx, out, client, issued.Transaction.BlockHeight)
}

// pay pays all salaries or none: a batch is atomic.
func pay(ctx context.Context, out io.Writer, client *stateset.Client) error {
	batch, err := client.Stablecoin.BatchTransfer(ctx, &stablecoin.BatchTransferParams{
		From: company, Transfers: salaries, IdempotencyKey: "payroll-2026-01", // safe to repeat
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\nThe company pays %d salaries in one batch: %s and a fee of %s.\n", len(batch.Transfers), batch.TotalAmount, batch.Fees.NetworkFee)
	for _, leg := range batch.Transfers {
		fmt.Fprintf(out, "  %s: %s\n", leg.Memo, leg.Amount)
	}
	_, err = client.Stablecoin.Transfer(ctx, &stablecoin.TransferParams{
		From: salaries[0].To, To: company, Amount: salaries[0].Amount,
	})
	if !errors.Is(err, stablecoin.ErrInsufficientFunds) {
		return fmt.Errorf("a transfer without funds for the fee was not rejected: %v", err)
	}
	fmt.Fprintf(out, "Ada tries to send all of the %s back. The server rejects it: nothing is left for the fee.\n", salaries[0].Amount)
	return nil
}

// redeem exchanges ssUSD for money in a bank account.
func redeem(ctx context.Context, out io.Writer, client *stateset.Client) error {
	redemption, err := client.Stablecoin.Redeem(ctx, &stablecoin.RedeemParams{
		Sender:      company,
		Amount:      stateset.SSUSD("9999.49"),
		ReferenceID: "payout-2026-01",
		Destination: &stablecoin.DestinationParams{
			Type: stablecoin.RailSEPA, IBAN: "DE89 3704 0044 0532 0130 00", BeneficiaryName: "Example GmbH",
		},
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\nThe company redeems %s to the bank account that ends in %s. The status is %s.\n",
		redemption.Amount, redemption.Destination.AccountNumberLast4, redemption.Status)
	return nil
}

// report prints the reserves and the supply that they back.
func report(ctx context.Context, out io.Writer, client *stateset.Client) error {
	reserves, err := client.Stablecoin.Reserves(ctx, &stablecoin.ReservesParams{Format: stablecoin.FormatSummary})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Reserves of %s back the %s in circulation.\n\n", reserves.Reserves.TotalValue, reserves.Supply.InCirculation)
	return nil
}

// printHistory prints the balance of the company before the issue, after it and now.
func printHistory(ctx context.Context, out io.Writer, client *stateset.Client, issue int64) error {
	before, err := client.Stablecoin.Balance(ctx, company, &stablecoin.BalanceParams{BlockHeight: issue - 1})
	if err != nil {
		return err
	}
	after, err := client.Stablecoin.Balance(ctx, company, &stablecoin.BalanceParams{BlockHeight: issue})
	if err != nil {
		return err
	}
	now, err := client.Stablecoin.Balance(ctx, company, &stablecoin.BalanceParams{ConvertTo: []string{"EUR"}})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "The wallet had %s before the deposit and %s after it.\n", before.Balances.Total, after.Balances.Total)
	fmt.Fprintf(out, "It has %s now, which is %s.\n", now.Balances.Total, now.Conversions["EUR"])
	return nil
}

// connect returns a client for the server of the environment, or for a mock server in
// memory.
func connect(ctx context.Context) (*stateset.Client, func(), error) {
	if os.Getenv("STATESET_API_KEY") != "" {
		client, err := stateset.NewFromEnv()
		return client, func() {}, err
	}
	srv, err := mockserver.Start(ctx, mockserver.WithTime(time.Date(2026, time.January, 31, 9, 0, 0, 0, time.UTC)))
	if err != nil {
		return nil, nil, err
	}
	return srv.Client(), srv.Close, nil
}
