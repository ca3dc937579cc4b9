// Command tradefinance finances a trade in three ways. It compares the options, sells an
// invoice (factoring), finances a purchase order and takes a loan. The first installment
// of the loan is paid late.
//
//	go run ./examples/tradefinance
//
// The program uses a mock server in memory and moves its clock.
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
	invoice = "inv_1234567890" // 5,000.00 ssUSD, from the test data of the mock server
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
	before, err := client.Balance(ctx)
	if err != nil {
		return err
	}
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
	if err := repayOrder(ctx, client, srv.Clock(), order, out); err != nil {
		return err
	}
	after, err := client.Balance(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\nThe treasury of the company had %s before and has %s now.\n", before.Available[0], after.Available[0])
	return nil
}

// compare lists the options for 5,000.00 ssUSD and their fees.
func compare(ctx context.Context, client *stateset.Client, out io.Writer) error {
	params := &finance.ListOptionsParams{Amount: stateset.SSUSD("5000.00"), InvoiceID: invoice, TermDays: 90}
	fmt.Fprintln(out, "A company has sold goods for 5000.00 ssusd and waits for the payment. It can finance them for 90 days:")
	for option, err := range client.Finance.AllOptions(ctx, params) {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "  %s pays %s for a fee of %s.\n", option.Type, option.EstimatedProceeds, option.EstimatedFee)
	}
	return nil
}

// factor sells the invoice to a financer. The buyer of the goods then pays the financer.
func factor(ctx context.Context, client *stateset.Client, out io.Writer) error {
	params := &finance.FactorInvoiceParams{InvoiceID: invoice}
	sold, err := client.Finance.FactorInvoice(ctx, params)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\nThe company sells the invoice of %s to a financer and receives %s.\n", sold.Amount, sold.AdvanceAmount)
	_, err = client.Finance.FactorInvoice(ctx, params)
	if !errors.Is(err, finance.ErrInvoiceAlreadyFactored) {
		return fmt.Errorf("the second sale was not rejected as already factored: %v", err)
	}
	fmt.Fprintln(out, "It tries to sell the invoice again. The server rejects it: the invoice is already factored.")
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
	fmt.Fprintf(out, "The buyer pays the invoice to the financer. The status of the factoring is %s.\n", sold.Status)
	return nil
}

// financeOrder finances a purchase order. The amount is due after the delivery.
func financeOrder(ctx context.Context, client *stateset.Client, out io.Writer) (*finance.POFinancing, error) {
	order, err := client.Finance.FinancePurchaseOrder(ctx, &finance.FinancePurchaseOrderParams{
		POID: "po_2026_001", SupplierID: "supplier_1", Amount: stateset.SSUSD("10000.00"),
		DeliveryDate: stateset.NewDate(2026, time.February, 1), CollateralType: finance.POInventory,
	})
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(out, "\nThe company finances a purchase order of 10000.00 ssusd. It receives %s and repays %s on %s.\n",
		order.FundedAmount, order.RepaymentAmount, order.DueDate)
	return order, nil
}

// borrow takes a loan with three installments and pays the first one late.
func borrow(ctx context.Context, client *stateset.Client, clock *mockserver.Clock, out io.Writer) error {
	loan, err := client.Finance.CreateLoan(ctx, &finance.CreateLoanParams{
		Amount: stateset.SSUSD("6000.00"), TermDays: 90, Repayment: finance.RepayMonthly,
		Collateral: &finance.CollateralParams{Type: finance.CollateralInventory, Value: stateset.SSUSD("9000.00")},
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\nThe company borrows %s at %s %% a year. The interest is %s. It repays the loan in %d installments.\n",
		loan.Amount, loan.APR.Shift(2), loan.InterestAmount, len(loan.Schedule))
	if err := clock.Set(loan.Schedule[0].DueDate.AddDays(1).Time()); err != nil {
		return err
	}
	if loan, err = client.Finance.GetLoan(ctx, loan.ID); err != nil {
		return err
	}
	fmt.Fprintf(out, "It misses the first installment. On %s the status of the loan is %s.\n", stateset.DateOf(clock.Now()), loan.Status)
	for range loan.Schedule {
		next := loan.Next()
		if loan, err = client.Finance.RepayLoan(ctx, loan.ID, nil); err != nil {
			return err
		}
		fmt.Fprintf(out, "It pays installment %d, %s. The status of the loan is %s.\n", next.Number, next.Total, loan.Status)
	}
	return nil
}

// repayOrder moves the clock past the due date of the purchase order, when the server
// collects the repayment.
func repayOrder(ctx context.Context, client *stateset.Client, clock *mockserver.Clock, order *finance.POFinancing, out io.Writer) error {
	if err := clock.Set(order.DueDate.AddDays(1).Time()); err != nil {
		return err
	}
	order, err := client.Finance.GetPOFinancing(ctx, order.ID)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\nOn %s the server collects %s for the purchase order. The status of its financing is %s.\n",
		order.DueDate, order.RepaymentAmount, order.Status)
	return nil
}
