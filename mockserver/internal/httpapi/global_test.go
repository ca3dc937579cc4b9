package httpapi

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// globalOrder is an order of two jackets at 150.00 from the US to Germany.
const globalOrder = `{"origin_country":"US","destination_country":"DE","customer_id":"cust_abc123",
	"items":[{"name":"Jacket","quantity":2,"price":{"value":"150.00"},"hs_code":"620193"}],"shipping_address":{"city":"Berlin","country":"DE"}}`

const shippingQuote = `{"origin":{"country":"US"},"destination":{"country":"DE"},"packages":[{"weight":{"value":"2","unit":"kg"}}]}`

const complianceCheck = `{"origin_country":"US","destination_country":"DE","parties":[{"role":"buyer","name":"Ada"}]}`

// adding returns a body with further members at its beginning.
func adding(body, members string) string { return strings.Replace(body, "{", "{"+members+",", 1) }

func TestGlobalOrderFromQuoteToDelivery(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	quote := f.call("POST", "/v1/global/shipping/quote", shippingQuote).ok()
	require.Equal(t, []any{201, "22.00", "ssusd"}, []any{quote.status, quote.at("rates.0.amount.value"), quote.at("rates.0.amount.denom")})
	check := f.call("POST", "/v1/global/compliance/check", complianceCheck).ok()
	require.Equal(t, []any{201, "approved"}, []any{check.status, check.at("status")})
	order := f.call("POST", "/v1/global/orders?expand[]=order.customer",
		adding(globalOrder, `"shipping_rate_id":"`+quote.at("rates.0.id")+`","compliance_check_id":"`+check.at("id")+`"`)).ok()
	require.Equal(t, []any{201, "pending_payment", check.at("id"), "cust_abc123", "DDP", "null"},
		[]any{order.status, order.at("status"), order.at("compliance_check_id"), order.at("order.customer.id"), order.at("incoterm"), order.at("exchange")})
	path, behind, total := "/v1/global/orders/"+order.at("id"), order.at("order_id"), order.at("total_amount.value")
	require.Equal(t, total, order.at("order.total_amount.value"))
	require.Equal(t, "pending_payment", f.call("GET", path, "").ok().at("status"))

	f.call("POST", "/v1/order/pay", orderPay(behind, seededWallet, total)).ok()
	require.Equal(t, "processing", f.call("GET", path, "").at("status"))
	f.call("POST", "/v1/orders/"+behind+"/fulfill", "").ok()
	require.Equal(t, "shipped", f.call("GET", path, "").at("status"))
	f.call("PATCH", "/v1/orders/"+behind, `{"status":"delivered"}`).ok()
	require.Equal(t, "delivered", f.call("GET", path+"?expand[]=customer", "").at("status"))
	f.call("GET", "/v1/global/orders/gord_no", "").refused(404, "resource_not_found", "null")
}

func TestComplianceReviewByTheControlInterface(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	large := strings.Replace(globalOrder, "150.00", "6000.00", 1)
	for _, test := range []struct{ verb, check, order, behind string }{
		{"approve", "approved", "pending_payment", "pending"}, {"reject", "blocked", "cancelled", "cancelled"},
	} {
		order := f.call("POST", "/v1/global/orders/create", large).ok()
		require.Equal(t, []string{"pending_compliance", "review"}, []string{order.at("status"), order.at("compliance_status")})
		f.call("POST", "/v1/order/pay", orderPay(order.at("order_id"), seededWallet, order.at("total_amount.value"))).refused(409, "invalid_state", "null")
		control := "/compliance/" + order.at("compliance_check_id") + "/" + test.verb
		f.control("POST", control, "").refused(400, "parameter_missing", "account")
		f.control("POST", control, `{"account":"somebody"}`).refused(404, "resource_not_found", "null")
		require.Equal(t, test.check, f.control("POST", control, `{"account":"abc"}`).ok().at("status"))
		f.control("POST", control, `{"account":"abc"}`).refused(409, "invalid_state", "null")
		now := f.call("GET", "/v1/global/orders/"+order.at("id")+"?expand[]=order", "").ok()
		require.Equal(t, []string{test.order, test.check, test.behind}, []string{now.at("status"), now.at("compliance_status"), now.at("order.status")})
	}
	f.control("GET", "/compliance/cmp_1/approve", "").refused(405, "method_not_allowed", "null")
	f.control("POST", "/compliance/cmp_1/postpone", "").refused(404, "route_not_found", "null")
}

