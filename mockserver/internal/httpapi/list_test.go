package httpapi

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// pay creates a payment of n tokens and returns its ID.
func (f *testServer) pay(tokens int, metadata string) string {
	f.t.Helper()
	body := fmt.Sprintf(`{"amount":%d,"currency":"ssusd","recipient":"%s","metadata":{%s}}`, tokens, seededWallet, metadata)
	return f.call("POST", "/v1/payments", body).ok().at("id")
}

// ids returns the IDs of a list's objects.
func (r *reply) ids() []string {
	var ids []string
	for i := 0; r.at(fmt.Sprintf("data.%d.id", i)) != "<none>"; i++ {
		ids = append(ids, r.at(fmt.Sprintf("data.%d.id", i)))
	}
	return ids
}

func TestPages(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	all := []string{"pay_test_456"}
	for i := range 24 { // all within one second
		all = append(all, f.pay(i+1, ""))
	}
	slices.Reverse(all)
	for _, test := range []struct {
		query string
		from  int
		to    int
		more  string
	}{
		{"", 0, 10, "true"},
		{"?limit=25", 0, 25, "false"},
		{"?limit=24", 0, 24, "true"},
		{"?limit=100", 0, 25, "false"},
		{"?starting_after=" + all[9], 10, 20, "true"},
		{"?starting_after=" + all[14], 15, 25, "false"},
		{"?starting_after=" + all[24], 25, 25, "false"},
		{"?limit=3&ending_before=" + all[10], 7, 10, "true"},
		{"?limit=3&ending_before=" + all[3], 0, 3, "false"},
		{"?limit=3&ending_before=" + all[0], 0, 0, "false"},
	} {
		got := f.call("GET", "/v1/payments"+test.query, "").ok()
		require.Equal(t, append([]string(nil), all[test.from:test.to]...), got.ids(), test.query)
		require.Equal(t, test.more, got.at("has_more"), test.query)
		require.Equal(t, "25", got.at("total_count"))
		require.Equal(t, "list", got.at("object"))
		require.Equal(t, "/v1/payments", got.at("url"))
	}
	require.Equal(t, "/v1/payments", f.call("GET", "/v1/payments/list", "").ok().at("url"))
	empty := f.call("GET", "/v1/refunds", "").ok()
	require.Equal(t, `{"object":"list","data":[],"has_more":false,"url":"/v1/refunds","total_count":0}`, empty.body)
}

// TestPagesAreComplete reads lists of random sizes with random page sizes, in both
// directions and with a filter.
func TestPagesAreComplete(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		f := newTestServer(t)
		var want []string
		for i := range rapid.IntRange(0, 30).Draw(rt, "payments") {
			kept := rapid.Bool().Draw(rt, "kept")
			id := f.pay(i+1, fmt.Sprintf(`"kept":"%t"`, kept))
			if kept {
				want = append(want, id)
			}
		}
		slices.Reverse(want)
		query := fmt.Sprintf("/v1/payments?metadata[kept]=true&limit=%d", rapid.IntRange(1, 12).Draw(rt, "limit"))
		require.Equal(rt, want, f.walk(query, "starting_after"))
		if len(want) == 0 {
			return
		}
		newer := f.walk(query+"&ending_before="+want[len(want)-1], "ending_before")
		require.ElementsMatch(rt, want[:len(want)-1], newer)
		require.Len(rt, newer, len(want)-1)
	})
}

// walk returns the IDs of all pages in the direction of the cursor.
func (f *testServer) walk(query, cursor string) []string {
	f.t.Helper()
	var ids []string
	next := query
	for {
		got := f.call("GET", next, "").ok()
		page := got.ids()
		ids = append(ids, page...)
		if got.at("has_more") == "false" {
			return ids
		}
		last := page[len(page)-1]
		if cursor == "ending_before" {
			last = page[0]
			query, _, _ = strings.Cut(query, "&ending_before=")
		}
		next = query + "&" + cursor + "=" + last
	}
}

func TestCursors(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	kept := f.pay(1, `"k":"v"`)
	other := f.pay(2, "")
	f.call("GET", "/v1/payments?starting_after=pay_x", "").refused(400, "parameter_invalid", "starting_after")
	f.call("GET", "/v1/payments?ending_before=pay_x", "").refused(400, "parameter_invalid", "ending_before")
	f.call("GET", "/v1/payments?starting_after="+kept+"&ending_before="+other, "").refused(400, "parameter_invalid", "ending_before")
	got := f.call("GET", "/v1/payments?metadata[k]=v&starting_after="+other, "").ok()
	require.Equal(t, []string{kept}, got.ids(), "a cursor need not be in the filtered rows")
}

