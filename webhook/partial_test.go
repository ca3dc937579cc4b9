package webhook_test

import (
	"context"
	"encoding/json"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/stablecoin"
	"github.com/stateset/stateset-go/webhook"
)

// flatEvent returns an event whose data has no object.
func flatEvent(t *testing.T, kind webhook.Selector, data string) *webhook.Event {
	t.Helper()
	event, err := verifyBody(t, `{"id":"evt_1","type":"`+string(webhook.Types(kind)[0])+`","data":`+data+`}`)
	require.NoError(t, err, data)
	return event
}

// requirePartial decodes a flat event of the type and checks the object.
func requirePartial[T any](t *testing.T, kind webhook.TypeOf[T], data string, want T) {
	t.Helper()
	event := flatEvent(t, kind, data)
	require.True(t, event.Partial())
	got, err := webhook.Object(event, kind)
	require.NoError(t, err, kind)
	require.Equal(t, &want, got, kind)

	var decoded T
	require.NoError(t, event.Decode(&decoded), kind)
	require.Equal(t, want, decoded, kind)

	text, err := json.Marshal(event)
	require.NoError(t, err)
	var again webhook.Event
	require.NoError(t, json.Unmarshal(text, &again))
	got, err = webhook.Object(&again, kind)
	require.NoError(t, err, "after it was stored as JSON")
	require.Equal(t, &want, got, kind)
}

// Every type of object can be created from flat data. The ID is in the member named after
// the object, in any position among the IDs of other objects.
func TestPartialObjects(t *testing.T) {
	t.Parallel()
	const money = `"amount":"100.00","currency":"ssusd","status":"s"`
	amount := stateset.SSUSD("100.00")
	requirePartial(t, webhook.PaymentSucceeded, `{"customer_id":"cust_1","payment_id":"pay_1","order_id":"ord_1",`+money+`}`,
		payments.Payment{ID: "pay_1", Object: "payment", Amount: amount, Status: "s"})
	requirePartial(t, webhook.OrderPaid, `{"payment_id":"pay_1",`+money+`,"order_id":"ord_1"}`,
		orders.Order{ID: "ord_1", Object: "order", TotalAmount: amount, Status: "s"})
	requirePartial(t, webhook.InvoicePaid, `{"invoice_id":"inv_1",`+money+`}`, invoices.Invoice{ID: "inv_1", Object: "invoice", TotalAmount: amount, Status: "s"})
	requirePartial(t, webhook.StablecoinIssued, `{"reference_id":"r","stablecoin_issuance_id":"iss_1",`+money+`}`,
		stablecoin.Issuance{ID: "iss_1", Object: "stablecoin_issuance", Amount: amount, Status: "s"})
	requirePartial(t, webhook.StablecoinTransferred, `{"transfer_id":"tr_1",`+money+`}`, stablecoin.Transfer{ID: "tr_1", Object: "transfer", Amount: amount, Status: "s"})
	requirePartial(t, webhook.StablecoinRedeemed, `{"stablecoin_redemption_id":"red_1",`+money+`}`,
		stablecoin.Redemption{ID: "red_1", Object: "stablecoin_redemption", Amount: amount, Status: "s"})
	requirePartial(t, webhook.FactoringRepaid, `{"invoice_id":"inv_1","invoice_factoring_id":"fac_1",`+money+`}`,
		finance.Factoring{ID: "fac_1", Object: "invoice_factoring", Amount: amount, Status: "s"})
	requirePartial(t, webhook.POFinanced, `{"po_id":"po_1","po_financing_id":"pof_1",`+money+`}`,
		finance.POFinancing{ID: "pof_1", Object: "po_financing", Amount: amount, Status: "s"})
	requirePartial(t, webhook.LoanRepaid, `{"id":"loan_1",`+money+`}`, finance.Loan{ID: "loan_1", Object: "loan", Amount: amount, Status: "s"})
	requirePartial(t, webhook.GlobalOrderCreated, `{"order_id":"ord_1","global_order_id":"go_1",`+money+`}`,
		global.Order{ID: "go_1", Object: "global_order", TotalAmount: amount, Status: "s"})
	requirePartial(t, webhook.ComplianceCompleted, `{"compliance_check_id":"cmp_1","status":"s"}`, global.ComplianceCheck{ID: "cmp_1", Object: "compliance_check", Status: "s"})
	requirePartial(t, webhook.AgentCreated, `{"agent_id":"agt_1"}`, agents.Agent{ID: "agt_1", Object: "agent"})
	requirePartial(t, webhook.AgentExecutionFailed, `{"agent_id":"agt_1","agent_execution_id":"exec_1","status":"s"}`,
		agents.Execution{ID: "exec_1", Object: "agent_execution", Status: "s"})
	requirePartial(t, webhook.Test, `{"webhook_endpoint_id":"we_1","status":"enabled"}`, webhook.Endpoint{ID: "we_1", Object: "webhook_endpoint", Status: "enabled"})
}