func TestQuotesAndChecksExpire(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	rate := f.call("POST", "/v1/global/shipping/quote", shippingQuote).ok().at("rates.1.id")
	check := f.call("POST", "/v1/global/compliance/check", complianceCheck).ok().at("id")
	f.advance(24 * time.Hour)
	f.call("POST", "/v1/global/orders", adding(globalOrder, `"shipping_rate_id":"`+rate+`"`)).refused(409, "quote_expired", "shipping_rate_id")
	f.call("POST", "/v1/global/orders", adding(globalOrder, `"compliance_check_id":"`+check+`"`)).refused(409, "compliance_check_not_usable", "compliance_check_id")
	f.call("POST", "/v1/global/orders", adding(globalOrder, `"shipping_rate_id":"rate_no"`)).refused(404, "resource_not_found", "shipping_rate_id")
}

// Public keys can request tax and shipping rates only.
func TestPublicKeysAskForTaxAndShipping(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	key := []string{"Authorization", "Bearer pk_test_abc"}
	f.call("GET", taxPath(""), "", key...).ok()
	f.call("POST", "/v1/global/shipping/quote", shippingQuote, key...).ok()
	f.call("POST", "/v1/global/compliance/check", complianceCheck, key...).refused(403, "insufficient_permissions", "null")
	f.call("GET", "/v1/global/orders", "", key...).refused(403, "insufficient_permissions", "null")
}

// taxPath returns the path of a tax calculation for 100.00 USD from France to Germany,
// with one parameter changed or added.
func taxPath(change string) string {
	query := map[string]string{"origin_country": "FR", "destination_country": "DE", "amount": "100.00", "currency": "USD"}
	if name, value, changed := strings.Cut(change, "="); changed {
		query[name] = value
	} else {
		delete(query, name)
	}
	path := "/v1/global/tax/calculate?"
	for _, name := range []string{"origin_country", "destination_country", "amount", "currency", "destination_state", "destination_postal_code",
		"shipping_amount", "hs_code", "incoterm", "customer_type", "customer_tax_id", "colour"} {
		if value, given := query[name]; given {
			path += name + "=" + value + "&"
		}
	}
	return strings.TrimSuffix(path, "&")
}

func TestBadTaxQueries(t *testing.T) {
	t.Parallel()
	const missing, bad, unsupported = "parameter_missing", "parameter_invalid", "destination_not_supported"
	f := newTestServer(t)
	for change, want := range map[string][2]string{
		"origin_country":          {missing, "origin_country"},
		"destination_country":     {missing, "destination_country"},
		"amount":                  {missing, "amount"},
		"currency":                {missing, "currency"},
		"origin_country=fr":       {bad, "origin_country"},
		"destination_country=XX":  {bad, "destination_country"},
		"destination_country=":    {bad, "destination_country"},
		"destination_country=US":  {missing, "destination_state"},
		"destination_country=AQ":  {unsupported, "destination_country"},
		"destination_country=KP":  {unsupported, "destination_country"},
		"amount=0":                {bad, "amount"},
		"amount=-1":               {bad, "amount"},
		"amount=1e3":              {bad, "amount"},
		"amount=1.001":            {bad, "amount"},
		"amount=":                 {bad, "amount"},
		"amount=1&amount=2":       {bad, "amount"},
		"amount=1000000000000000": {bad, "amount"},
		"shipping_amount=-0.01":   {bad, "shipping_amount"},
		"shipping_amount=free":    {bad, "shipping_amount"},
		"currency=us":             {bad, "currency"},
		"currency=XAF&colour=":    {"parameter_unknown", "colour"},
		"currency=XOF":            {bad, "currency"},
		"hs_code=62":              {bad, "hs_code"},
		"hs_code=6201.93":         {bad, "hs_code"},
		"hs_code=12345678901":     {bad, "hs_code"},
		"incoterm=EXW":            {bad, "incoterm"},
		"customer_type=company":   {bad, "customer_type"},
		"colour=red":              {"parameter_unknown", "colour"},
	} {
		status := 400
		if want[0] == unsupported {
			status = 422
		}
		f.call("GET", taxPath(change), "").refused(status, want[0], want[1])
	}
	f.call("GET", "/v1/global/tax/calculate?origin_country=FR&destination_country=DE&amount=100&currency=XAF", "").refused(400, bad, "currency")
	f.call("GET", "/v1/global/tax/calculate?origin_country=US&destination_country=US&destination_state=ca&amount=1&currency=usd", "").refused(400, bad, "destination_state")
	require.Equal(t, "119.00", f.call("GET", taxPath("shipping_amount=0"), "").ok().at("total_amount.value"))
	f.call("GET", taxPath("colour=")+"&expand[]=customer", "").refused(400, "parameter_unknown", "colour")
	f.call("GET", taxPath("amount=1")+"&expand[]=customer", "").refused(400, bad, "expand")
	require.Equal(t, "true", f.call("GET", taxPath("customer_type=business&customer_tax_id=DE1"), "").ok().at("reverse_charge"))
	f.call("GET", strings.Replace(taxPath("amount=1.5"), "USD", "JPY", 1), "").refused(400, bad, "amount")
}