func TestPaymentFilters(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	card := f.call("POST", "/v1/payments", strings.Replace(cardPayment("tok_visa"), "{", `{"order_id":"order_123456",`, 1)).ok().at("id")
	f.advance(time.Hour)
	failed := f.call("POST", "/v1/payments", cardPayment("tok_declined")).refused(402, "card_declined", "null").at("error.payment_id")
	f.advance(time.Hour)
	token := f.pay(5, `"k":"v"`)
	const seeded = "pay_test_456"
	for query, want := range map[string][]string{
		"status=failed":                             {failed},
		"status=failed,succeeded":                   {token, failed, card, seeded},
		"status=failed&status=processing":           {failed},
		"status[]=failed&status[]=processing":       {failed},
		"status[0]=failed&status[1]=succeeded":      {token, failed, card, seeded},
		"status%5B0%5D=failed":                      {failed},
		"customer_id=cust_abc123":                   {failed, card},
		"order_id=order_123456":                     {card},
		"invoice_id=inv_1":                          nil,
		"payment_method_type=card":                  {failed, card},
		"payment_method_type=crypto&currency=ssusd": {token, seeded},
		"currency=USD":                              {failed, card},
		"currency=usd&amount[gte]=15001":            nil,
		"currency=usd&amount=15000":                 {failed, card},
		"currency=ssusd&amount[lt]=100":             {token},
		"created[gt]=2024-01-15T10:30:00Z":          {token, failed},
		"created[gte]=2024-01-15T10:30:00Z&created[lt]=2024-01-15T12:30:00Z": {failed, card, seeded},
		"created=2024-01-15T12:30:00Z":                                       {token},
		"created[gte]=2024-01-16":                                            nil,
		"metadata[k]=v":                                                      {token},
		"metadata[k]=w":                                                      nil,
	} {
		got := f.call("GET", "/v1/payments?"+query, "").ok()
		require.Equal(t, want, got.ids(), query)
		require.Equal(t, itoa(len(want)), got.at("total_count"), query)
	}
}

// Arrays are spelled in the ways of common HTTP clients. Any other spelling is refused,
// with the accepted one in the message.
func TestQueryArraySpellings(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	for _, query := range []string{"expand=customer", "expand[]=customer", "expand[0]=customer", "expand%5B7%5D=customer"} {
		got := f.call("GET", "/v1/orders/ord_123?"+query, "").ok()
		require.NotEqual(t, "<none>", got.at("customer"), query)
		list := f.call("GET", "/v1/orders?"+query+"&status[]=pending", "").ok()
		require.NotEqual(t, "<none>", list.at("data.0.customer"), query)
	}
	for query, hint := range map[string]string{
		"expand[customer]=true": "'expand[customer]'; use 'expand[]'",
		"status[in]=pending":    "'status[in]'; use 'status'",
		"status[0][]=pending":   "'status[0][]'; use 'status'",
		"limit[]=5":             "'limit[]'; use 'limit'",
		"created[from]=1":       "'created[from]'; use 'created', 'created[gt]', 'created[gte]', 'created[lt]', 'created[lte]'",
		"metadata=x":            "'metadata'; use 'metadata[key]'",
		"statuss[]=pending":     "'statuss[]'; did you mean 'status'?",
	} {
		name, _, _ := strings.Cut(query, "=")
		got := f.call("GET", "/v1/orders?"+query, "").refused(400, "parameter_unknown", name)
		require.Equal(t, "Unknown parameter "+hint, got.at("error.message"))
	}
}

func TestOrderAndRefundFilters(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	f.call("POST", "/v1/order/pay", orderPay("order_1234567890", seededWallet, "150.00")).ok()
	order := f.call("POST", "/v1/orders", `{"customer_id":"cust_abc123","source":"web","metadata":{"k":"v"},"items":[{"name":"Mug","quantity":2,"price":{"value":"1000.00"}}]}`).ok().at("id")
	refund := f.call("POST", "/v1/payments/pay_test_456/refund", `{"reason":"other","metadata":{"k":"v"}}`).ok().at("id")
	for path, want := range map[string][]string{
		"/v1/orders?payment_status=paid":                              {"order_1234567890"},
		"/v1/orders?status=processing":                                {"order_1234567890"},
		"/v1/orders?fulfillment_status=fulfilled":                     nil,
		"/v1/orders?source=web":                                       {order},
		"/v1/orders?total_amount[gt]=150.00":                          {order},
		"/v1/orders?total_amount=2000":                                {order},
		"/v1/orders?metadata[k]=v&customer_id=cust_abc123":            {order},
		"/v1/orders?created[lt]=2024-01-15":                           nil,
		"/v1/refunds?payment_id=pay_test_456&status=succeeded":        {refund},
		"/v1/refunds?payment_id=pay_x":                                nil,
		"/v1/refunds?metadata[k]=v&created[lte]=2024-01-15T10:30:00Z": {refund},
		"/v1/refunds?status=failed":                                   nil,
	} {
		require.Equal(t, want, f.call("GET", path, "").ok().ids(), path)
	}
}
