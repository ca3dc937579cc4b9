package stateset_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/stablecoin"
	"github.com/stateset/stateset-go/webhook"
)

// A log shows the ID, the status and the amount of an object, and nothing else of it.
func TestObjectsInALog(t *testing.T) {
	t.Parallel()
	read := func(v any, text string) any {
		require.NoError(t, json.Unmarshal([]byte(text), v))
		return v
	}
	ssusd := `{"value":"150.00","denom":"ssusd"}`
	for want, object := range map[string]any{
		`{"id":"pay_1","status":"succeeded","amount":"1.50 USD"}`: read(&payments.Payment{},
			`{"id":"pay_1","amount":150,"currency":"USD","status":"succeeded","description":"private","customer_id":"cust_1"}`),
		`{"id":"ord_1","status":"pending","amount":"150.00 ssusd"}`:   read(&orders.Order{}, `{"id":"ord_1","status":"pending","total_amount":`+ssusd+`}`),
		`{"id":"inv_1","status":"paid","amount":"150.00 ssusd"}`:      read(&invoices.Invoice{}, `{"id":"inv_1","status":"paid","total_amount":`+ssusd+`}`),
		`{"id":"agent_1","status":"active"}`:                          read(&agents.Agent{}, `{"id":"agent_1","status":"active","name":"private","wallet_address":"`+wallet+`"}`),
		`{"id":"loan_1","status":"approved","amount":"150.00 ssusd"}`: read(&finance.Loan{}, `{"id":"loan_1","status":"approved","amount":`+ssusd+`}`),
		`{"id":"tx_1","status":"completed","amount":"150.00 ssusd"}`:  read(&stablecoin.Transfer{}, `{"id":"tx_1","status":"completed","total_amount":{"denom":"ssusd","amount":"150000000"}}`),
		`{"id":"item_1","amount":"150.00 ssusd"}`:                     read(&orders.Item{}, `{"id":"item_1","name":"private","total":`+ssusd+`}`),
		`{"id":"cust_1"}`: read(&stateset.Customer{}, `{"id":"cust_1","email":"private","first_name":"private"}`),
		`{"id":"evt_1","type":"payment.succeeded"}`: read(&webhook.Event{}, `{"id":"evt_1","type":"payment.succeeded","data":{"object":{"id":"pay_1"}}}`),
	} {
		var log bytes.Buffer
		slog.New(slog.NewJSONHandler(&log, nil)).Info("", "object", object)
		var line struct{ Object json.RawMessage }
		require.NoError(t, json.Unmarshal(log.Bytes(), &line))
		require.Equal(t, want, string(line.Object))
	}
}