func TestBadGlobalBodies(t *testing.T) {
	t.Parallel()
	const missing, bad, unknown = "parameter_missing", "parameter_invalid", "parameter_unknown"
	const orders, quotes, checks = "/v1/global/orders/create", "/v1/global/shipping/quote", "/v1/global/compliance/check"
	f := newTestServer(t)
	swap := func(body, from, to string) string {
		require.Contains(t, body, from)
		return strings.Replace(body, from, to, 1)
	}
	for _, test := range []struct{ path, body, code, param string }{
		{orders, `{}`, missing, "origin_country"},
		{orders, swap(globalOrder, `"DE"`, `"GERMANY"`), bad, "destination_country"},
		{orders, swap(globalOrder, `"quantity":2,`, ``), missing, "items[0].quantity"},
		{orders, swap(globalOrder, `"quantity":2`, `"quantity":0`), bad, "items[0].quantity"},
		{orders, swap(globalOrder, `"name":"Jacket",`, ``), missing, "items[0].name"},
		{orders, swap(globalOrder, `"price":{"value":"150.00"},`, ``), missing, "items[0].price"},
		{orders, swap(globalOrder, `"150.00"`, `150.00`), bad, "items[0].price.value"},
		{orders, swap(globalOrder, `620193`, `6201`), bad, "items[0].hs_code"},
		{orders, swap(globalOrder, `"hs_code"`, `"hs"`), unknown, "items[0].hs"},
		{orders, swap(globalOrder, `"hs_code":"620193"`, `"country_of_origin":"pt"`), bad, "items[0].country_of_origin"},
		{orders, swap(globalOrder, `"hs_code":"620193"`, `"weight":{"value":1}`), missing, "items[0].weight.unit"},
		{orders, swap(globalOrder, `"hs_code":"620193"`, `"weight":{"value":0,"unit":"kg"}`), bad, "items[0].weight.value"},
		{orders, swap(globalOrder, `"hs_code":"620193"`, `"weight":{"value":true,"unit":"kg"}`), bad, "items[0].weight.value"},
		{orders, swap(globalOrder, `"customer_id":"cust_abc123",`, ``), missing, "customer_id"},
		{orders, swap(globalOrder, `cust_abc123`, `cust_no`), "resource_not_found", "customer_id"},
		{orders, swap(globalOrder, `"country":"DE"`, `"country":"FR"`), bad, "shipping_address.country"},
		{orders, swap(globalOrder, `,"shipping_address":{"city":"Berlin","country":"DE"}`, ``), missing, "shipping_address"},
		{orders, adding(globalOrder, `"customer":{"email":"a@b.c"}`), bad, "customer"},
		{orders, adding(globalOrder, `"incoterm":"ddp"`), bad, "incoterm"},
		{orders, adding(globalOrder, `"settlement_currency":"euro"`), bad, "settlement_currency"},
		{orders, adding(globalOrder, `"settlement_currency":"XAF"`), bad, "settlement_currency"},
		{orders, adding(globalOrder, `"shipping_rate_id":""`), bad, "shipping_rate_id"},
		{orders, adding(globalOrder, `"duty_amount":{"value":"0"}`), unknown, "duty_amount"},
		{orders + "?expand[]=items", globalOrder, bad, "expand"},
		{quotes, `{}`, missing, "packages"},
		{quotes, swap(shippingQuote, `{"country":"US"}`, `{}`), missing, "origin.country"},
		{quotes, swap(shippingQuote, `{"country":"US"}`, `{"country":"US","city":"x"}`), unknown, "origin.city"},
		{quotes, swap(shippingQuote, `"DE"`, `"KP"`), "destination_not_supported", "destination.country"},
		{quotes, swap(shippingQuote, `[{"weight":{"value":"2","unit":"kg"}}]`, `[]`), bad, "packages"},
		{quotes, swap(shippingQuote, `[{"weight":{"value":"2","unit":"kg"}}]`, `[`+strings.Repeat(`{"weight":{"value":"2","unit":"kg"}},`, 50)+`{"weight":{"value":"2","unit":"kg"}}]`), bad, "packages"},
		{quotes, swap(shippingQuote, `"2"`, `"-2"`), bad, "packages[0].weight.value"},
		{quotes, swap(shippingQuote, `"2"`, `1000001`), bad, "packages[0].weight.value"},
		{quotes, swap(shippingQuote, `"kg"`, `"KG"`), bad, "packages[0].weight.unit"},
		{quotes, swap(shippingQuote, `{"weight"`, `{"dimensions":{"length":1,"width":1,"unit":"cm"},"weight"`), missing, "packages[0].dimensions.height"},
		{quotes, swap(shippingQuote, `{"weight"`, `{"dimensions":{"length":1,"width":1,"height":10001,"unit":"cm"},"weight"`), bad, "packages[0].dimensions.height"},
		{quotes, swap(shippingQuote, `{"weight"`, `{"declared_value":{"value":"-1"},"weight"`), bad, "packages[0].declared_value.value"},
		{quotes, adding(shippingQuote, `"services":["overnight"]`), bad, "services[0]"},
		{quotes, adding(shippingQuote, `"currency":"XAF"`), bad, "currency"},
		{checks, `{}`, missing, "origin_country"},
		{checks, swap(complianceCheck, `[{"role":"buyer","name":"Ada"}]`, `[]`), bad, "parties"},
		{checks, swap(complianceCheck, `"role":"buyer",`, ``), missing, "parties[0].role"},
		{checks, swap(complianceCheck, `"buyer"`, `"friend"`), bad, "parties[0].role"},
		{checks, swap(complianceCheck, `"Ada"`, `""`), bad, "parties[0].name"},
		{checks, swap(complianceCheck, `"name"`, `"country":"usa","name"`), bad, "parties[0].country"},
		{checks, adding(complianceCheck, `"items":[{"hs_code":"93"}]`), bad, "items[0].hs_code"},
		{checks, adding(complianceCheck, `"amount":{"value":"0"}`), bad, "amount.value"},
		{checks, adding(complianceCheck, `"amount":{"value":"1","denom":"XAF"}`), bad, "amount.denom"},
		{checks, adding(complianceCheck, `"metadata":{"a":1}`), bad, "metadata.a"},
	} {
		status := map[string]int{"resource_not_found": 404, "destination_not_supported": 422}[test.code]
		if status == 0 {
			status = 400
		}
		f.call("POST", test.path, test.body).refused(status, test.code, test.param)
	}
	blocked := f.call("POST", orders, adding(strings.ReplaceAll(globalOrder, `"DE"`, `"KP"`), `"metadata":{}`))
	blocked.refused(422, "COMPLIANCE_BLOCKED", "null")
	require.Equal(t, "0", f.call("GET", "/v1/global/orders", "").at("total_count"), "nothing was made")
}

