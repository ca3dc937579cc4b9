package orders_test

import (
	"encoding/json"
	"net/url"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/shopspring/decimal"
	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/orders"
)

const (
	made  = `{"id":"ord_1"}`
	payer = "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"
)

func mug() []orders.ItemParams {
	return []orders.ItemParams{{Name: "Mug", Quantity: 2, Price: stateset.SSUSD("12.5")}}
}

func TestCreateOnTheWire(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		params *orders.CreateParams
		want   string
	}{
		{"least", &orders.CreateParams{CustomerID: "cust_1", Items: mug()},
			`{"items":[{"name":"Mug","quantity":2,"price":{"value":"12.50","denom":"ssusd"}}],"customer_id":"cust_1"}`},
		{"a known product, for nothing", &orders.CreateParams{CustomerID: "cust_1", Items: []orders.ItemParams{{ProductID: "prod_1", Quantity: 1}, {Name: "Gift", Quantity: 1, Price: stateset.SSUSD("0")}}},
			`{"items":[{"product_id":"prod_1","quantity":1},{"name":"Gift","quantity":1,"price":{"value":"0.00","denom":"ssusd"}}],"customer_id":"cust_1"}`},
		{"everything", &orders.CreateParams{
			Items:    []orders.ItemParams{{ProductID: "prod_1", SKU: "M-1", Name: "Mug", Quantity: 1, Price: stateset.USD("5"), Metadata: map[string]string{"c": "d"}}},
			Customer: &orders.CustomerParams{Email: "a@example.com", FirstName: "A"}, Source: "web",
			ShippingAmount: stateset.USD("1"), TaxAmount: stateset.USD("0"), DiscountAmount: stateset.USD("0.5"),
			ShippingAddress: &stateset.Address{City: "Ulm", Country: "DE"}, BillingAddress: &stateset.Address{Name: "B"}, Shipping: &orders.ShippingParams{Method: "express"},
			PaymentExpiresAt: time.Date(2030, 1, 1, 1, 0, 0, 9, time.FixedZone("east", 3600)), Number: "N-1", Notes: "n", Metadata: map[string]string{"a": "b"},
		}, `{"items":[{"product_id":"prod_1","sku":"M-1","name":"Mug","quantity":1,"price":{"value":"5.00","denom":"USD"},"metadata":{"c":"d"}}],` +
			`"customer":{"email":"a@example.com","first_name":"A"},"source":"web","shipping_amount":{"value":"1.00","denom":"USD"},"tax_amount":{"value":"0.00","denom":"USD"},` +
			`"discount_amount":{"value":"0.50","denom":"USD"},"shipping_address":{"city":"Ulm","country":"DE"},"billing_address":{"name":"B"},"shipping":{"method":"express"},` +
			`"payment_expires_at":"2030-01-01T00:00:00Z","number":"N-1","notes":"n","metadata":{"a":"b"}}`},
	} {
		client, w := wiretest.Serve(t, made)
		_, err := client.Orders.Create(t.Context(), tt.params)
		require.NoError(t, err, tt.name)
		require.Equal(t, tt.want, w.Only(t).Body, tt.name)
		require.Equal(t, "/v1/orders", w.Only(t).Path, tt.name)
	}
}

