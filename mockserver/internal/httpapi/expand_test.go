package httpapi

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
)

func TestExpand(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	card := strings.Replace(cardPayment("tok_visa"), "{", `{"order_id":"order_123456",`, 1)
	payment := f.call("POST", "/v1/payments?expand[]=customer&expand[]=order.items.product", card).ok()
	require.Equal(t, "cust_abc123", payment.at("customer.id"))
	require.Equal(t, "cust_abc123", payment.at("customer_id"), "the id stays")
	require.Equal(t, "paid", payment.at("order.payment_status"))
	require.Equal(t, "null", payment.at("order.items.0.product_id"))
	require.Equal(t, "null", payment.at("order.items.0.product"))
	id := payment.at("id")
	refund := f.call("POST", "/v1/payments/"+id+"/refund?expand[]=payment.customer", `{"reason":"other","amount":5000}`).ok()
	require.Equal(t, "succeeded", refund.at("payment.status"))
	require.Equal(t, "1", refund.at("payment.refunds_count"), "what the short form has stays")
	require.Equal(t, "5000", refund.at("payment.amount_refunded"))
	require.Equal(t, "cust_abc123", refund.at("payment.customer.id"))

	plain := f.call("GET", "/v1/payments/"+id, "").ok()
	for _, name := range []string{"customer", "order", "invoice", "refunds"} {
		require.Equal(t, "<none>", plain.at(name), "absent until asked for")
	}
	all := f.call("GET", "/v1/payments/"+id+"?expand[]=customer,order,invoice&expand[]=refunds.payment", "").ok()
	require.Equal(t, "null", all.at("invoice"))
	require.Equal(t, refund.at("id"), all.at("refunds.0.id"))
	require.Equal(t, id, all.at("refunds.0.payment.id"))
	require.Equal(t, "<none>", all.at("refunds.1"))

	token := f.pay(1, "")
	nothing := f.call("GET", "/v1/payments/"+token+"?expand[]=customer&expand[]=order&expand[]=refunds", "").ok()
	require.Equal(t, "null", nothing.at("customer"))
	require.Equal(t, "null", nothing.at("order"))
	require.Equal(t, "[]", nothing.at("refunds"))

	order := f.call("GET", "/v1/orders/order_123456?expand[]=customer&expand[]=payments.order.payments", "").ok()
	require.Equal(t, id, order.at("payments.0.order.payments.0.id"))
	require.NotEqual(t, "null", order.at("customer.id"))
}

func TestExpandLists(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	for _, path := range []string{"items.product", "data.items.product"} {
		got := f.call("GET", "/v1/orders?limit=1&starting_after=order_1234567890&expand[]="+path, "").ok()
		require.Equal(t, "ord_123", got.at("data.0.id"))
		for _, item := range []string{"data.0.items.0.", "data.0.items.1."} {
			require.Regexp(t, "^prod_", got.at(item+"product_id"))
			require.Equal(t, got.at(item+"product_id"), got.at(item+"product.id"))
		}
		require.Equal(t, "<none>", got.at("data.0.customer"))
	}
}

func TestExpandFaults(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	for path, message := range map[string]string{
		"/v1/payments/pay_test_456?expand[]=custommer":               `"custommer" in "custommer" must be one of customer, order, invoice, refunds (did you mean customer?)`,
		"/v1/payments/pay_test_456?expand[]=customer.name":           `nothing can be expanded at "name"`,
		"/v1/payments/pay_test_456?expand[]=data.customer":           `"data"`,
		"/v1/payments/pay_test_456?expand[]=":                        `""`,
		"/v1/orders/ord_123?expand[]=items":                          "expand a member below it",
		"/v1/orders/ord_123?expand[]=payments.order.payments.order":  "",
		"/v1/orders?expand[]=data.payments.order.payments.order":     "",
		"/v1/orders?expand[]=payments.order.payments.order.payments": "deeper than 4",
		"/v1/account/balance?expand[]=x":                             "nothing can be expanded",
	} {
		got := f.call("GET", path, "")
		if message == "" {
			got.ok()
			continue
		}
		got.refused(400, "parameter_invalid", "expand")
		require.Contains(t, got.at("error.message"), message)
	}
}

func TestExpandIsBounded(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	account := f.engine.Account(engine.AccountKey{Name: "abc"})
	err := account.Update(func(tx *engine.Tx) error {
		payment, _ := tx.Payments().Get("pay_test_456")
		r := newRenderer(tx)
		r.left = 1
		if _, err := r.render(payment, kindPayment, tree{"refunds": {}}); err != nil {
			return err
		}
		r.left = 0
		order, _ := tx.Orders().Get("ord_123")
		_, err := r.render(order, kindOrder, tree{"customer": {}})
		return err
	})
	require.ErrorContains(t, err, "expands more than 10000 objects")
}
