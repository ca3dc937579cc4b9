// Command treasury runs a month of a company's treasury against a mock server in
// memory: it issues ssUSD for a deposit, pays the salaries in one batch, redeems a
// part to the bank, and looks at the reserves and at what the wallet held before.
//
//	go run ./examples/treasury
//
// With STATESET_API_KEY (and STATESET_BASE_URL) set it talks to that server instead.
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

// company is the company's wallet; the mock server has funded it in every account.
const company = "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"

// salaries is who gets how much.
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

	issued, err := client.Stablecoin.Issue(ctx, &stablecoin.IssueParams{
		Recipient:   company,
		Amount:      stateset.SSUSD("25000.00"),
		ReferenceID: "deposit-2026-01", // your own id: a repetition issues nothing more
		SourceFunds: &stablecoin.SourceFunds{Type: stablecoin.RailBankWire, Amount: stateset.USD("25000.00"), Reference: "WIRE-4711"},
		Purpose:     stablecoin.PurposePayroll,
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "issued    %s  supply is now %s\n", issued.Amount, issued.Reserve.TotalSupply)

	if err := pay(ctx, out, client); err != nil {
		return err
	}
	if err := redeem(ctx, out, client); err != nil {
		return err
	}
	if err := report(ctx, out, client); err != nil {
		return err
	}
	return lookBack(ctx, out, client, issued.Transaction.BlockHeight)
}

// pay pays all the salaries, or none.
func pay(ctx context.Context, out io.Writer, client *stateset.Client) error {
	batch, err := client.Stablecoin.BatchTransfer(ctx, &stablecoin.BatchTransferParams{
		From: company, Transfers: salaries, IdempotencyKey: "payroll-2026-01", // safe to repeat
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "payroll   %s  to %d wallets, for a fee of %s\n", batch.TotalAmount, len(batch.Transfers), batch.Fees.NetworkFee)
	for _, leg := range batch.Transfers {
		fmt.Fprintf(out, "  salary  %s  %s\n", leg.Amount, leg.Memo)
	}
	_, err = client.Stablecoin.Transfer(ctx, &stablecoin.TransferParams{
		From: salaries[0].To, To: company, Amount: stateset.SSUSD("5200.00"), // all she has, and the fee
	})
	fmt.Fprintf(out, "transfer  refused, insufficient funds: %t\n", errors.Is(err, stablecoin.ErrInsufficientFunds))
	return nil
}

// redeem pays a part out to the bank.
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
	fmt.Fprintf(out, "redeemed  %s  %s, to the account …%s\n", redemption.Amount, redemption.Status, redemption.Destination.AccountNumberLast4)
	return nil
}

// report shows what stands behind the supply.
func report(ctx context.Context, out io.Writer, client *stateset.Client) error {
	reserves, err := client.Stablecoin.Reserves(ctx, &stablecoin.ReservesParams{Format: stablecoin.FormatSummary})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "reserves  %s  behind %s, ratio %s\n", reserves.Reserves.TotalValue, reserves.Supply.InCirculation, reserves.Supply.ReserveRatio)
	return nil
}

// lookBack shows the wallet before the issue, after it, and now.
func lookBack(ctx context.Context, out io.Writer, client *stateset.Client, issue int64) error {
	for _, moment := range []struct {
		name   string
		params *stablecoin.BalanceParams
	}{
		{"before", &stablecoin.BalanceParams{BlockHeight: issue - 1}},
		{"funded", &stablecoin.BalanceParams{BlockHeight: issue}},
		{"now", &stablecoin.BalanceParams{ConvertTo: []string{"EUR"}}},
	} {
		balance, err := client.Stablecoin.Balance(ctx, company, moment.params)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%-8s  %s", moment.name, balance.Balances.Total)
		if euros, ok := balance.Conversions["EUR"]; ok {
			fmt.Fprintf(out, "  or %s", euros)
		}
		fmt.Fprintln(out)
	}
	return nil
}

// connect makes a client for the server of the environment, or for a mock server
// that lives in this process.
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