func TestActionsOnTheWire(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, method, path, body string
		call                     func(*stateset.Client) error
	}{
		{"get", "GET", "/v1/orders/ord_1", "", func(c *stateset.Client) error { _, err := c.Orders.Get(t.Context(), "ord_1"); return err }},
		{"update nothing", "PATCH", "/v1/orders/ord_1", `{}`, func(c *stateset.Client) error {
			_, err := c.Orders.Update(t.Context(), "ord_1", &orders.UpdateParams{})
			return err
		}},
		{"clear", "PATCH", "/v1/orders/ord_1", `{"shipping_address":null,"billing_address":null,"shipping":{"carrier":null},"notes":null}`, func(c *stateset.Client) error {
			_, err := c.Orders.Update(t.Context(), "ord_1", &orders.UpdateParams{
				ShippingAddress: &stateset.Address{}, BillingAddress: &stateset.Address{}, Shipping: &orders.ShippingUpdate{Carrier: new("")}, Notes: new(""),
			})
			return err
		}},
		{"clear the shipping", "PATCH", "/v1/orders/ord_1", `{"shipping":null}`, func(c *stateset.Client) error {
			_, err := c.Orders.Update(t.Context(), "ord_1", &orders.UpdateParams{Shipping: &orders.ShippingUpdate{}})
			return err
		}},
		{"update", "PATCH", "/v1/orders/ord_1", `{"shipping":{"method":"express"},"notes":"n","status":"delivered","metadata":{"a":"b","gone":null}}`, func(c *stateset.Client) error {
			_, err := c.Orders.Update(t.Context(), "ord_1", &orders.UpdateParams{Shipping: &orders.ShippingUpdate{Method: new("express")}, Notes: new("n"), Status: new(orders.StatusDelivered), Metadata: map[string]*string{"a": new("b"), "gone": nil}})
			return err
		}},
		{"fulfill all", "POST", "/v1/orders/ord_1/fulfill", "{}", func(c *stateset.Client) error {
			_, err := c.Orders.Fulfill(t.Context(), "ord_1", nil)
			return err
		}},
		{"fulfill a part", "POST", "/v1/orders/ord_1/fulfill", `{"items":[{"item_id":"item_1","quantity":2}],"carrier":"UPS","notify_customer":false}`, func(c *stateset.Client) error {
			_, err := c.Orders.Fulfill(t.Context(), "ord_1", &orders.FulfillParams{Items: []orders.FulfilledItem{{ItemID: "item_1", Quantity: 2}}, Carrier: "UPS", NotifyCustomer: new(false)})
			return err
		}},
		{"cancel", "POST", "/v1/orders/ord_1/cancel", `{"reason":"out_of_stock","notes":"n","restock_items":false}`, func(c *stateset.Client) error {
			_, err := c.Orders.Cancel(t.Context(), "ord_1", &orders.CancelParams{Reason: orders.CancelOutOfStock, Notes: "n", RestockItems: new(false)})
			return err
		}},
	} {
		answer := made
		if tt.name == "cancel" {
			answer = `{"order":` + made + `}`
		}
		client, w := wiretest.Serve(t, answer)
		require.NoError(t, tt.call(client), tt.name)
		require.Equal(t, tt.method, w.Only(t).Method, tt.name)
		require.Equal(t, tt.path, w.Only(t).Path, tt.name)
		require.Equal(t, tt.body, w.Only(t).Body, tt.name)
	}
}

// Params decode the JSON that they encode. An unknown member is an error.
func TestParamsReadTheirJSON(t *testing.T) {
	t.Parallel()
	for text, params := range map[string]any{
		`{"items":[{"product_id":"prod_1","sku":"M-1","name":"Mug","quantity":1,"price":{"value":"5.00","denom":"USD"},"metadata":{"c":"d"}}],"customer":{"email":"a@example.com"},` +
			`"source":"web","tax_amount":{"value":"0.00","denom":"USD"},"billing_address":{"name":"B"},"shipping":{"method":"express"},"payment_expires_at":"2030-01-01T00:00:00Z"}`: new(orders.CreateParams),
		`{"shipping_address":null,"billing_address":{"city":"Ulm"},"shipping":{"method":null,"carrier":"UPS"},"notes":null,"status":"delivered","metadata":{"a":"","gone":null}}`: new(orders.UpdateParams),
		`{"shipping":null}`: new(orders.UpdateParams),
		`{"items":[{"item_id":"item_1","quantity":2}],"carrier":"UPS","notify_customer":false,"metadata":{"a":"b"}}`: new(orders.FulfillParams),
		`{"reason":"out_of_stock","notes":"n","restock_items":false}`:                                                new(orders.CancelParams),
		`{"order_id":"ord_1","payment_method":{"type":"usdc","wallet_address":"w","amount":{"value":"3.00","denom":"usdc"},"chain":"base"},` +
			`"split_payments":[{"recipient":"r","amount":"1.00","type":"merchant"},{"recipient":"s","amount":"2.00"}],"metadata":{"memo":"m"}}`: new(orders.PayParams),
	} {
		require.NoError(t, json.Unmarshal([]byte(text), params), text)
		written, err := json.Marshal(params)
		require.NoError(t, err)
		require.Equal(t, text, string(written))
		require.ErrorContains(t, json.Unmarshal([]byte(`{"colour":1}`), params), "colour: unknown member")
	}
	var pay orders.PayParams
	require.NoError(t, json.Unmarshal([]byte(`{"split_payments":[{"amount":"1"}],"payment_method":{"amount":{"denom":"usdc","value":"1"}}}`), &pay))
	require.Equal(t, "1.00 usdc", pay.SplitPayments[0].Amount.String())
	require.EqualError(t, json.Unmarshal([]byte(`{"order_id":"o","payment_method":{"amount":{"value":"1","denom":"usdc"},"x":1}}`), &pay), "stateset: payment_method.x: unknown member")
}

