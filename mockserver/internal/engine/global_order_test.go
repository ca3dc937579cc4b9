package engine

import (
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/orders"
)

func TestGlobalOrder(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	quote := must[*global.ShippingQuote](b)(b.tryQuote(twoKilos()))
	o := b.globalOrder(func(p *global.CreateOrderParams) {
		p.ShippingRateID, p.SettlementCurrency, p.Metadata = quote.Rates[0].ID, "EUR", map[string]string{"k": "v"}
		p.Items[0].CountryOfOrigin, p.Items[0].Weight = "PT", &global.Weight{Value: api.Dec("0.9"), Unit: global.Kilogram}
	})
	require.Regexp(t, `^gord_test_[a-z0-9]{24}$`, o.ID)
	require.Equal(t, []any{"global_order", global.StatusPendingPayment, "US", "DE", "cust_test_123", global.DDP, global.ComplianceApproved, quote.Rates[0].ID},
		[]any{o.Object, o.Status, o.OriginCountry, o.DestinationCountry, o.CustomerID, o.Incoterm, o.ComplianceStatus, o.ShippingRateID})
	require.Equal(t, []string{"300.00", "36.00", "40.32", "71.50", "447.82"},
		[]string{o.Subtotal.Text(), o.ShippingAmount.Text(), o.DutyAmount.Text(), o.TaxAmount.Text(), o.TotalAmount.Text()})
	require.Equal(t, &global.Exchange{From: "ssusd", To: "EUR", Rate: api.Dec("0.92")}, o.Exchange)
	require.Equal(t, "DE", o.ShippingAddress.Country)
	require.Equal(t, []any{"JKT", 2, "620193", "PT", "0.9"},
		[]any{o.Items[0].SKU, o.Items[0].Quantity, o.Items[0].HSCode, o.Items[0].CountryOfOrigin, o.Items[0].Weight.Value.String()})
	require.Nil(t, o.DueOnDelivery)
	require.Equal(t, "v", o.Metadata["k"])

	behind := b.getOrder(o.OrderID)
	require.Equal(t, []any{"447.82", "111.82", "36.00", "300.00", "global", "cust_test_123", "JKT"},
		[]any{behind.TotalAmount.Text(), behind.TaxAmount.Text(), behind.ShippingAmount.Text(), behind.Subtotal.Text(), behind.Source, behind.CustomerID, behind.Items[0].SKU})
	check := get(b, func(tx *Tx) *Collection[complianceRecord] { return &tx.account.checks }, o.ComplianceCheckID)
	require.Equal(t, o.ID, check.orderID)
	require.Equal(t, o, b.getGlobal(o.ID))
}

func TestGlobalOrderWithDAP(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	o := b.globalOrder(func(p *global.CreateOrderParams) { p.Incoterm = global.DAP })
	require.Equal(t, []string{"300.00", "0.00", "0.00", "36.00", "63.84"},
		[]string{o.TotalAmount.Text(), o.DutyAmount.Text(), o.TaxAmount.Text(), o.DueOnDelivery.DutyAmount.Text(), o.DueOnDelivery.TaxAmount.Text()})
	require.Equal(t, "300.00", b.getOrder(o.OrderID).TotalAmount.Text())
	require.Nil(t, o.Exchange)
}

func TestGlobalOrderOfSeveralItems(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	o := b.globalOrder(func(p *global.CreateOrderParams) {
		p.Customer, p.CustomerID = &orders.CustomerParams{Email: "new@example.com", FirstName: "Grace"}, ""
		p.Items = append(p.Items, global.ItemParams{Name: "Book", Quantity: 3, Price: api.SSUSD("10.000001"), HSCode: "490110"}, global.ItemParams{Name: "Gift", Quantity: 1, Price: api.SSUSD("0")})
	})
	require.Equal(t, []string{"330.000003", "36.00", "69.54", "435.540003"},
		[]string{o.Subtotal.Text(), o.DutyAmount.Text(), o.TaxAmount.Text(), o.TotalAmount.Text()})
	require.True(t, o.TotalAmount.Equal(b.getOrder(o.OrderID).TotalAmount))
	require.Equal(t, "Grace", get(b, (*Tx).Customers, o.CustomerID).FirstName)

	state := b.globalOrder(func(p *global.CreateOrderParams) {
		p.OriginCountry, p.DestinationCountry, p.ShippingAddress = "US", "US", &api.Address{State: "CA", Country: "US"}
	})
	require.Equal(t, []string{"0.00", "21.75"}, []string{state.DutyAmount.Text(), state.TaxAmount.Text()})
}

