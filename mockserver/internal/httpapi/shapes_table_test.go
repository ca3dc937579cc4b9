package httpapi

const (
	anAgent    = `POST /v1/agents/create {"name":"Buyer","capabilities":["transfer","pay_order","pay_invoice","create_order","check_balance"]}`
	anEndpoint = `POST /v1/webhooks {"url":"https://example.com/hook","events":["*"]}`
	aLoan      = `POST /v1/finance/loans/create {"amount":{"value":"1000.00"},"term_days":60}`

	aPaidOrder = `POST /v1/orders {"customer_id":"cust_abc123","items":[{"name":"Mug","quantity":1,"price":{"value":"5.00"}}]}
		POST /v1/order/pay {"order_id":"{0.id}","payment_method":{"type":"ssusd","wallet_address":"stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu","amount":{"value":"5.00"}}}`

	aWallet    = `"stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"`
	anAddress  = `{"name":"Ada","line1":"1 Rue","line2":"B","city":"Paris","state":"IDF","postal_code":"75001","country":"FR","phone":"1","email":"ada@example.com"}`
	aPayMethod = `{"type":"ssusd","wallet_address":` + aWallet + `,"amount":{"value":"150.00","denom":"ssusd"},"chain":"stateset"}`
)

// shapes are valid requests by operation.
var shapes = map[string]shape{
	"Payments.Create card": {call: "POST /v1/payments", body: `{"amount":15000,"currency":"USD","customer_id":"cust_abc123","order_id":"order_123456","description":"Mugs",
		"statement_descriptor":"MUGS","capture":true,"billing_address":` + anAddress + `,"metadata":{"a":"b"},
		"payment_method":{"type":"card","card":{"number":"4242424242424242","exp_month":12,"exp_year":2030,"cvc":"123"}}}`},
	"Payments.Create token": {call: "POST /v1/payments", body: `{"amount":15000,"currency":"USD","customer_id":"cust_abc123","invoice_id":"inv_1234567890",
		"payment_method":{"type":"card","card":{"token":"tok_visa"}}}`},
	"Payments.Create ach": {call: "POST /v1/payments", body: `{"amount":15000,"currency":"USD","customer_id":"cust_abc123",
		"payment_method":{"type":"ach","ach":{"account_number":"000123456789","routing_number":"110000000","account_type":"checking"}}}`},
	"Payments.Create crypto": {call: "POST /v1/payments", body: `{"amount":100.00,"currency":"ssusd","recipient":"stateset1merchantaddress123",
		"payment_method":{"type":"crypto","crypto":{"wallet_address":` + aWallet + `,"chain":"stateset"}}}`},
	"Payments.Capture": {
		first: `POST /v1/payments {"amount":5000,"currency":"USD","customer_id":"cust_abc123","capture":false,"payment_method":{"type":"card","card":{"token":"tok_visa"}}}`,
		call:  "POST /v1/payments/{0.id}/capture", body: `{"amount":4000,"statement_descriptor":"MUGS","metadata":{"a":"b"}}`},
	"Payments.Refund": {call: "POST /v1/payments/pay_test_456/refund", body: `{"amount":50,"reason":"other","notes":"n","notify_customer":true,"metadata":{"a":"b"}}`},
	"Payments.List": {call: "GET /v1/payments", query: "limit=5&status=succeeded&customer_id=cust_abc123&order_id=o&invoice_id=i&payment_method_type=card&amount=1&currency=USD" +
		"&created=2024-01-15&metadata[a]=b&expand[]=customer"},
	"Payments.ListRefunds": {call: "GET /v1/refunds", query: "payment_id=pay_test_456&status=succeeded&created[gte]=2024-01-15&metadata[a]=b"},

	"Orders.Create": {call: "POST /v1/orders", body: `{"customer":{"email":"ada@example.com","first_name":"Ada","last_name":"L","phone":"1"},
		"items":[{"product_id":"prod_test_123","sku":"S","name":"Mug","quantity":2,"price":{"value":"12.50","denom":"ssusd"},"metadata":{"a":"b"}}],
		"source":"web","shipping_amount":{"value":"5.00"},"tax_amount":{"value":"1.00"},"discount_amount":{"value":"1.00"},"shipping_address":{"country":"FR"},
		"billing_address":{"country":"FR"},"shipping":{"method":"express","carrier":"ups"},"payment_expires_at":"2024-02-15T10:30:00Z","number":"N-1","notes":"n","metadata":{"a":"b"}}`},
	"Orders.Create customer": {call: "POST /v1/orders", body: `{"customer_id":"cust_abc123","items":[{"product_id":"prod_test_123","quantity":1}]}`},
	"Orders.Update": {call: "PATCH /v1/orders/ord_123", body: `{"shipping_address":{"country":"FR"},"billing_address":{"country":"FR"},"shipping":{"method":"express","carrier":"ups"},
		"notes":"n","metadata":{"a":"b"}}`},
	"Orders.Update delivered": {first: aPaidOrder + "\nPOST /v1/orders/{0.id}/fulfill {}", call: "PATCH /v1/orders/{0.id}", body: `{"status":"delivered"}`},
	"Orders.Fulfill": {first: aPaidOrder, call: "POST /v1/orders/{0.id}/fulfill", body: `{"carrier":"ups","tracking_number":"1Z","tracking_url":"https://example.com/1Z",
		"items":[{"item_id":"{0.items.0.id}","quantity":1}],"notify_customer":true,"metadata":{"a":"b"}}`},
	"Orders.Cancel": {call: "POST /v1/orders/ord_123/cancel", body: `{"reason":"other","notes":"n","notify_customer":true,"restock_items":true}`},
	"Orders.Pay": {call: "POST /v1/order/pay", body: `{"order_id":"order_1234567890","payment_method":` + aPayMethod + `,
		"split_payments":[{"recipient":"stateset1merchantaddress123","amount":"135.00","type":"merchant"},{"recipient":"stateset1platformfeeaddress456","amount":"15.00","type":"other"}],
		"metadata":{"memo":"m"}}`},
	"Orders.List": {call: "GET /v1/orders", query: "limit=5&status=pending&payment_status=unpaid&fulfillment_status=unfulfilled&customer_id=c&source=web&created=2024-01-15&total_amount[gte]=1&metadata[a]=b"},

	"Invoices.Create": {call: "POST /v1/invoices", body: `{"customer_id":"cust_abc123","issue_date":"2024-01-15","due_date":"2024-02-29","payment_terms":"net_45",
		"line_items":[{"description":"Consulting","quantity":"7.5","unit_price":{"value":"120.00","denom":"ssusd"},"tax_rate":"0.08","product_id":"prod_test_123","account_code":"4000"}],
		"early_payment_discount":{"percentage":"5.0","days":10},"send_email":true,"notes":"n","billing_address":{"country":"FR"},"metadata":{"a":"b"}}`},
	"Invoices.Update": {
		first: `POST /v1/invoices {"customer_id":"cust_abc123","line_items":[{"description":"C","quantity":1,"unit_price":{"value":"120.00"}}]}`,
		call:  "PUT /v1/invoices/{0.id}", body: `{"due_date":"2024-02-29","payment_terms":"net_45","notes":"n","line_items":[{"description":"C","quantity":2,"unit_price":{"value":"1.00"}}],
		"billing_address":{"country":"FR"},"metadata":{"a":"b"}}`},
	"Invoices.Send": {call: "POST /v1/invoices/inv_1234567890/send", body: `{"to":["ada@example.com"],"cc":["b@example.com"],"bcc":["c@example.com"],"subject":"s","message":"m","attach_pdf":true}`},
	"Invoices.Pay": {call: "POST /v1/invoice/pay", body: `{"invoice_id":"inv_1234567890","payment_method":{"type":"ssusd","wallet_address":` + aWallet + `,
		"amount":{"value":"5000.00","denom":"ssusd"},"chain":"stateset"},"payment_details":{"full_payment":true,"early_payment_discount":true,"reference":"r"},"metadata":{"a":"b"}}`},
	"Invoices.List": {call: "GET /v1/invoices", query: "status=sent&customer_id=c&due_date[lt]=2024-02-01&issue_date=2024-01-15&created=5&overdue=true&metadata[a]=b"},

	"Finance.FactorInvoice": {call: "POST /v1/finance/invoices/factor", body: `{"invoice_id":"inv_1234567890","amount":{"value":"5000.00"},"discount_rate":"0.02","buyer_id":"buyer_1",
		"recourse":true,"metadata":{"a":"b"}}`},
	"Finance.FinancePurchaseOrder": {call: "POST /v1/finance/po/finance", body: `{"po_id":"po_1","amount":{"value":"1000.00"},"supplier_id":"sup_1","delivery_date":"2024-03-01",
		"collateral_type":"inventory","supplier_wallet":"stateset1merchantaddress123","metadata":{"a":"b"}}`},
	"Finance.CreateLoan": {call: "POST /v1/finance/loans/create", body: `{"amount":{"value":"1000.00"},"term_days":60,"collateral":{"type":"tokenized_inventory","value":{"value":"1000.00"},
		"token_ids":["t1"]},"repayment":"monthly","purpose":"p","order_id":"ord_123","metadata":{"a":"b"}}`},
	"Finance.RepayLoan":   {first: aLoan, call: "POST /v1/finance/loans/{0.id}/repay", body: `{"amount":{"value":"10.00"},"wallet_address":` + aWallet + `}`},
	"Finance.ListLoans":   {call: "GET /v1/finance/loans", query: "status=active&created=2024-01-15&metadata[a]=b"},
	"Finance.ListOptions": {call: "GET /v1/finance/options", query: "type=invoice_factoring&invoice_id=inv_1234567890&po_id=po_1&term_days=30&currency=ssusd&amount=100.00"},

	"Stablecoin.Issue": {call: "POST /v1/stablecoin/issue", body: `{"recipient":` + aWallet + `,"amount":"1000.00","reference_id":"DEP-1",
		"source_funds":{"type":"bank_wire","amount":"1000.00","currency":"USD","reference":"W"},
		"compliance":{"kyc_verified":true,"aml_check_id":"a","sanctions_screened":true},"purpose":"general","metadata":{"a":"b"}}`},
	"Stablecoin.Redeem ach": {call: "POST /v1/stablecoin/redeem", body: `{"sender":` + aWallet + `,"amount":{"denom":"ssusd","amount":"1000000000"},
		"destination":{"type":"ach","account_number":"000222222227","routing_number":"110000000","bank_name":"b","beneficiary_name":"n"},"reference_id":"R-1",
		"compliance":{"purpose":"p","source_of_funds":"s"},"metadata":{"a":"b"}}`},
	"Stablecoin.Redeem sepa": {call: "POST /v1/stablecoin/redeem", body: `{"sender":` + aWallet + `,"amount":{"amount":"1000000000"},
		"destination":{"type":"sepa","iban":"DE89370400440532013000","swift_code":"DEUTDEFF"},"reference_id":"R-1"}`},
	"Stablecoin.Transfer": {call: "POST /v1/stablecoin/transfer", body: `{"from":` + aWallet + `,"to":"stateset1merchantaddress123","amount":{"denom":"ssusd","amount":"1500000"},"memo":"m",
		"priority":"high","idempotency_key":"k-1","metadata":{"a":"b"}}`},
	"Stablecoin.Transfer batch": {call: "POST /v1/stablecoin/transfer", body: `{"from":` + aWallet + `,"transfers":[{"to":"stateset1merchantaddress123","amount":{"amount":"1000000"},"memo":"m"}]}`},
	"Stablecoin.UploadAttestation": {call: "POST /v1/stablecoin/attestation/upload", body: `{"attestation_date":"2023-12-31","report_file":"JVBERi0xLjcgcmVwb3J0",
		"report_hash":"336276927fc27d28c262f08eae5511abe9336bfb08fdeca8c7845c8a69d2e5e7","auditor":{"name":"A","license_number":"1","signature_date":"2024-01-10"},
		"officer_signatures":[{"name":"Ada","title":"CFO","signature":"s","signature_date":"2024-01-10"}],
		"reserve_summary":{"total_reserves_usd":"2000000.00","total_supply_susd":"2000000.00","reserve_ratio":"1.0000"}}`},
	"Stablecoin.Balance":          {call: "GET /v1/stablecoin/balance", query: "denom=ssusd&chains=base&include_pending=true&include_locked=true&timestamp=2024-01-15T10:30:00Z&convert_to=EUR"},
	"Stablecoin.Balance then":     {call: "GET /v1/stablecoin/balance", query: "block_height=0"},
	"Stablecoin.ListTransactions": {call: "GET /v1/stablecoin/transactions", query: "limit=2&offset=1&order=asc&address=a&type=issue&status=confirmed&denom=ssusd&start_date=2024-01-01&end_date=2024-01-31&min_amount=1&max_amount=2"},
	"Stablecoin.Reserves":         {call: "GET /v1/stablecoin/reserves", query: "date=2024-01-15&include_history=true&format=summary"},

	"Agents.Create": {call: "POST /v1/agents/create", body: `{"name":"Buyer","description":"d","role":"r","instructions":"i","capabilities":["transfer","own"],
		"config":{"model":"m","instructions":"i","temperature":"0.2","schedule":"0 9 * * 1-5","notify_url":"https://example.com/n",
		"limits":{"per_transaction":{"value":"1.00"},"daily":{"value":"2.00"},"monthly":{"value":"3.00"}},
		"permissions":{"allowed_actions":["transfer"],"allowed_recipients":["stateset1merchantaddress123"],"require_approval_above":{"value":"0.00"}}},
		"initial_funding":{"value":"500.00"},"metadata":{"a":"b"}}`},
	"Agents.UpdateConfig": {first: anAgent, call: "PATCH /v1/agents/{0.id}/config", body: `{"status":"paused","model":"m","instructions":"i","temperature":0.2,"schedule":"0 9 * * 1-5",
		"notify_url":"https://example.com/n","limits":{"daily":{"value":"2.00"}},"permissions":{"allowed_actions":["transfer"],"require_approval_above":{"value":"0.00"}}}`},
	"Agents.Execute transfer": {first: anAgent, call: "POST /v1/agents/{0.id}/execute", body: `{"action":"transfer","dry_run":true,"async":false,
		"parameters":{"to":"stateset1merchantaddress123","amount":{"value":"1.00"},"memo":"m"},"metadata":{"a":"b"}}`},
	"Agents.Execute pay_order":     {first: anAgent, call: "POST /v1/agents/{0.id}/execute", body: `{"action":"pay_order","dry_run":true,"parameters":{"order_id":"ord_123"}}`},
	"Agents.Execute pay_invoice":   {first: anAgent, call: "POST /v1/agents/{0.id}/execute", body: `{"action":"pay_invoice","dry_run":true,"parameters":{"invoice_id":"inv_1234567890","early_payment_discount":true}}`},
	"Agents.Execute create_order":  {first: anAgent, call: "POST /v1/agents/{0.id}/execute", body: `{"action":"create_order","parameters":{"customer_id":"cust_abc123","items":[{"product_id":"prod_test_123","quantity":1}]}}`},
	"Agents.Execute check_balance": {first: anAgent, call: "POST /v1/agents/{0.id}/execute", body: `{"action":"check_balance","parameters":{}}`},
	"Agents.List":                  {call: "GET /v1/agents", query: "status=active&created=2024-01-15&metadata[a]=b"},
	"Agents.ListActivity":          {first: anAgent, call: "GET /v1/agents/{0.id}/activity", query: "type=agent.created&created=2024-01-15"},

	"Global.CreateOrder": {call: "POST /v1/global/orders/create", body: `{"origin_country":"US","destination_country":"DE","customer":{"email":"g@example.com","first_name":"G"},
		"items":[{"sku":"S","name":"Jacket","quantity":2,"price":{"value":"150.00"},"hs_code":"620193","country_of_origin":"PT","weight":{"value":0.90,"unit":"kg"}}],
		"shipping_address":{"name":"G","line1":"1","city":"Berlin","postal_code":"10117","country":"DE"},"incoterm":"DDP","settlement_currency":"EUR","metadata":{"a":"b"}}`},
	"Global.CreateOrder checked": {
		first: `POST /v1/global/compliance/check {"origin_country":"US","destination_country":"DE","parties":[{"role":"buyer","name":"Ada"}]}
			POST /v1/global/shipping/quote {"origin":{"country":"US"},"destination":{"country":"DE"},"packages":[{"weight":{"value":1,"unit":"kg"}}]}`,
		call: "POST /v1/global/orders/create", body: `{"origin_country":"US","destination_country":"DE","customer_id":"cust_abc123","compliance_check_id":"{0.id}",
		"shipping_rate_id":"{1.rates.0.id}","shipping_address":{"country":"DE"},"items":[{"name":"Jacket","quantity":1,"price":{"value":"150.00"}}]}`},
	"Global.CheckCompliance": {call: "POST /v1/global/compliance/check", body: `{"origin_country":"US","destination_country":"DE",
		"parties":[{"role":"buyer","name":"Ada","country":"DE","address":{"country":"FR"},"tax_id":"12"}],
		"items":[{"description":"Routers","hs_code":"851762","value":{"value":"99.00","denom":"USD"},"quantity":120}],"amount":{"value":"11880.00","denom":"USD"},"metadata":{"a":"b"}}`},
	"Global.QuoteShipping": {call: "POST /v1/global/shipping/quote", body: `{"origin":{"country":"US","postal_code":"94105"},"destination":{"country":"DE","postal_code":"10117","city":"Berlin","state":"BE"},
		"packages":[{"weight":{"value":"2.5","unit":"lb"},"dimensions":{"length":40,"width":"30","height":20.0,"unit":"cm"},"declared_value":{"value":"300.00","denom":"USD"}}],
		"services":["express"],"currency":"USD"}`},
	"Global.CalculateTax": {call: "GET /v1/global/tax/calculate", query: "origin_country=US&destination_country=US&amount=200.00&currency=USD&shipping_amount=30&hs_code=640399" +
		"&destination_state=CA&destination_postal_code=94105&incoterm=DDP&customer_type=business&customer_tax_id=12"},
	"Global.ListOrders": {call: "GET /v1/global/orders", query: "status=pending_payment&destination_country=DE&created=2024-01-15&metadata[a]=b"},

	"Webhooks.Create": {call: "POST /v1/webhooks", body: `{"url":"https://example.com/hook","events":["order.paid","payment.*"],"description":"d","signature_scheme":"both","metadata":{"a":"b"}}`},
	"Webhooks.Update": {first: anEndpoint, call: "PATCH /v1/webhooks/{0.id}", body: `{"url":"https://example.com/hook","events":["order.paid"],"description":"d","status":"disabled",
		"signature_scheme":"raw","metadata":{"a":"b"}}`},
	"Webhooks.RotateSecret":   {first: anEndpoint, call: "POST /v1/webhooks/{0.id}/rotate_secret", body: `{"expires_in":60}`},
	"Webhooks.SendTest":       {first: anEndpoint, call: "POST /v1/webhooks/{0.id}/test", body: `{"type":"payment.succeeded"}`},
	"Webhooks.List":           {call: "GET /v1/webhooks", query: "status=enabled&created=2024-01-15&metadata[a]=b"},
	"Webhooks.ListDeliveries": {first: anEndpoint, call: "GET /v1/webhooks/{0.id}/deliveries", query: "status=pending&event_id=evt_1&created=2024-01-15"},
	"Webhooks.ListEvents":     {call: "GET /v1/events", query: "type=order.*&created=2024-01-15"},
}
