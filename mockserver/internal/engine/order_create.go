package engine

import (
	"fmt"
	"maps"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/webhook"
)

// paymentWindow is the default time to pay an order.
const paymentWindow = 24 * time.Hour

// CreateOrder creates an order, and a customer if the params describe a new one. Items
// of known products are taken from the stock. A negative stock means back-ordered
// items.
func (tx *Tx) CreateOrder(params *orders.CreateParams) (*orders.Order, error) {
	if err := tx.checkOrder(params); err != nil {
		return nil, err
	}
	o := tx.newOrder(params)
	var err error
	if o.Items, err = tx.newItems(params.Items); err != nil {
		return nil, err
	}
	if err := total(o, params); err != nil {
		return nil, err
	}
	if params.CustomerID != "" {
		if _, ok := tx.account.customers.Get(params.CustomerID); !ok {
			return nil, notFound("customer", params.CustomerID, "customer_id")
		}
	} else {
		o.CustomerID = tx.createCustomer(params.Customer)
	}
	for _, item := range o.Items {
		item.ID = tx.newID("item")
		tx.moveStock(item.ProductID, -item.Quantity)
	}
	o.ID = tx.newID("ord")
	tx.storeOrder(o, webhook.OrderCreated)
	tx.awaitPayment(o)
	return o, nil
}

// checkOrder checks the rules across fields that need no amounts.
func (tx *Tx) checkOrder(params *orders.CreateParams) error {
	switch {
	case params.CustomerID == "" && params.Customer == nil:
		return missing("customer_id")
	case params.CustomerID != "" && params.Customer != nil:
		return invalid("customer", "An order has a customer_id or a new customer, not both: remove one")
	case !params.PaymentExpiresAt.IsZero() && !params.PaymentExpiresAt.After(tx.now):
		return invalid("payment_expires_at", "The order would be expired at once: payment_expires_at %s must be after the present %s",
			params.PaymentExpiresAt.UTC().Format(timeLayout), tx.now.Format(timeLayout))
	}
	return nil
}

// newOrder returns an unpaid order without items, amounts and ID.
func (tx *Tx) newOrder(params *orders.CreateParams) *orders.Order {
	o := &orders.Order{
		Object: "order", OrderNumber: params.Number, Status: orders.StatusPending,
		PaymentStatus: orders.PaymentUnpaid, FulfillmentStatus: orders.FulfillmentUnfulfilled,
		Source: params.Source, CustomerID: params.CustomerID,
		ShippingAddress: clone(params.ShippingAddress), BillingAddress: clone(params.BillingAddress),
		Notes: params.Notes, Metadata: maps.Clone(params.Metadata), CreatedAt: tx.now, UpdatedAt: tx.now,
		PaymentExpiresAt: tx.later(paymentWindow),
	}
	if o.OrderNumber == "" {
		o.OrderNumber = fmt.Sprintf("ORD-%d-%06d", tx.now.Year(), tx.account.orders.Len()+1)
	}
	if o.BillingAddress == nil {
		o.BillingAddress = clone(params.ShippingAddress)
	}
	if !params.PaymentExpiresAt.IsZero() {
		o.PaymentExpiresAt = params.PaymentExpiresAt.UTC().Truncate(time.Second)
	}
	if s := params.Shipping; s != nil {
		o.Shipping = &orders.Shipping{Method: s.Method, Carrier: s.Carrier}
	}
	return o
}

func (tx *Tx) createCustomer(params *orders.CustomerParams) string {
	c := &api.Customer{
		ID: tx.newID("cust"), Object: "customer", Email: params.Email, FirstName: params.FirstName,
		LastName: params.LastName, Phone: params.Phone, Metadata: map[string]string{}, CreatedAt: tx.now,
	}
	put(tx, &tx.account.customers, c.ID, c)
	return c.ID
}

// total sets the amounts of the order. The amounts are exact: nothing is rounded.
func total(o *orders.Order, params *orders.CreateParams) error {
	currency := o.Items[0].Price.Currency()
	o.Subtotal = zero(currency)
	for i, item := range o.Items {
		if !numtext.SameCurrency(item.Price.Currency(), currency) {
			return otherDenom(fmt.Sprintf("items[%d].price", i), item.Price.Currency(), currency)
		}
		o.Subtotal = plus(o.Subtotal, item.Total.Decimal())
	}
	o.AmountPaid, o.AmountRefunded = zero(currency), zero(currency)
	for _, part := range []struct {
		param string
		given api.Money
		field *api.Money
	}{
		{"shipping_amount", params.ShippingAmount, &o.ShippingAmount},
		{"tax_amount", params.TaxAmount, &o.TaxAmount},
		{"discount_amount", params.DiscountAmount, &o.DiscountAmount},
	} {
		if part.given.IsSet() && !numtext.SameCurrency(part.given.Currency(), currency) {
			return otherDenom(part.param, part.given.Currency(), currency)
		}
		*part.field = api.FromDecimal(part.given.Decimal(), currency)
	}
	o.TotalAmount = plus(o.Subtotal, o.TaxAmount.Decimal().Add(o.ShippingAmount.Decimal()).Sub(o.DiscountAmount.Decimal()))
	return checkTotal(o)
}

func checkTotal(o *orders.Order) error {
	switch {
	case o.Subtotal.Err() != nil || o.TotalAmount.Err() != nil:
		return invalid("items", "The order's total must be below 10^15: use smaller quantities or prices")
	case o.TotalAmount.Sign() > 0:
		return nil
	case o.DiscountAmount.Sign() > 0:
		return invalid("discount_amount", "The order's total must be greater than zero, it would be %s: lower the discount", o.TotalAmount)
	}
	return invalid("items", "The order's total must be greater than zero: give an item a price")
}