// Amounts of flat data are text in whole units. In an ISO currency a number may count
// cents, so the object is rejected: a handler must not receive a hundredfold amount.
func TestPartialAmounts(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		`"amount":"100.00","currency":"USD"`:    "100.00 USD",
		`"amount":"100.00","currency":"usd"`:    "100.00 usd",
		`"amount":"0.000001","currency":"usdc"`: "0.000001 usdc",
		`"amount":100.50,"currency":"ssusd"`:    "100.50 ssusd",
		`"amount":"100","currency":"JPY"`:       "100 JPY",
		`"status":"failed"`:                     "",
	} {
		payment, err := webhook.Object(flatEvent(t, webhook.PaymentFailed, `{"payment_id":"pay_1",`+data+`}`), webhook.PaymentFailed)
		require.NoError(t, err, data)
		require.Equal(t, want != "", payment.Amount.IsSet(), data)
		if want != "" {
			require.Equal(t, want, payment.Amount.String(), data)
		}
	}
	for data, want := range map[string]string{
		`"amount":10000,"currency":"USD"`:     `data.amount: is a number: must be text in whole units`,
		`"amount":100.00,"currency":"USD"`:    `data.amount: is a number: must be text in whole units`,
		`"amount":"100.00"`:                   "data.amount: ",
		`"amount":"100.00","currency":"xx"`:   "data.amount: ",
		`"amount":"100.001","currency":"USD"`: "data.amount: ",
		`"amount":"1,000","currency":"USD"`:   "data.amount: ",
	} {
		event := flatEvent(t, webhook.PaymentFailed, `{"payment_id":"pay_1",`+data+`}`)
		_, err := webhook.Object(event, webhook.PaymentFailed)
		require.ErrorContains(t, err, `stateset: object of event "evt_1", a "payment.failed": `+want, data)
	}
}

// A typed handler can check that its object is partial.
func TestHandlerOfPartialObject(t *testing.T) {
	t.Parallel()
	var got []any
	mux := webhook.NewMux()
	webhook.On(mux, webhook.PaymentSucceeded, func(_ context.Context, e *webhook.Event, p *payments.Payment) error {
		got = append(got, e.Partial(), p.ID, p.Amount.String(), p.Status)
		return nil
	})
	h := newHandler(t, mux)
	for i, data := range []string{
		`{"payment_id":"pay_1","amount":"100.00","currency":"USD","status":"succeeded"}`,
		`{"object":{"id":"pay_2","amount":1999,"currency":"USD","status":"succeeded"},"payment_id":"pay_2"}`,
	} {
		body := `{"id":"evt_` + strconv.Itoa(i) + `","type":"payment.succeeded","data":` + data + `}`
		requireAnswer(t, post(h, stamped("t=1767225600 v1="+digest(k1, "1767225600."+body)), body), 200, data)
	}
	require.Equal(t, []any{true, "pay_1", "100.00 USD", payments.StatusSucceeded, false, "pay_2", "19.99 USD", payments.StatusSucceeded}, got)
}

// If the object cannot be created, the error names the reason.
func TestNoObject(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		`{}`:                       "data has neither an object nor the ID of one",
		`{"customer_id":"cust_1"}`: "data has neither an object nor the ID of one",
		`{"id":"pay_1","object":"payment","amount":1999,"currency":"usd"}`: "data.object: is not a JSON object",
		`{"object":[],"payment_id":"pay_1"}`:                               "data.object: is not a JSON object",
	} {
		_, err := webhook.Object(flatEvent(t, webhook.PaymentSucceeded, data), webhook.PaymentSucceeded)
		require.ErrorContains(t, err, want, data)
	}
	type own struct{ ID string }
	event := flatEvent(t, webhook.PaymentSucceeded, `{"payment_id":"pay_1"}`)
	_, err := webhook.Object(event, webhook.TypeOf[own]("payment.*"))
	require.ErrorContains(t, err, "webhook_test.own cannot be made from flat data")
	require.Error(t, event.Decode((*payments.Payment)(nil)))
	require.Error(t, event.Decode(nil))
	require.Error(t, event.Decode(payments.Payment{}))
}

// The ID of an event of an unknown type may be in any member that ends with "_id".
func TestFlatIDOfUnknownTypes(t *testing.T) {
	t.Parallel()
	for data, want := range map[string]string{
		`{"rocket_id":"r_1","moon_id":"m_1"}`: "m_1",
		`{"rocket_id":"r_1"}`:                 "r_1",
		`{"rocket_id":"r_1","id":"m_1"}`:      "m_1",
		`{}`:                                  "",
	} {
		require.Equal(t, want, flatEvent(t, webhook.Type("moon.landed"), data).Data.ResourceID, data)
	}
}
