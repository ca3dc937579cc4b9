package engine

import (
	"errors"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
)

// TestWallet is a wallet that every new account funds.
const TestWallet = "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"

const (
	seedFinancer  = "1000000000.00" // ssusd in the financer's wallet, for advances and loans
	seedFunds     = "1000000.00"    // of each token in the treasury and the test wallet
	seedPaid      = "100.00"        // amount of pay_test_456, from the treasury to the test wallet
	seedAvailable = 100             // stock of each product
)

// catalog is the test data that does not depend on the account: customers, products and
// orders. Accounts share it.
type catalog struct {
	at         time.Time
	generation generation
	account    *Account // whose records the accounts share
}

// catalogAt returns the catalog of a time and a generation. Accounts of one second share
// the last one. The caller holds the lock of the engine.
func (e *Engine) catalogAt(now time.Time, g generation) (*catalog, error) {
	if c := e.catalog; c != nil && c.at.Equal(now) && c.generation == g {
		return c, nil
	}
	c := &catalog{at: now, generation: g, account: &Account{ids: newIDSource(e.seed, AccountKey{}, g, "catalog")}}
	tx := &Tx{now: now, account: c.account}
	tx.seedCustomers()
	tx.seedProducts()
	if err := tx.seedOrders(); err != nil {
		return nil, err
	}
	e.catalog = c
	return c, nil
}

// seed creates the test data of a new account, which the documented examples use. It
// runs in a transaction without events.
func (a *Account) seed(g generation, born time.Time) error {
	return a.update(born, nil, func(tx *Tx) error {
		tx.silent = true
		c, err := a.engine.catalogAt(tx.now, g)
		if err != nil {
			return err
		}
		a.customers, a.products, a.orders = c.account.customers.Fork(), c.account.products.Fork(), c.account.orders.Fork()
		if err := tx.seedWallets(); err != nil {
			return err
		}
		if err := tx.seedPayment(); err != nil {
			return err
		}
		return tx.seedInvoice()
	})
}

func (tx *Tx) seedCustomers() {
	for _, c := range []api.Customer{
		{ID: "cust_test_123", Email: "ada@example.com", FirstName: "Ada", LastName: "Lovelace", Phone: "+15550100"},
		{ID: "cust_abc123", Email: "grace@example.com", FirstName: "Grace", LastName: "Hopper", Phone: "+15550101"},
	} {
		c.Object, c.Metadata, c.CreatedAt = "customer", map[string]string{}, tx.now
		put(tx, &tx.account.customers, c.ID, &c)
	}
}

func (tx *Tx) seedProducts() {
	for _, p := range []orders.Product{
		{ID: "prod_test_123", SKU: "MUG-001", Name: "Mug", Price: api.SSUSD("25.00")},
		{ID: "prod_test_456", SKU: "LAMP-001", Name: "Lamp", Price: api.SSUSD("50.00")},
	} {
		p.Object, p.Available, p.Metadata, p.CreatedAt = "product", seedAvailable, map[string]string{}, tx.now
		put(tx, &tx.account.products, p.ID, &p)
	}
}

func (tx *Tx) seedOrders() error {
	mugsAndLamp := []seedItem{{product: "prod_test_123", quantity: 2}, {product: "prod_test_456", quantity: 1}}
	giftCard := api.FromDecimal(api.USD("150.00").Decimal(), currencyUSD)
	return errors.Join(
		tx.seedOrder("ord_test_789", "cust_test_123", mugsAndLamp),
		tx.seedOrder("ord_123", "cust_abc123", mugsAndLamp),
		tx.seedOrder("order_1234567890", "cust_test_123", []seedItem{{product: "prod_test_456", quantity: 3}}),
		tx.seedOrder("order_123456", "cust_abc123", []seedItem{{name: "Gift card", price: giftCard, quantity: 1}}),
	)
}

// seedItem is a line with a product, or with a name and a price.
type seedItem struct {
	product  string
	name     string
	price    api.Money
	quantity int
}

// seedOrder stores a pending order with a known ID. Its items are not taken from the
// stock, so that every new account has the same stock. Its expiry has no event, because
// the event would appear in unrelated tests.
func (tx *Tx) seedOrder(id, customer string, lines []seedItem) error {
	params := &orders.CreateParams{CustomerID: customer, ShippingAddress: &api.Address{
		Name: "Ada Lovelace", Line1: "123 Main St", City: "San Francisco", State: "CA", PostalCode: "94105", Country: "US",
	}}
	for _, line := range lines {
		params.Items = append(params.Items, orders.ItemParams{
			ProductID: line.product, Name: line.name, Price: line.price, Quantity: line.quantity})
	}
	o := tx.newOrder(params)
	o.ID = id
	var err error
	if o.Items, err = tx.newItems(params.Items); err != nil {
		return err
	}
	if err := total(o, params); err != nil {
		return err
	}
	for _, item := range o.Items {
		item.ID = tx.newID("item")
	}
	put(tx, &tx.account.orders, id, o)
	return nil
}

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
		Amount: api.SSUSD(seedPaid), Recipient: TestWallet, CustomerID: "cust_test_123", Description: "Test payment",
	}, nil)
	p.ID = "pay_test_456"
	_, err := tx.payFromWallet(p, numtext.DenomSSUSD)
	return err
}

// seedInvoice creates a sent invoice of 5000.00, due in 30 days, with a discount of 5 %
// for 10 days.
func (tx *Tx) seedInvoice() error {
	today := api.DateOf(tx.now)
	inv, err := tx.newInvoice(&invoices.CreateParams{
		CustomerID: "cust_test_123", PaymentTerms: "net_30", DueDate: daysLater(today, dueDays),
		LineItems:            []invoices.LineItemParams{{Description: "January services", Quantity: api.Dec("50"), UnitPrice: api.SSUSD("100.00")}},
		EarlyPaymentDiscount: &invoices.DiscountParams{Percentage: api.Dec("5.0"), Days: daysLeft(today, 10)},
	})
	if err != nil {
		return err
	}
	inv.ID = "inv_1234567890"
	tx.addInvoice(inv, true)
	return nil
}
