package engine

import (
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/mockserver/internal/ledger"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/stablecoin"
)

// TestWallet is a wallet that every new account funds.
const TestWallet = "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"

const (
	seedFinancer = "1000000000.00" // ssusd in the financer's wallet, for advances and loans
	seedFunds    = "1000000.00"    // of each token in the treasury and the test wallet
	seedPaid     = "100.00"        // amount of the payment, from the treasury to the test wallet

	seedPaymentID = "pay_test_456"
	seedInvoiceID = "inv_1234567890"
)

// seededMoney is the test data about money as all accounts share it. The treasury has no
// address, hashes and drawn IDs are empty, and the time is that of another account.
type seededMoney struct {
	ledger       ledger.Ledger
	transactions []*stablecoin.Transaction
	payment      *payments.Payment
}

// seedMoney returns the shared data. The first call makes it.
var seedMoney = sync.OnceValue(func() *seededMoney {
	a := &Account{}
	tx := &Tx{account: a, now: time.Unix(0, 0).UTC(), silent: true}
	mustSeed(tx.seedWallets())
	mustSeed(tx.seedPayment())
	p, _ := a.payments.Get(seedPaymentID)
	return &seededMoney{a.ledger, slices.Collect(a.transactions.Oldest()), p}
})

// seedWallets issues the tokens of the wallets: of the financer, then of the treasury
// and the test wallet. After the seeded payment the last two have the same round
// balance.
func (tx *Tx) seedWallets() error {
	funds, paid := api.SSUSD(seedFunds), api.SSUSD(seedPaid)
	usdc := api.FromDecimal(funds.Decimal(), numtext.DenomUSDC)
	return errors.Join(
		tx.issue(FinancerWallet, api.SSUSD(seedFinancer)),
		tx.issue(tx.account.treasury, plus(funds, paid.Decimal())),
		tx.issue(TestWallet, plus(funds, paid.Decimal().Neg())),
		tx.issue(tx.account.treasury, usdc),
		tx.issue(TestWallet, usdc),
	)
}

// seedPayment creates a succeeded payment from the treasury. The payment can be
// refunded, because its recipient has the money.
func (tx *Tx) seedPayment() error {
	tx.height = 0 // a new transaction, after that of the issues
	p := tx.newPayment(&payments.CreateParams{
		Amount: api.SSUSD(seedPaid), Recipient: TestWallet, CustomerID: seedCustomers[0], Description: "Test payment",
	}, card{})
	p.ID = seedPaymentID
	_, err := tx.payFromWallet(p, numtext.DenomSSUSD)
	return err
}

// seedInvoice returns a sent invoice of 5000.00, due in 30 days, with a discount of 5 %
// for 10 days. Its job is not scheduled.
func (tx *Tx) seedInvoice(d *seedText) *invoices.Invoice {
	today := api.DateOf(tx.now)
	inv, err := tx.newInvoice(&invoices.CreateParams{
		CustomerID: seedCustomers[0], PaymentTerms: "net_30", DueDate: seedDue(tx.now),
		LineItems:            []invoices.LineItemParams{{Description: "January services", Quantity: api.Dec("50"), UnitPrice: api.SSUSD("100.00")}},
		EarlyPaymentDiscount: &invoices.DiscountParams{Percentage: api.Dec("5.0"), Days: daysLeft(today, 10)},
	})
	mustSeed(err)
	inv.ID, inv.InvoiceNumber = seedInvoiceID, invoiceNumber(tx.now, 1)
	inv.LineItems[0].ID = "li_test_" + string(d.item[:])
	tx.setLinks(inv, string(d.token[:]))
	tx.markSent(inv)
	return inv
}

// seedDue returns the due date of the invoice of an account of the time born.
func seedDue(born time.Time) api.Date { return daysLater(api.DateOf(born), dueDays) }
