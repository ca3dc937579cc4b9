// Command invoicing sends two invoices. The customer pays the first one early and gets a
// discount. The customer pays a part of the second one and the rest after it is overdue.
//
//	go run ./examples/invoicing
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
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/mockserver"
)

// customer is a wallet that the mock server funds.
const customer = "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"

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
	if err := payEarly(ctx, client, out); err != nil {
		return err
	}
	if err := payLate(ctx, client, srv.Clock(), out); err != nil {
		return err
	}
	after, err := client.Balance(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\nThe two invoices raise the treasury from %s to %s.\n", before.Available[0], after.Available[0])
	return nil
}

// bill creates a draft of 1,080.00 ssUSD that offers a discount of 5 % for ten days, and
// sends it to the customer.
func bill(ctx context.Context, client *stateset.Client, out io.Writer) (*invoices.Invoice, error) {
	draft, err := client.Invoices.Create(ctx, &invoices.CreateParams{
		CustomerID: "cust_test_123",
		LineItems: []invoices.LineItemParams{
			{Description: "Consulting, hours", Quantity: stateset.Dec("7.5"), UnitPrice: stateset.SSUSD("120.00"), TaxRate: stateset.Dec("0.08")},
			{Description: "Hosting", Quantity: stateset.Dec("1"), UnitPrice: stateset.SSUSD("108.00")},
		},
		EarlyPaymentDiscount: &invoices.DiscountParams{Percentage: stateset.Dec("5.0"), Days: 10},
	})
	if err != nil {
		return nil, err
	}
	invoice, err := client.Invoices.Send(ctx, draft.ID, nil)
	if err != nil {
		return nil, err
	}
	fmt.Fprintf(out, "Invoice %s bills %s and %s tax, %s in total.\n",
		invoice.InvoiceNumber, invoice.Subtotal, invoice.TaxAmount, invoice.TotalAmount)
	offer := invoice.EarlyPaymentDiscount
	fmt.Fprintf(out, "It is sent to %s and due on %s. A payment by %s gets a discount of %s %%.\n",
		invoice.EmailDetails.SentTo[0], invoice.DueDate, offer.ExpiresAt.Format(time.DateOnly), offer.Percentage)
	return invoice, nil
}

// payEarly sends an invoice that the customer pays at once, with the discount.
func payEarly(ctx context.Context, client *stateset.Client, out io.Writer) error {
	invoice, err := bill(ctx, client, out)
	if err != nil {
		return err
	}
	full := &invoices.PayParams{
		InvoiceID:     invoice.ID,
		PaymentMethod: invoices.PayMethod{WalletAddress: customer, Amount: invoice.BalanceDue},
		FullPayment:   true, EarlyPaymentDiscount: true,
	}
	paid, err := client.Invoices.Pay(ctx, full)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "The customer pays on the same day and saves %s. The payment is %s. The status of the invoice is %s.\n",
		paid.Payment.DiscountApplied.Amount, paid.Payment.AmountPaid, paid.Invoice.Status)
	_, err = client.Invoices.Pay(ctx, full)
	if !errors.Is(err, invoices.ErrAlreadyPaid) {
		return fmt.Errorf("the second payment was not rejected as already paid: %v", err)
	}
	fmt.Fprintln(out, "The customer tries to pay again. The server rejects it: the invoice is already paid.")
	return nil
}

// payLate sends an invoice that the customer pays in two parts, the second one late.
func payLate(ctx context.Context, client *stateset.Client, clock *mockserver.Clock, out io.Writer) error {
	fmt.Fprintln(out)
	invoice, err := bill(ctx, client, out)
	if err != nil {
		return err
	}
	part, err := client.Invoices.Pay(ctx, &invoices.PayParams{
		InvoiceID:     invoice.ID,
		PaymentMethod: invoices.PayMethod{WalletAddress: customer, Amount: stateset.SSUSD("400.00")},
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "The customer pays %s. The remaining balance is %s. The status of the invoice is %s.\n",
		part.Payment.AmountPaid, part.Invoice.BalanceDue, part.Invoice.Status)

	if err := clock.Set(invoice.DueDate.AddDays(1).Time()); err != nil {
		return err
	}
	fmt.Fprintf(out, "\nThe clock moves to %s, the day after the due date. These invoices are overdue, the last one from the test data of the mock server:\n", stateset.DateOf(clock.Now()))
	for overdue, err := range client.Invoices.All(ctx, &invoices.ListParams{CustomerID: invoice.CustomerID, Overdue: new(true)}) {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "  %s with a balance of %s\n", overdue.InvoiceNumber, overdue.BalanceDue)
	}
	rest, err := client.Invoices.Pay(ctx, &invoices.PayParams{
		InvoiceID:     invoice.ID,
		PaymentMethod: invoices.PayMethod{WalletAddress: customer, Amount: part.Invoice.BalanceDue},
		FullPayment:   true, EarlyPaymentDiscount: true, // ignored: the offer has expired
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "The customer pays the remaining %s without a discount. The status of the invoice is %s.\n",
		rest.Payment.AmountPaid, rest.Invoice.Status)
	return nil
}
