package finance_test

import (
	"context"
	"errors"
	"fmt"
	"log"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/mockserver"
)

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

// borrow creates a loan of 1,200.00 for 90 days with installments.
func borrow(client *stateset.Client) *finance.Loan {
	loan, err := client.Finance.CreateLoan(context.Background(), &finance.CreateLoanParams{
		Amount: stateset.SSUSD("1200.00"), TermDays: 90, Repayment: finance.RepayMonthly,
	})
	if err != nil {
		log.Fatal(err)
	}
	return loan
}

func ExampleService_FactorInvoice() {
	client, done := connect()
	defer done()

	factoring, err := client.Finance.FactorInvoice(context.Background(), &finance.FactorInvoiceParams{
		InvoiceID:    "inv_1234567890",
		DiscountRate: stateset.Dec("0.025"),
	})
	if errors.Is(err, finance.ErrInvoiceAlreadyFactored) {
		fmt.Println("sold before")
	}
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(factoring.Status, factoring.Amount, factoring.FeeAmount, factoring.AdvanceAmount)
	// Output: funded 5000.00 ssusd 125.00 ssusd 4875.00 ssusd
}

func ExampleService_GetFactoring() {
	client, done := connect()
	defer done()

	sold, err := client.Finance.FactorInvoice(context.Background(), &finance.FactorInvoiceParams{InvoiceID: "inv_1234567890"})
	if err != nil {
		log.Fatal(err)
	}
	factoring, err := client.Finance.GetFactoring(context.Background(), sold.ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(factoring.InvoiceID, factoring.BuyerID, factoring.DueDate)
	// Output: inv_1234567890 cust_test_123 2026-02-14
}

func ExampleService_FinancePurchaseOrder() {
	client, done := connect()
	defer done()

	financing, err := client.Finance.FinancePurchaseOrder(context.Background(), &finance.FinancePurchaseOrderParams{
		POID:           "po_2026_001",
		Amount:         stateset.SSUSD("100000.00"),
		SupplierID:     "supplier_1",
		DeliveryDate:   stateset.NewDate(2026, time.March, 1),
		CollateralType: finance.POBuyerGuarantee,
	})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(financing.FundedAmount, financing.FeeAmount, financing.RepaymentAmount, financing.DueDate)
	// Output: 90000.00 ssusd 2340.00 ssusd 92340.00 ssusd 2026-03-31
}

func ExampleService_GetPOFinancing() {
	client, done := connect()
	defer done()

	made, err := client.Finance.FinancePurchaseOrder(context.Background(), &finance.FinancePurchaseOrderParams{
		POID: "po_2026_001", Amount: stateset.SSUSD("1000.00"), SupplierID: "supplier_1", DeliveryDate: stateset.NewDate(2026, time.March, 1),
	})
	if err != nil {
		log.Fatal(err)
	}
	financing, err := client.Finance.GetPOFinancing(context.Background(), made.ID)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(financing.POID, financing.Status, financing.CollateralType)
	// Output: po_2026_001 funded none
}

func ExampleService_CreateLoan() {
	client, done := connect()
	defer done()

	loan, err := client.Finance.CreateLoan(context.Background(), &finance.CreateLoanParams{
		Amount:   stateset.SSUSD("50000.00"),
		TermDays: 90,
		Collateral: &finance.CollateralParams{
			Type: finance.CollateralInventory, Value: stateset.SSUSD("75000.00"), TokenIDs: []string{"nft_1", "nft_2"},
		},
		Purpose: "stock for spring",
	})
	if errors.Is(err, finance.ErrInsufficientCollateral) {
		fmt.Println("borrow less, or secure more")
	}
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(loan.CollateralRatio, loan.APR, loan.InterestAmount, loan.TotalRepayment, loan.DueDate)
	// Output: 1.5000 0.05 616.44 ssusd 50616.44 ssusd 2026-04-15
}

func ExampleService_GetLoan() {
	client, done := connect()
	defer done()

	loan, err := client.Finance.GetLoan(context.Background(), borrow(client).ID)
	if err != nil {
		log.Fatal(err)
	}
	for _, part := range loan.Schedule {
		fmt.Println(part.Number, part.DueDate, part.Principal.Text(), part.Interest.Text(), part.Total.Text())
	}
	// Output:
	// 1 2026-02-14 395.11 14.79 409.90
	// 2 2026-03-16 399.98 9.92 409.90
	// 3 2026-04-15 404.91 4.99 409.90
}

func ExampleService_RepayLoan() {
	client, done := connect()
	defer done()

	loan := borrow(client)
	loan, err := client.Finance.RepayLoan(context.Background(), loan.ID, nil) // the next installment
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(loan.RepaidAmount, loan.OutstandingAmount, loan.Next().Number)
	loan, err = client.Finance.RepayLoan(context.Background(), loan.ID, &finance.RepayLoanParams{Amount: loan.OutstandingAmount})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(loan.Status)
	// Output:
	// 409.90 ssusd 819.80 ssusd 2
	// repaid
}

func ExampleService_ListLoans() {
	client, done := connect()
	defer done()

	borrow(client)
	page, err := client.Finance.ListLoans(context.Background(), &finance.ListLoansParams{Status: finance.LoanActive})
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(page.TotalCount, page.Data[0].OutstandingAmount)
	// Output: 1 1229.70 ssusd
}

func ExampleService_AllLoans() {
	client, done := connect()
	defer done()

	borrow(client)
	borrow(client)
	for loan, err := range client.Finance.AllLoans(context.Background(), nil) {
		if err != nil {
			log.Fatal(err)
		}
		fmt.Println(loan.Amount, loan.Status)
	}
	// Output:
	// 1200.00 ssusd active
	// 1200.00 ssusd active
}

func ExampleService_ListOptions() {
	client, done := connect()
	defer done()

	page, err := client.Finance.ListOptions(context.Background(), &finance.ListOptionsParams{
		Amount: stateset.SSUSD("20000.00"), TermDays: 60,
	})
	if err != nil {
		log.Fatal(err)
	}
	for _, option := range page.Data {
		if !option.Eligible {
			fmt.Println(option.Type, "no:", option.MaxAmount, "at most")
			continue
		}
		fmt.Println(option.Type, option.EstimatedProceeds, "for", option.EstimatedFee)
	}
	// Output:
	// invoice_factoring 19500.00 ssusd for 500.00 ssusd
	// po_financing 18000.00 ssusd for 468.00 ssusd
	// loan no: 10000.00 ssusd at most
}
