// Command invoicing shows the life of invoices: on a mock server in memory it sends
// one that offers a discount, has it paid early, has another paid in part, and moves
// the clock until that one is overdue.
//
//	go run ./examples/invoicing
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

// payer is the customer's wallet, funded in every test account.
const payer = "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"

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
	if err := payEarly(ctx, client, out); err != nil {
		return err
	}
	return payLate(ctx, client, srv.Clock(), out)
}

// bill makes an invoice of 1,080.00: a draft that offers 5 % off for ten days.
func bill(ctx context.Context, client *stateset.Client) (*invoices.Invoice, error) {
	return client.Invoices.Create(ctx, &invoices.CreateParams{
		CustomerID: "cust_test_123",
		LineItems: []invoices.LineItemParams{
			{Description: "Consulting, hours", Quantity: stateset.Dec("7.5"), UnitPrice: stateset.SSUSD("120.00"), TaxRate: stateset.Dec("0.08")},
			{Description: "Hosting", Quantity: stateset.Dec("1"), UnitPrice: stateset.SSUSD("108.00")},
		},
		EarlyPaymentDiscount: &invoices.DiscountParams{Percentage: stateset.Dec("5.0"), Days: 10},
	})
}

// payEarly sends an invoice, and the customer takes the discount.
func payEarly(ctx context.Context, client *stateset.Client, out io.Writer) error {
	invoice, err := bill(ctx, client)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "created  %s  %s + %s tax = %s, %s\n",
		invoice.InvoiceNumber, invoice.Subtotal, invoice.TaxAmount, invoice.TotalAmount, invoice.Status)
	invoice, err = client.Invoices.Send(ctx, invoice.ID, nil) // to the customer
	if err != nil {
		return err
	}
	offer := invoice.EarlyPaymentDiscount
	fmt.Fprintf(out, "%-8s %s  to %s, due %s, %s %% off until %s\n", invoice.Status, invoice.InvoiceNumber,
		invoice.EmailDetails.SentTo[0], invoice.DueDate, offer.Percentage, offer.ExpiresAt.Format(time.DateOnly))

	full := &invoices.PayParams{
		InvoiceID:     invoice.ID,
		PaymentMethod: invoices.PayMethod{WalletAddress: payer, Amount: invoice.BalanceDue},
		FullPayment:   true, EarlyPaymentDiscount: true,
	}
	paid, err := client.Invoices.Pay(ctx, full)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%-8s %s  %s, %s off, balance %s\n", paid.Invoice.Status, invoice.InvoiceNumber,
		paid.Payment.AmountPaid, paid.Payment.DiscountApplied.Amount, paid.Invoice.BalanceDue)
	_, err = client.Invoices.Pay(ctx, full)
	fmt.Fprintf(out, "again    %s  refused, already paid: %t\n", invoice.InvoiceNumber, errors.Is(err, invoices.ErrAlreadyPaid))
	return nil
}

// payLate has an invoice paid in part, then waits too long with the rest.
func payLate(ctx context.Context, client *stateset.Client, clock *mockserver.Clock, out io.Writer) error {
	invoice, err := bill(ctx, client)
	if err != nil {
		return err
	}
	if invoice, err = client.Invoices.Send(ctx, invoice.ID, nil); err != nil {
		return err
	}
	part, err := client.Invoices.Pay(ctx, &invoices.PayParams{
		InvoiceID:     invoice.ID,
		PaymentMethod: invoices.PayMethod{WalletAddress: payer, Amount: stateset.SSUSD("400.00")},
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "part     %s  %s, balance %s, %s\n", invoice.InvoiceNumber, part.Payment.AmountPaid, part.Invoice.BalanceDue, part.Invoice.Status)

	if err := clock.Set(invoice.DueDate.AddDays(1).Time()); err != nil { // the day after
		return err
	}
	late := true
	for overdue, err := range client.Invoices.All(ctx, &invoices.ListParams{Overdue: &late}) {
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "%-8s %s  %s since %s\n", overdue.Status, overdue.InvoiceNumber, overdue.BalanceDue, stateset.DateOf(clock.Now()))
	}
	rest, err := client.Invoices.Pay(ctx, &invoices.PayParams{
		InvoiceID:     invoice.ID,
		PaymentMethod: invoices.PayMethod{WalletAddress: payer, Amount: part.Invoice.BalanceDue},
		FullPayment:   true, EarlyPaymentDiscount: true, // too late for that
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%-8s %s  %s, with discount: %t\n", rest.Invoice.Status, invoice.InvoiceNumber, rest.Payment.AmountPaid, rest.Payment.DiscountApplied != nil)
	for _, row := range rest.Invoice.Payments {
		fmt.Fprintf(out, "  row    %s on %s\n", row.Amount, row.PaidAt.Format(time.DateOnly))
	}

	balance, err := client.Balance(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "treasury %s\n", balance.Available[0])
	return nil
}
