// Command tradefinance shows where money for trade comes from: on a mock server in
// memory it compares what is on offer, sells an invoice, finances a purchase order,
// and takes a loan that is overdue once before it is repaid.
//
//	go run ./examples/tradefinance
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/mockserver"
)

const (
	invoice = "inv_1234567890" // 5,000.00, in every test account
	buyer   = "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"
)

func main() {
	if err := run(context.Background(), os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer) error {
	start := time.Date(2026, time.January, 15, 9, 0, 0, 0, time.UTC)
	srv, err := mockserver.Start(ctx, mockserver.WithTime(start))
	if err != nil {
		return err
	}
	defer srv.Close()
	client := srv.Client()
	if err := compare(ctx, client, out); err != nil {
		return err
	}
	if err := factor(ctx, client, out); err != nil {
		return err
	}
	order, err := financeOrder(ctx, client, out)
	if err != nil {
		return err
	}
	if err := borrow(ctx, client, srv.Clock(), out); err != nil {
		return err
	}
	order, err = client.Finance.GetPOFinancing(ctx, order.ID)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "order     %s since %s\n", order.Status, order.DueDate)
	balance, err := client.Balance(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "treasury  %s\n", balance.Available[0])
	return nil
}

// compare asks what 5,000.00 cost.
func compare(ctx context.Context, client *stateset.Client, out io.Writer) error {
	params := &finance.ListOptionsParams{Amount: stateset.SSUSD("5000.00"), InvoiceID: invoice, TermDays: 90}
	for option, err := range client.Finance.AllOptions(ctx, params) {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "option    %-17s  %s for %s\n", option.Type, option.EstimatedProceeds, option.EstimatedFee)
	}
	return nil
}

// factor sells the invoice; its buyer pays the financer.
func factor(ctx context.Context, client *stateset.Client, out io.Writer) error {
	params := &finance.FactorInvoiceParams{InvoiceID: invoice}
	sold, err := client.Finance.FactorInvoice(ctx, params)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "invoice   %s, %s advanced of %s\n", sold.Status, sold.AdvanceAmount, sold.Amount)
	_, err = client.Finance.FactorInvoice(ctx, params)
	fmt.Fprintf(out, "again     refused, already factored: %t\n", errors.Is(err, finance.ErrInvoiceAlreadyFactored))
	_, err = client.Invoices.Pay(ctx, &invoices.PayParams{
		InvoiceID: invoice, FullPayment: true,
		PaymentMethod: invoices.PayMethod{WalletAddress: buyer, Amount: sold.Amount},
	})
	if err != nil {
		return err
	}
	if sold, err = client.Finance.GetFactoring(ctx, sold.ID); err != nil {
		return err
	}
	fmt.Fprintf(out, "invoice   %s by its buyer\n", sold.Status)
	return nil
}

func financeOrder(ctx context.Context, client *stateset.Client, out io.Writer) (*finance.POFinancing, error) {
	order, err := client.Finance.FinancePurchaseOrder(ctx, &finance.FinancePurchaseOrderParams{
		POID: "po_2026_001", SupplierID: "supplier_1", Amount: stateset.SSUSD("10000.00"),
		DeliveryDate: stateset.NewDate(2026, time.February, 1), CollateralType: finance.POInventory,
	})
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(out, "order     %s, %s now and %s on %s\n", order.Status, order.FundedAmount, order.RepaymentAmount, order.DueDate)
	return order, nil
}

// borrow takes a loan in three installments and misses the first.
func borrow(ctx context.Context, client *stateset.Client, clock *mockserver.Clock, out io.Writer) error {
	loan, err := client.Finance.CreateLoan(ctx, &finance.CreateLoanParams{
		Amount: stateset.SSUSD("6000.00"), TermDays: 90, Repayment: finance.RepayMonthly,
		Collateral: &finance.CollateralParams{Type: finance.CollateralInventory, Value: stateset.SSUSD("9000.00")},
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "loan      %s at %s a year, %s interest\n", loan.Amount, loan.APR, loan.InterestAmount)
	if err := clock.Set(loan.Schedule[0].DueDate.AddDays(1).Time()); err != nil { // a day late
		return err
	}
	if loan, err = client.Finance.GetLoan(ctx, loan.ID); err != nil {
		return err
	}
	fmt.Fprintf(out, "loan      %s since %s\n", loan.Status, stateset.DateOf(clock.Now()))
	for range loan.Schedule {
		next := loan.Next()
		if loan, err = client.Finance.RepayLoan(ctx, loan.ID, nil); err != nil {
			return err
		}
		fmt.Fprintf(out, "paid      %d of %d, %s, the loan is %s\n", next.Number, len(loan.Schedule), next.Total, loan.Status)
	}
	return clock.Set(time.Date(2026, time.April, 1, 0, 0, 0, 0, time.UTC))
}