// The status of a cross-border order follows that of the ordinary order.
func TestGlobalOrderFollows(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	o := b.globalOrder(asTheyAre)
	status := func() global.OrderStatus { return b.getGlobal(o.ID).Status }
	b.advance(time.Hour)
	b.payOrder(o.OrderID, api.SSUSD("100"))
	require.Equal(t, global.StatusPendingPayment, status())
	require.Equal(t, birth, b.getGlobal(o.ID).UpdatedAt)
	paid := b.payOrder(o.OrderID, api.SSUSD("299.84"))
	require.Equal(t, global.StatusProcessing, status())
	require.Equal(t, birth.Add(time.Hour), b.getGlobal(o.ID).UpdatedAt)
	item := b.getOrder(o.OrderID).Items[0].ID
	must[*orders.Order](b)(b.tryFulfill(o.OrderID, orders.FulfilledItem{ItemID: item, Quantity: 1}))
	require.Equal(t, global.StatusProcessing, status(), "a part of it")
	must[*orders.Order](b)(b.tryFulfill(o.OrderID))
	require.Equal(t, global.StatusShipped, status())
	must[*orders.Order](b)(b.tryUpdate(o.OrderID, orders.UpdateParams{Status: new(orders.StatusDelivered)}))
	require.Equal(t, global.StatusDelivered, status())
	b.refund(paid.Payment.PaymentID, api.SSUSD("299.84"))
	require.Equal(t, global.StatusDelivered, status())
}

func TestGlobalOrderEnds(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	cancelled := b.globalOrder(asTheyAre)
	b.payOrder(cancelled.OrderID, cancelled.TotalAmount)
	must[*orders.CancelResult](b)(b.tryCancelOrder(cancelled.OrderID))
	require.Equal(t, global.StatusCancelled, b.getGlobal(cancelled.ID).Status)

	refunded := b.globalOrder(asTheyAre)
	paid := b.payOrder(refunded.OrderID, refunded.TotalAmount)
	b.refund(paid.Payment.PaymentID, refunded.TotalAmount)
	require.Equal(t, global.StatusCancelled, b.getGlobal(refunded.ID).Status, "nothing was shipped")

	shipped := b.globalOrder(asTheyAre)
	paid = b.payOrder(shipped.OrderID, shipped.TotalAmount)
	must[*orders.Order](b)(b.tryFulfill(shipped.OrderID))
	b.refund(paid.Payment.PaymentID, shipped.TotalAmount)
	require.Equal(t, global.StatusShipped, b.getGlobal(shipped.ID).Status, "it is on its way")

	late := b.globalOrder(asTheyAre)
	b.advance(25 * time.Hour)
	b.refused(CodePaymentExpired, "", func() error { return failing(b.tryPayOrder(walletPays(late.OrderID, TestWallet, late.TotalAmount))) })
}

// A failure after the payment leaves both orders as they were.
func TestGlobalOrderFollowsBack(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	o := b.globalOrder(asTheyAre)
	before := b.snapshot()
	boom := errors.New("boom")
	err := b.a.Update(func(tx *Tx) error {
		_, err := tx.PayOrder(walletPays(o.OrderID, TestWallet, o.TotalAmount))
		require.NoError(t, err)
		made, err := tx.CreateGlobalOrder(jackets())
		require.NoError(t, err)
		require.NotEmpty(t, made.ID)
		return boom
	})
	require.ErrorIs(t, err, boom)
	same(t, before, b.snapshot())
}

