package invoices_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/mockserver"
)

// wallet is funded in every test account.
const wallet = "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"

// connect returns a client of a mock server in memory whose clock does not advance. With
// the real API: stateset.New("sk_test_…").
func connect() (*stateset.Client, func()) {
	start := time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC)
	srv, err := mockserver.Start(context.Background(), mockserver.WithSeed(1), mockserver.WithTime(start))
	if err != nil {
		log.Fatal(err)
	}
	return srv.Client(), srv.Close
}

// bill creates a draft of 540.00 ssusd.
func bill(client *stateset.Client) *invoices.Invoice {
	invoice, err := client.Invoices.Create(context.Background(), &invoices.CreateParams{
		CustomerID: "cust_test_123",
		LineItems: []invoices.LineItemParams{
			{Description: "Consulting", Quantity: stateset.Dec("5"), UnitPrice: stateset.SSUSD("100.00"), TaxRate: stateset.Dec("0.08")},
		},
	})
	if err != nil {
		log.Fatal(err)
	}
	return invoice
}

func ExampleService_Create() {
	client, done := connect()
	defer done()

	invoice, err := client.Invoices.Create(context.Background(), &invoices.CreateParams{
		CustomerID: "cust_test_123",
		LineItems: []invoices.LineItemParams{
			{Description: "Consulting", Quantity: stateset.Dec("7.5"), UnitPrice: stateset.SSUSD("120.00"), TaxRate: stateset.Dec("0.08")},
			{Description: "Hosting", Quantity: stateset.Dec("1"), UnitPrice: stateset.SSUSD("28.00")},
		},
		DueDate:              stateset.NewDate(2026, time.February, 28),
		EarlyPaymentDiscount: &invoices.DiscountParams{Percentage: stateset.Dec("5.0"), Days: 10},
		SendEmail:            true,
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(invoice.Subtotal, invoice.TaxAmount, invoice.TotalAmount, invoice.Status)
	fmt.Println(invoice.DueDate, invoice.EarlyPaymentDiscount.ExpiresAt.Format(time.RFC3339))
	// Output:
	// 928.00 ssusd 72.00 ssusd 1000.00 ssusd sent
	// 2026-02-28 2026-01-25T23:59:59Z
}

func ExampleService_Get() {
	client, done := connect()
	defer done()

	invoice, err := client.Invoices.Get(context.Background(), "inv_1234567890", stateset.WithExpand("customer"))
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(invoice.BalanceDue, invoice.Status, invoice.Customer.Email)
	// Output: 5000.00 ssusd sent ada@example.com
}

func ExampleService_Pay() {
	client, done := connect()
	defer done()

	result, err := client.Invoices.Pay(context.Background(), &invoices.PayParams{
		InvoiceID:            "inv_1234567890",
		PaymentMethod:        invoices.PayMethod{WalletAddress: wallet, Amount: stateset.SSUSD("5000.00")},
		FullPayment:          true,
		EarlyPaymentDiscount: true, // 5 % less until it expires
		Reference:            "PMT-2024-001",
	})
	if errors.Is(err, invoices.ErrAlreadyPaid) {
		return // another call has paid the invoice
	}
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(result.Payment.AmountPaid, result.Payment.DiscountApplied.Amount)
	fmt.Println(result.Invoice.Status, result.Invoice.BalanceDue)
	// Output:
	// 4750.00 ssusd 250.00 ssusd
	// paid 0.00 ssusd
}

func ExampleService_Update() {
	client, done := connect()
	defer done()
	draft := bill(client)

	invoice, err := client.Invoices.Update(context.Background(), draft.ID, &invoices.UpdateParams{
		DueDate:  stateset.NewDate(2026, time.March, 1),
		Notes:    new("Thank you"),
		Metadata: map[string]*string{"project": new("apollo"), "draft": nil}, // nil deletes a key
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(invoice.DueDate, invoice.Notes, invoice.Metadata)
	// Output: 2026-03-01 Thank you map[project:apollo]
}

func ExampleService_Send() {
	client, done := connect()
	defer done()
	draft := bill(client)

	invoice, err := client.Invoices.Send(context.Background(), draft.ID, &invoices.SendParams{
		CC:      []string{"books@example.com"},
		Message: "Payable within 30 days",
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(invoice.Status, invoice.SentCount, invoice.EmailDetails.SentTo, invoice.EmailDetails.CC)
	// Output: sent 1 [ada@example.com] [books@example.com]
}

func ExampleService_Void() {
	client, done := connect()
	defer done()
	draft := bill(client)

	invoice, err := client.Invoices.Void(context.Background(), draft.ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(invoice.Status)
	// Output: voided
}

func ExampleService_List() {
	client, done := connect()
	defer done()
	bill(client)

	page, err := client.Invoices.List(context.Background(), &invoices.ListParams{
		DueDate: stateset.DateRange{LTE: stateset.NewDate(2026, time.February, 14)}, Limit: 1,
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(page.Data), page.HasMore, page.Data[0].TotalAmount)
	// Output: 1 true 540.00 ssusd
}

func ExampleService_All() {
	client, done := connect()
	defer done()
	bill(client)

	for invoice, err := range client.Invoices.All(context.Background(), &invoices.ListParams{Status: invoices.StatusSent}) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(invoice.InvoiceNumber, invoice.BalanceDue)
	}
	// Output: INV-2026-000001 5000.00 ssusd
}