// An object without members changes nothing. null clears a field, and an empty text does
// not.
func TestUpdateReadsWhatClears(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]orders.UpdateParams{
		`{"shipping":{}}`:                {},
		`{"shipping_address":{}}`:        {},
		`{"shipping":null}`:              {Shipping: &orders.ShippingUpdate{}},
		`{"shipping":{"carrier":null}}`:  {Shipping: &orders.ShippingUpdate{Carrier: new("")}},
		`{"shipping":{"carrier":"UPS"}}`: {Shipping: &orders.ShippingUpdate{Carrier: new("UPS")}},
		`{"notes":null}`:                 {Notes: new("")},
	} {
		var got orders.UpdateParams
		require.NoError(t, json.Unmarshal([]byte(text), &got), text)
		require.Equal(t, want, got, text)
	}
	var params orders.UpdateParams
	require.EqualError(t, json.Unmarshal([]byte(`{"shipping":{"carrier":""}}`), &params), "stateset: shipping.carrier: is empty: null clears the member")
	require.EqualError(t, json.Unmarshal([]byte(`{"notes":""}`), &params), "stateset: notes: is empty: null clears the member")
}

func TestPayOnTheWire(t *testing.T) {
	t.Parallel()
	client, w := wiretest.Serve(t, `{"success":true,"payment":{"payment_id":"pay_1","order_id":"order_1234567890"}}`)
	_, err := client.Orders.Pay(t.Context(), &orders.PayParams{
		OrderID:       "order_1234567890",
		PaymentMethod: orders.PayMethod{WalletAddress: payer, Amount: stateset.SSUSD("150")},
		SplitPayments: []orders.SplitParams{
			{Recipient: "stateset1merchantaddress123", Amount: stateset.SSUSD("135"), Type: orders.SplitMerchant},
			{Recipient: "stateset1platformfeeaddress456", Amount: stateset.SSUSD("15.00"), Type: orders.SplitPlatformFee},
		},
		Metadata: map[string]string{"memo": "m", "idempotency_key": "pay_order_1234567890_001"},
	})
	require.NoError(t, err)
	require.Equal(t, "pay_order_1234567890_001", w.Only(t).Key())
	require.Equal(t, `POST api.stateset.network/v1/order/pay `+
		`{"order_id":"order_1234567890","payment_method":{"type":"ssusd","wallet_address":"`+payer+`","amount":{"value":"150.00","denom":"ssusd"},"chain":"stateset"},`+
		`"split_payments":[{"recipient":"stateset1merchantaddress123","amount":"135.00","type":"merchant"},{"recipient":"stateset1platformfeeaddress456","amount":"15.00","type":"platform_fee"}],`+
		`"metadata":{"idempotency_key":"pay_order_1234567890_001","memo":"m"}}`,
		w.Only(t).String())
}

func TestListOnTheWire(t *testing.T) {
	t.Parallel()
	at := time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC)
	client, w := wiretest.Serve(t, `{"data":[]}`)
	for _, params := range []*orders.ListParams{nil, {}, {
		Limit: 7, StartingAfter: "ord_9", Status: stateset.AnyOf(orders.StatusPending, "on_hold"), PaymentStatus: orders.PaymentPartiallyPaid, FulfillmentStatus: orders.FulfillmentFulfilled,
		CustomerID: stateset.AnyOf("cust_1", "cust_2"), Source: "web", Created: stateset.Before(at), TotalAmount: stateset.TotalRange{GTE: stateset.SSUSD("150")}, Metadata: stateset.MetadataFilter{"k": "v"},
	}} {
		_, err := client.Orders.List(t.Context(), params)
		require.NoError(t, err)
	}
	require.Empty(t, w.Requests()[0].Query)
	require.Empty(t, w.Requests()[1].Query)
	require.Equal(t, url.Values{
		"limit": {"7"}, "starting_after": {"ord_9"}, "status": {"pending,on_hold"}, "payment_status": {"partially_paid"}, "fulfillment_status": {"fulfilled"},
		"customer_id": {"cust_1,cust_2"}, "source": {"web"}, "created[lt]": {"2024-01-01T00:00:00Z"}, "total_amount[gte]": {"150.00"}, "metadata[k]": {"v"},
	}, w.Requests()[2].Query)
}

func TestWalks(t *testing.T) {
	t.Parallel()
	client, _ := wiretest.Serve(t, `{"data":[{"id":"ord_1"},{"id":"ord_2"}],"has_more":false}`)
	var got []string
	for order, err := range client.Orders.All(t.Context(), nil) {
		require.NoError(t, err)
		got = append(got, order.ID)
	}
	for page, err := range client.Orders.Pages(t.Context(), nil) {
		require.NoError(t, err)
		got = append(got, page.Data[1].ID)
	}
	require.Equal(t, []string{"ord_1", "ord_2", "ord_2"}, got)
}