func TestPendingCompliance(t *testing.T) {
	t.Parallel()
	large := func(p *global.CreateOrderParams) { p.Items[0].Price = api.SSUSD("5000") }
	b := newBench(t)
	o := b.globalOrder(large)
	require.Equal(t, []any{global.StatusPendingCompliance, global.ComplianceReview}, []any{o.Status, o.ComplianceStatus})
	pay := func(id string) error { return failing(b.tryPayOrder(walletPays(id, TestWallet, o.TotalAmount))) }
	require.Contains(t, b.refused(CodeInvalidState, "", func() error { return pay(o.OrderID) }).Message, o.ComplianceCheckID)
	b.refused(CodeInvalidState, "", func() error { return failing(b.tryPay(towards(cardPayment("10.00", "tok_visa"), o.OrderID))) })

	b.advance(30 * time.Hour)
	approved := must[*global.ComplianceCheck](b)(b.tryReview(o.ComplianceCheckID, true))
	require.Equal(t, global.ComplianceApproved, approved.Status)
	now := b.getGlobal(o.ID)
	require.Equal(t, []any{global.StatusPendingPayment, global.ComplianceApproved, birth.Add(30 * time.Hour)}, []any{now.Status, now.ComplianceStatus, now.UpdatedAt})
	b.advance(23 * time.Hour)
	require.NoError(t, pay(o.OrderID), "a day after the approval")
	require.Equal(t, global.StatusProcessing, b.getGlobal(o.ID).Status)

	rejected := b.globalOrder(large)
	must[*global.ComplianceCheck](b)(b.tryReview(rejected.ComplianceCheckID, false))
	now = b.getGlobal(rejected.ID)
	require.Equal(t, []any{global.StatusCancelled, global.ComplianceBlocked}, []any{now.Status, now.ComplianceStatus})
	require.Equal(t, orders.StatusCancelled, b.getOrder(rejected.OrderID).Status)
	b.refused(CodeOrderCancelled, "", func() error { return pay(rejected.OrderID) })

	for _, approve := range []bool{true, false} {
		gone := b.globalOrder(large)
		must[*orders.CancelResult](b)(b.tryCancelOrder(gone.OrderID))
		require.Equal(t, global.StatusCancelled, b.getGlobal(gone.ID).Status)
		must[*global.ComplianceCheck](b)(b.tryReview(gone.ComplianceCheckID, approve))
		require.Equal(t, global.StatusCancelled, b.getGlobal(gone.ID).Status)
	}
	require.Equal(t, global.StatusPendingCompliance, b.globalOrder(func(p *global.CreateOrderParams) { p.OriginCountry = "BY" }).Status)
}

// A forbidden order is refused, and creates no order, customer or check.
func TestBlockedGlobalOrders(t *testing.T) {
	t.Parallel()
	for name, edit := range map[string]func(p *global.CreateOrderParams){
		"destination": func(p *global.CreateOrderParams) { p.DestinationCountry = "KP" }, // before its unknown tax rates
		"origin":      func(p *global.CreateOrderParams) { p.OriginCountry = "RU" },
		"arms":        func(p *global.CreateOrderParams) { p.Items[0].HSCode = "930200" },
		"customer": func(p *global.CreateOrderParams) {
			p.CustomerID, p.Customer = "", &orders.CustomerParams{FirstName: "Sanctioned", LastName: "Person"}
		},
		"recipient": func(p *global.CreateOrderParams) { p.ShippingAddress.Name = "Not Sanctioned Ltd" },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			params := jackets()
			edit(params)
			b.refused(CodeComplianceBlocked, "", func() error { return failing(b.tryGlobal(params)) })
		})
	}
}

func TestChecksThatOrdersName(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	params := trade("US", "DE")
	params.Amount, params.Parties[0].TaxID = api.USD("50000"), "DE123456789"
	check := must[*global.ComplianceCheck](b)(b.tryCheck(params))
	use := func(id string) func(p *global.CreateOrderParams) {
		return func(p *global.CreateOrderParams) {
			p.Items[0].Price, p.ComplianceCheckID = api.SSUSD("5000"), id
		}
	}
	o := b.globalOrder(use(check.ID))
	require.Equal(t, []any{global.StatusPendingPayment, check.ID, global.ComplianceApproved}, []any{o.Status, o.ComplianceCheckID, o.ComplianceStatus})
	b.globalOrder(use(check.ID)) // can be used again

	refused := func(id, code string) {
		t.Helper()
		p := jackets()
		use(id)(p)
		b.refused(code, "compliance_check_id", func() error { return failing(b.tryGlobal(p)) })
	}
	for _, other := range []*global.CheckComplianceParams{trade("US", "FR"), trade("FR", "DE"), trade("US", "KP"), trade("US", "BY")} {
		refused(must[*global.ComplianceCheck](b)(b.tryCheck(other)).ID, CodeCheckNotUsable)
	}
	review := trade("US", "DE")
	review.Amount = api.USD("50000")
	pending := must[*global.ComplianceCheck](b)(b.tryCheck(review))
	refused(pending.ID, CodeCheckNotUsable)
	must[*global.ComplianceCheck](b)(b.tryReview(pending.ID, true))
	b.globalOrder(use(pending.ID))
	refused("cmp_no", CodeResourceNotFound)
	b.advance(24*time.Hour - time.Second)
	b.globalOrder(use(check.ID))
	b.advance(time.Second)
	refused(check.ID, CodeCheckNotUsable)
}

