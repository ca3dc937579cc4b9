package httpapi

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestCardFromAuthorizationToRefund(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	authorized := f.call("POST", "/v1/payments", strings.Replace(cardPayment("tok_visa"), "{", `{"capture":false,`, 1)).ok()
	require.Equal(t, "requires_capture", authorized.at("status"))
	path := "/v1/payments/" + authorized.at("id")
	tokens := f.call("POST", path+"/capture", `{"amount":100.00}`).refused(400, "currency_mismatch", "amount")
	require.Equal(t, "The 'amount' parameter is 100.00, an amount of ssusd or usdc, but the payment is in USD: use the payment's currency in its minor unit (15000 is 150.00 USD)", tokens.at("error.message"))
	f.call("POST", path+"/capture", `{"amount":15001}`).refused(400, "parameter_invalid", "amount")
	captured := f.call("POST", path+"/capture", `{"amount":10000,"metadata":{"k":"v"}}`).ok()
	require.Equal(t, "10000", captured.at("amount_captured"))
	require.Equal(t, "10000", captured.at("capture_details.captured_amount"))
	require.Equal(t, "v", captured.at("metadata.k"))
	f.call("POST", path+"/capture", "").refused(409, "invalid_state", "null")

	refund := f.call("POST", path+"/refund", `{"amount":2500,"reason":"defective"}`).ok()
	require.Equal(t, 201, refund.status)
	require.Equal(t, "2500", refund.at("amount"))
	require.Equal(t, refund.body, f.call("GET", "/v1/refunds/"+refund.at("id"), "").ok().body)
	rest := f.call("POST", "/v1/payments/refund", `{"payment_id":"`+authorized.at("id")+`","reason":"other"}`).ok()
	require.Equal(t, "7500", rest.at("amount"))

	other := f.call("POST", "/v1/payments", strings.Replace(cardPayment("tok_visa"), "{", `{"capture":false,`, 1)).ok()
	require.Equal(t, "cancelled", f.call("POST", "/v1/payments/"+other.at("id")+"/cancel", "").ok().at("status"))
}

func TestWalletAndBankPayments(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	wallet := f.call("POST", "/v1/payments", `{"amount":150,"currency":"ssusd","order_id":"order_1234567890",
		"payment_method":{"type":"crypto","crypto":{"wallet_address":"`+seededWallet+`"}}}`).ok()
	require.Equal(t, "150.00", wallet.at("amount"))
	require.Equal(t, "stateset", wallet.at("payment_method.crypto.chain"))
	bank := f.call("POST", "/v1/payments", `{"amount":15000,"currency":"USD","customer_id":"cust_abc123",
		"payment_method":{"type":"ach","ach":{"account_number":"000123456789","routing_number":"110000000","account_type":"checking"}}}`).ok()
	require.Equal(t, "6789", bank.at("payment_method.ach.last4"))
	require.NotContains(t, bank.body, "000123456789")
	number := f.call("POST", "/v1/payments", `{"amount":15000,"currency":"USD","customer_id":"cust_abc123",
		"payment_method":{"type":"card","card":{"number":"5555555555554444","exp_month":12,"exp_year":2030,"cvc":"987"}}}`).ok()
	require.Equal(t, "mastercard", number.at("payment_method.card.brand"))
	require.NotContains(t, number.body, "555555")
}

func TestOrderFromCreationToDelivery(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	order := f.call("POST", "/v1/orders", `{"customer_id":"cust_abc123","items":[{"product_id":"prod_test_123","quantity":2}]}`).ok()
	require.Equal(t, 201, order.status)
	id, total := order.at("id"), order.at("total_amount.value")
	path := "/v1/orders/" + id
	f.call("POST", path+"/fulfill", "").refused(409, "order_not_paid", "null")
	updated := f.call("PATCH", path, `{"notes":"leave at the door","metadata":{"a":"1","b":"2"},"shipping_address":{"city":"Paris","country":"FR"}}`).ok()
	require.Equal(t, "leave at the door", updated.at("notes"))
	updated = f.call("PUT", path, `{"metadata":{"a":null}}`).ok()
	require.Equal(t, `{"b":"2"}`, updated.at("metadata"))
	require.Equal(t, "leave at the door", updated.at("notes"), "absent is unchanged")

	f.call("POST", path+"/pay", strings.Replace(orderPay(id, seededWallet, total), `"order_id":"`+id+`",`, "", 1)).ok()
	shipped := f.call("POST", path+"/fulfill", `{"items":[{"item_id":"`+order.at("items.0.id")+`","quantity":1}],"carrier":"ups"}`).ok()
	require.Equal(t, "partially_fulfilled", shipped.at("fulfillment_status"))
	shipped = f.call("POST", path+"/fulfill", "").ok()
	require.Equal(t, "fulfilled", shipped.at("status"))
	delivered := f.call("PATCH", path, `{"status":"delivered"}`).ok()
	require.Equal(t, "delivered", delivered.at("status"))
	f.call("PATCH", path, `{"billing_address":{"city":"Paris"}}`).refused(409, "invalid_state", "billing_address")
}