// An amount that is too long to write must not be added either: a few bytes can represent
// gigabytes of digits.
func TestSplitsOfAbsurdAmounts(t *testing.T) {
	t.Parallel()
	client, w := wiretest.Serve(t, `{}`)
	huge := stateset.FromDecimal(decimal.New(1, 2_000_000_000), "ssusd")
	tiny := stateset.FromDecimal(decimal.New(1, -2_000_000_000), "ssusd")
	one := stateset.SSUSD("1")
	for _, tt := range []struct{ amount, first, second stateset.Money }{
		{huge, one, one}, {one, huge, one}, {one, one, tiny}, {tiny, huge, tiny}, {huge, huge, huge},
	} {
		_, err := client.Orders.Pay(t.Context(), &orders.PayParams{
			OrderID: "ord_1", PaymentMethod: orders.PayMethod{WalletAddress: payer, Amount: tt.amount},
			SplitPayments: []orders.SplitParams{{Recipient: payer, Amount: tt.first}, {Recipient: payer, Amount: tt.second}},
		})
		require.ErrorContains(t, err, "is out of range")
	}
	require.Empty(t, w.Requests())
}

// The splits add up exactly, as decimals do and floats do not.
func TestSplitsAddUp(t *testing.T) {
	t.Parallel()
	pay := func(total string, parts ...string) error {
		client, _ := wiretest.Serve(t, `{"success":true,"payment":{"payment_id":"pay_1","order_id":"ord_1"}}`)
		params := &orders.PayParams{OrderID: "ord_1", PaymentMethod: orders.PayMethod{WalletAddress: payer, Amount: stateset.SSUSD(total)}}
		for _, part := range parts {
			params.SplitPayments = append(params.SplitPayments, orders.SplitParams{Recipient: payer, Amount: stateset.SSUSD(part)})
		}
		_, err := client.Orders.Pay(t.Context(), params)
		return err
	}
	require.NoError(t, pay("0.3", "0.1", "0.2"))
	require.NoError(t, pay("0.000003", "0.000001", "0.000002"))
	require.NoError(t, pay("1"))
	require.EqualError(t, pay("0.3", "0.1", "0.200001"), "stateset: Orders.Pay: split_payments: must add up to 0.30, got 0.300001")
	require.EqualError(t, pay("1", "1.5"), "stateset: Orders.Pay: split_payments: must add up to 1.00, got 1.50")
}

// Goroutines can share params, because the SDK never writes to them.
func TestParamsAreShared(t *testing.T) {
	t.Parallel()
	build := func() (*orders.CreateParams, *orders.PayParams, *orders.FulfillParams, *orders.UpdateParams) {
		return &orders.CreateParams{CustomerID: "cust_1", Items: mug(), Metadata: map[string]string{"a": "b"}, Shipping: &orders.ShippingParams{}},
			&orders.PayParams{OrderID: "ord_1", PaymentMethod: orders.PayMethod{WalletAddress: payer, Amount: stateset.SSUSD("1")}, SplitPayments: []orders.SplitParams{{Recipient: payer, Amount: stateset.SSUSD("1.0")}}},
			&orders.FulfillParams{Items: []orders.FulfilledItem{{ItemID: "item_1", Quantity: 1}}},
			&orders.UpdateParams{Metadata: map[string]*string{"a": nil}}
	}
	create, pay, fulfill, update := build()
	client, w := wiretest.Serve(t, `{"id":"ord_1","success":true,"payment":{"payment_id":"pay_1","order_id":"ord_1"}}`) // for all calls
	var group sync.WaitGroup
	for range 64 {
		group.Go(func() {
			_, errCreate := client.Orders.Create(t.Context(), create)
			_, errPay := client.Orders.Pay(t.Context(), pay)
			_, errFulfill := client.Orders.Fulfill(t.Context(), "ord_1", fulfill)
			_, errUpdate := client.Orders.Update(t.Context(), "ord_1", update)
			for _, err := range []error{errCreate, errPay, errFulfill, errUpdate} {
				if err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	bodies := map[string]string{}
	for _, r := range w.Requests() {
		if first, ok := bodies[r.Method+r.Path]; ok {
			require.Equal(t, first, r.Body)
		}
		bodies[r.Method+r.Path] = r.Body
	}
	require.Len(t, bodies, 4)
	sameCreate, samePay, sameFulfill, sameUpdate := build()
	require.True(t, reflect.DeepEqual([]any{sameCreate, samePay, sameFulfill, sameUpdate}, []any{create, pay, fulfill, update}))
}