func TestRatesThatOrdersName(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	quoted := func(edit func(p *global.QuoteShippingParams)) string {
		params := twoKilos()
		edit(params)
		return must[*global.ShippingQuote](b)(b.tryQuote(params)).Rates[0].ID
	}
	refused := func(id, code string) {
		t.Helper()
		p := jackets()
		p.ShippingRateID = id
		b.refused(code, "shipping_rate_id", func() error { return failing(b.tryGlobal(p)) })
	}
	dollars := quoted(func(p *global.QuoteShippingParams) { p.Currency = "USD" })
	o := b.globalOrder(func(p *global.CreateOrderParams) { p.ShippingRateID = dollars })
	require.Equal(t, "36.00 ssusd", o.ShippingAmount.String(), "dollars and tokens are worth the same")
	refused(quoted(func(p *global.QuoteShippingParams) { p.Currency = "EUR" }), CodeCurrencyMismatch)
	refused(quoted(func(p *global.QuoteShippingParams) { p.Destination.Country = "FR" }), CodeQuoteExpired)
	refused(quoted(func(p *global.QuoteShippingParams) { p.Origin.Country = "CA" }), CodeQuoteExpired)
	refused("rate_no", CodeResourceNotFound)
	b.advance(24*time.Hour - time.Second)
	b.globalOrder(func(p *global.CreateOrderParams) { p.ShippingRateID = dollars })
	b.advance(time.Second)
	refused(dollars, CodeQuoteExpired)
}

func TestRefusedGlobalOrders(t *testing.T) {
	t.Parallel()
	const missing, bad = CodeParameterMissing, CodeParameterInvalid
	for name, test := range map[string]struct {
		code, param string
		edit        func(p *global.CreateOrderParams)
	}{
		"no origin":        {missing, "origin_country", func(p *global.CreateOrderParams) { p.OriginCountry = "" }},
		"no destination":   {missing, "destination_country", func(p *global.CreateOrderParams) { p.DestinationCountry = "" }},
		"no customer":      {missing, "customer_id", func(p *global.CreateOrderParams) { p.CustomerID = "" }},
		"two customers":    {bad, "customer", func(p *global.CreateOrderParams) { p.Customer = &orders.CustomerParams{} }},
		"unknown customer": {CodeResourceNotFound, "customer_id", func(p *global.CreateOrderParams) { p.CustomerID = "cust_no" }},
		"free":             {bad, "items", func(p *global.CreateOrderParams) { p.Items[0].Price = api.SSUSD("0") }},
		"absurd price":     {bad, "items[0].quantity", func(p *global.CreateOrderParams) { p.Items[0].Price = api.SSUSD("999999999999999") }},
		"absurd total":     {bad, "items", func(p *global.CreateOrderParams) { p.Items[0].Price = api.SSUSD("499999999999999") }},
		"two currencies": {bad, "items[1].price.denom", func(p *global.CreateOrderParams) {
			p.Items = append(p.Items, global.ItemParams{Name: "x", Quantity: 1, Price: api.USD("1")})
		}},
		"currency without rate": {bad, "items[0].price.denom", func(p *global.CreateOrderParams) { p.Items[0].Price = money("1", "XAF") }},
		"settlement":            {bad, "settlement_currency", func(p *global.CreateOrderParams) { p.SettlementCurrency = "XAF" }},
		"address elsewhere":     {bad, "shipping_address.country", func(p *global.CreateOrderParams) { p.ShippingAddress.Country = "FR" }},
		"no state":              {missing, "shipping_address.state", func(p *global.CreateOrderParams) { p.DestinationCountry = "US" }},
		"unknown state":         {bad, "shipping_address.state", func(p *global.CreateOrderParams) { p.DestinationCountry, p.ShippingAddress.State = "US", "California" }},
		"unknown tax rates":     {CodeDestinationNotSupported, "destination_country", func(p *global.CreateOrderParams) { p.DestinationCountry = "AQ" }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := newBench(t)
			params := jackets()
			test.edit(params)
			b.refused(test.code, test.param, func() error { return failing(b.tryGlobal(params)) })
		})
	}
}
