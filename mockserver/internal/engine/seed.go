package engine

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/orders"
)

const seedAvailable = 100 // stock of each product

// catalog is the test data that does not depend on the account, and not on money:
// customers, products and orders. Accounts share it.
type catalog struct {
	at         time.Time
	generation generation
	customers  []*api.Customer
	products   []*orders.Product
	orders     []*orders.Order
}

// The IDs of the catalog.
var (
	seedCustomers = []string{"cust_test_123", "cust_abc123"}
	seedProducts  = []string{"prod_test_123", "prod_test_456"}
	seedOrders    = []string{"ord_test_789", "ord_123", "order_1234567890", "order_123456"}
)

// catalogAt returns the catalog of a time and a generation. It keeps the last one. The
// caller may hold the lock of an account.
func (e *Engine) catalogAt(at time.Time, g generation) *catalog {
	e.catalogMu.Lock()
	defer e.catalogMu.Unlock()
	if c := e.catalog; c != nil && c.at.Equal(at) && c.generation == g {
		return c
	}
	tx := &Tx{now: at, account: &Account{ids: newIDSource(AccountKey{}, g, "catalog")}}
	tx.seedCustomers()
	tx.seedProducts()
	mustSeed(tx.seedOrders())
	e.catalog = &catalog{at, g, slices.Collect(tx.Customers().Oldest()), slices.Collect(tx.Products().Oldest()), slices.Collect(tx.Orders().Oldest())}
	return e.catalog
}

// mustSeed panics for an error. The test data consists of literals of this package.
func mustSeed(err error) {
	if err != nil {
		panic(fmt.Sprintf("engine: test data: %v", err))
	}
}

func (tx *Tx) seedCustomers() {
	for _, c := range []api.Customer{
		{ID: seedCustomers[0], Email: "ada@example.com", FirstName: "Ada", LastName: "Lovelace", Phone: "+15550100"},
		{ID: seedCustomers[1], Email: "grace@example.com", FirstName: "Grace", LastName: "Hopper", Phone: "+15550101"},
	} {
		c.Object, c.Metadata, c.CreatedAt = "customer", map[string]string{}, tx.now
		put(tx, &tx.account.customers, c.ID, &c)
	}
}

func (tx *Tx) seedProducts() {
	for _, p := range []orders.Product{
		{ID: seedProducts[0], SKU: "MUG-001", Name: "Mug", Price: api.SSUSD("25.00")},
		{ID: seedProducts[1], SKU: "LAMP-001", Name: "Lamp", Price: api.SSUSD("50.00")},
	} {
		p.Object, p.Available, p.Metadata, p.CreatedAt = "product", seedAvailable, map[string]string{}, tx.now
		put(tx, &tx.account.products, p.ID, &p)
	}
}

func (tx *Tx) seedOrders() error {
	mugsAndLamp := []seedItem{{product: seedProducts[0], quantity: 2}, {product: seedProducts[1], quantity: 1}}
	giftCard := api.FromDecimal(api.USD("150.00").Decimal(), currencyUSD)
	return errors.Join(
		tx.seedOrder(seedOrders[0], seedCustomers[0], mugsAndLamp),
		tx.seedOrder(seedOrders[1], seedCustomers[1], mugsAndLamp),
		tx.seedOrder(seedOrders[2], seedCustomers[0], []seedItem{{product: seedProducts[1], quantity: 3}}),
		tx.seedOrder(seedOrders[3], seedCustomers[1], []seedItem{{name: "Gift card", price: giftCard, quantity: 1}}),
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
