package httpapi

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// objectChanges are calls that create an object and change it. {id} is the ID of the
// first response.
var objectChanges = map[string][]string{
	"payment": {
		"POST /v1/payments " + strings.Replace(cardPayment("tok_visa"), "{", `{"capture":false,"metadata":{"a":"b"},`, 1),
		`POST /v1/payments/{id}/capture {"amount":10000,"metadata":{"c":"d"}}`,
		`POST /v1/payments/{id}/refund {"amount":2500,"reason":"other","metadata":{"e":"f"}}`,
		`POST /v1/payments/{id}/refund {"reason":"other"}`,
	},
	"order": {
		`POST /v1/orders {"customer_id":"cust_abc123","items":[{"product_id":"prod_test_123","quantity":2}],"metadata":{"a":"b"}}`,
		`PATCH /v1/orders/{id} {"notes":"n","metadata":{"c":"d"},"shipping_address":{"country":"FR"}}`,
		`PATCH /v1/orders/{id} {"shipping_address":{"country":"DE"},"metadata":{"a":null}}`,
		`POST /v1/orders/{id}/cancel {"reason":"other"}`,
	},
	"paid order": {
		`POST /v1/orders {"customer_id":"cust_abc123","items":[{"name":"Mug","quantity":2,"price":{"value":"5.00"}}]}`,
		"POST /v1/order/pay " + orderPay("{id}", seededWallet, "10.00"),
		`POST /v1/orders/{id}/fulfill {"carrier":"ups"}`,
		`PATCH /v1/orders/{id} {"status":"delivered"}`,
	},
	"invoice": {
		`POST /v1/invoices {"customer_id":"cust_abc123","line_items":[{"description":"C","quantity":1,"unit_price":{"value":"120.00"}}],"metadata":{"a":"b"}}`,
		`PUT /v1/invoices/{id} {"notes":"n","line_items":[{"description":"C","quantity":2,"unit_price":{"value":"1.00"}}],"metadata":{"c":"d"}}`,
		`POST /v1/invoices/{id}/send {"to":["ada@example.com"]}`,
		`POST /v1/invoices/{id}/void {}`,
	},
	"global order": {shapes["Global.CreateOrder"].call + " " + strings.ReplaceAll(shapes["Global.CreateOrder"].body, "\n", "")},
	"loan": {
		`POST /v1/finance/loans/create {"amount":{"value":"1000.00"},"term_days":60,"repayment":"monthly"}`,
		`POST /v1/finance/loans/{id}/repay {"amount":{"value":"10.00"},"wallet_address":"` + seededWallet + `"}`,
		`POST /v1/finance/loans/{id}/repay {"amount":{"value":"20.00"},"wallet_address":"` + seededWallet + `"}`,
	},
}

// A replay returns the first response, although its object changed since.
func TestReplaysOfChangedObjects(t *testing.T) {
	t.Parallel()
	for name, calls := range objectChanges {
		f := newTestServer(t)
		send := func(i int, id string) *reply {
			method, rest, _ := strings.Cut(strings.ReplaceAll(calls[i], "{id}", id), " ")
			path, body, _ := strings.Cut(rest, " ")
			return f.call(method, path, body, "Idempotency-Key", name[:1]+strconv.Itoa(i))
		}
		var first []*reply
		id := ""
		for i := range calls {
			first = append(first, send(i, id).ok())
			id = first[0].at("id")
			f.advance(time.Second)
		}
		f.advance(23 * time.Hour)
		for i, r := range first {
			send(i, id).replays(r)
		}
		require.Positive(t, f.server.currentState().replays.bytes, name)
	}
}
