package engine

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/orders"
)

func TestOrderTotalsAreExact(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	o := must[*orders.Order](b)(b.tryOrder(&orders.CreateParams{
		CustomerID: "cust_test_123",
		Items: []orders.ItemParams{
			{Name: "Grain", Quantity: 3, Price: money("0.333333", "SSUSD")},
			{Name: "Dust", Quantity: 1, Price: api.SSUSD("0.000001")},
			{Name: "Gift", Quantity: 1, Price: api.SSUSD("0")},
			{ProductID: "prod_test_123", Quantity: 2},
		},
		TaxAmount: api.SSUSD("4.20"), ShippingAmount: api.SSUSD("5"), DiscountAmount: api.SSUSD("0.10"),
		Source: "web_checkout", Notes: "ring twice", Metadata: map[string]string{"k": "v"},
		Shipping: &orders.ShippingParams{Method: "express", Carrier: "ups"}, ShippingAddress: &api.Address{City: "Berlin"},
	}))
	require.Regexp(t, `^ord_test_[a-z0-9]{24}$`, o.ID)
	require.Equal(t, "ORD-2026-000005", o.OrderNumber)
	for _, pair := range [][2]string{
		{"51.00 SSUSD", o.Subtotal.String()}, {"4.20 SSUSD", o.TaxAmount.String()}, {"5.00 SSUSD", o.ShippingAmount.String()},
		{"0.10 SSUSD", o.DiscountAmount.String()}, {"60.10 SSUSD", o.TotalAmount.String()},
		{"0.00 SSUSD", o.AmountPaid.String()}, {"0.00 SSUSD", o.AmountRefunded.String()},
		{"0.999999 SSUSD", o.Items[0].Total.String()}, {"50.00 ssusd", o.Items[3].Total.String()},
	} {
		require.Equal(t, pair[0], pair[1], "the first item's spelling, and nothing rounded")
	}
	require.Equal(t, []any{orders.StatusPending, orders.PaymentUnpaid, orders.FulfillmentUnfulfilled, "web_checkout", "ring twice"},
		[]any{o.Status, o.PaymentStatus, o.FulfillmentStatus, o.Source, o.Notes})
	require.Equal(t, "Mug", o.Items[3].Name)
	require.Equal(t, "MUG-001", o.Items[3].SKU)
	require.Regexp(t, `^item_test_`, o.Items[0].ID)
	require.Equal(t, "Berlin", o.BillingAddress.City, "copies the shipping address")
	require.Equal(t, &orders.Shipping{Method: "express", Carrier: "ups"}, o.Shipping)
	require.Equal(t, birth.Add(24*time.Hour), o.PaymentExpiresAt)
	require.Equal(t, o, b.getOrder(o.ID))
	require.Equal(t, 98, get(b, (*Tx).Products, "prod_test_123").Available)
}

func TestOrderWithCustomerNumberAndExpiry(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	expires := birth.Add(time.Minute).In(time.FixedZone("there", 7200))
	o := must[*orders.Order](b)(b.tryOrder(&orders.CreateParams{
		Customer: &orders.CustomerParams{Email: "new@example.com", FirstName: "N"}, Number: "A-1", PaymentExpiresAt: expires,
		BillingAddress: &api.Address{City: "Rome"}, ShippingAddress: &api.Address{City: "Berlin"},
		Items: []orders.ItemParams{{ProductID: "prod_elsewhere", Quantity: 1, Price: api.USD("1")}},
	}))
	require.Equal(t, "A-1", o.OrderNumber)
	require.Equal(t, birth.Add(time.Minute), o.PaymentExpiresAt)
	require.Equal(t, "Rome", o.BillingAddress.City)
	c := get(b, (*Tx).Customers, o.CustomerID)
	require.Regexp(t, `^cust_test_`, c.ID)
	require.Equal(t, []string{"new@example.com", "N"}, []string{c.Email, c.FirstName})
	require.Equal(t, birth, c.CreatedAt)
}

func TestRefusedOrders(t *testing.T) {
	t.Parallel()
	const missing, bad = CodeParameterMissing, CodeParameterInvalid
	huge := api.SSUSD("999999999999999")
	for _, test := range []struct {
		name, code, param string
		edit              func(p *orders.CreateParams)
	}{
		{"no customer", missing, "customer_id", func(p *orders.CreateParams) { p.CustomerID = "" }},
		{"two customers", bad, "customer", func(p *orders.CreateParams) { p.Customer = &orders.CustomerParams{Email: "a@b.c"} }},
		{"unknown customer", CodeResourceNotFound, "customer_id", func(p *orders.CreateParams) { p.CustomerID = "cust_no" }},
		{"expired at once", bad, "payment_expires_at", func(p *orders.CreateParams) { p.PaymentExpiresAt = birth }},
		{"no name", missing, "items[1].name", func(p *orders.CreateParams) { p.Items[1].Name = "" }},
		{"no price", missing, "items[1].price", func(p *orders.CreateParams) { p.Items[1].Price = api.Money{} }},
		{"no price of an unknown product", missing, "items[1].price", func(p *orders.CreateParams) {
			p.Items[1] = orders.ItemParams{ProductID: "prod_no", Quantity: 1}
		}},
		{"product in another currency", CodeCurrencyMismatch, "items[0].price.denom", func(p *orders.CreateParams) { p.Items[0].Price = api.USD("25") }},
		{"items in two currencies", bad, "items[1].price.denom", func(p *orders.CreateParams) { p.Items[1].Price = api.USD("25") }},
		{"tax in another currency", bad, "tax_amount.denom", func(p *orders.CreateParams) { p.TaxAmount = api.USD("1") }},
		{"discount of everything", bad, "discount_amount", func(p *orders.CreateParams) { p.DiscountAmount = api.SSUSD("35") }},
		{"free", bad, "items", func(p *orders.CreateParams) {
			p.Items = []orders.ItemParams{{Name: "Gift", Quantity: 1, Price: api.SSUSD("0")}}
		}},
		{"item beyond all bounds", bad, "items[1].quantity", func(p *orders.CreateParams) {
			p.Items[1].Price, p.Items[1].Quantity = huge, 2
		}},
		{"total beyond all bounds", bad, "items", func(p *orders.CreateParams) { p.Items[1].Price = huge }},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			params := &orders.CreateParams{CustomerID: "cust_test_123", Items: []orders.ItemParams{
				{ProductID: "prod_test_123", Quantity: 1}, {Name: "Pen", Quantity: 1, Price: api.SSUSD("10")},
			}}
			test.edit(params)
			b.refused(test.code, test.param, func() error { return failing(b.tryOrder(params)) })
		})
	}
}