func TestGlobalOrderFilters(t *testing.T) {
	t.Parallel()
	f := newTestServer(t)
	first := f.call("POST", "/v1/global/orders", adding(globalOrder, `"metadata":{"k":"v"}`)).ok()
	f.advance(time.Hour)
	second := f.call("POST", "/v1/global/orders", strings.ReplaceAll(globalOrder, `"DE"`, `"FR"`)).ok().at("id")
	f.call("POST", "/v1/orders/"+first.at("order_id")+"/cancel", `{"reason":"other"}`).ok()
	one := first.at("id")
	for query, want := range map[string][]string{
		"":                                  {second, one},
		"status=cancelled":                  {one},
		"status=cancelled,shipped":          {one},
		"status=pending_compliance":         {},
		"destination_country=FR":            {second},
		"destination_country=FR,DE":         {second, one},
		"destination_country=US":            {},
		"created[lte]=2024-01-15T10:30:00Z": {one},
		"metadata[k]=v":                     {one},
	} {
		got := f.call("GET", "/v1/global/orders?"+query, "").ok()
		ids := []string{}
		for i := range 2 {
			if id := got.at("data." + itoa(i) + ".id"); id != "<none>" {
				ids = append(ids, id)
			}
		}
		require.Equal(t, want, ids, query)
		require.Equal(t, itoa(len(want)), got.at("total_count"), query)
	}
	for query, param := range map[string]string{"status=paid": "status", "destination_country=de": "destination_country", "starting_after=ord_123": "starting_after"} {
		f.call("GET", "/v1/global/orders?"+query, "").refused(400, "parameter_invalid", param)
	}
	f.call("GET", "/v1/global/orders?origin_country=US", "").refused(400, "parameter_unknown", "origin_country")
	page := f.call("GET", "/v1/global/orders?limit=1&expand[]=data.order", "").ok()
	require.Equal(t, []string{second, "true", "/v1/global/orders", "pending"}, []string{page.at("data.0.id"), page.at("has_more"), page.at("url"), page.at("data.0.order.status")})
}
