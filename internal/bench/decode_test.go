package bench

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/agents"
	"github.com/stateset/stateset-go/finance"
	"github.com/stateset/stateset-go/global"
	"github.com/stateset/stateset-go/internal/wire"
	"github.com/stateset/stateset-go/invoices"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/stablecoin"
	"github.com/stateset/stateset-go/webhook"
)

// resource is a document and the type that it is decoded into.
type resource struct {
	name, file string // file is empty for the payment and the event of this package
	new        func() wire.Reader
}

var resources = []resource{
	{"payment", "", func() wire.Reader { return new(payments.Payment) }},
	{"event", "", func() wire.Reader { return new(webhook.Event) }},
	{"refund", "payments/testdata/refund.json", func() wire.Reader { return new(payments.Refund) }},
	{"order", "orders/testdata/order.json", func() wire.Reader { return new(orders.Order) }},
	{"invoice", "invoices/testdata/invoice.json", func() wire.Reader { return new(invoices.Invoice) }},
	{"agent", "agents/testdata/agent.json", func() wire.Reader { return new(agents.Agent) }},
	{"execution", "agents/testdata/execution.json", func() wire.Reader { return new(agents.Execution) }},
	{"loan", "finance/testdata/loan.json", func() wire.Reader { return new(finance.Loan) }},
	{"factoring", "finance/testdata/factoring.json", func() wire.Reader { return new(finance.Factoring) }},
	{"globalorder", "global/testdata/order.json", func() wire.Reader { return new(global.Order) }},
	{"tax", "global/testdata/tax_calculation.json", func() wire.Reader { return new(global.TaxCalculation) }},
	{"transaction", "stablecoin/testdata/transaction.json", func() wire.Reader { return new(stablecoin.Transaction) }},
	{"balance", "stablecoin/testdata/balance.json", func() wire.Reader { return new(stablecoin.Balance) }},
	{"reserves", "stablecoin/testdata/reserves.json", func() wire.Reader { return new(stablecoin.Reserves) }},
	{"endpoint", "webhook/testdata/endpoint.json", func() wire.Reader { return new(webhook.Endpoint) }},
	{"delivery", "webhook/testdata/delivery.json", func() wire.Reader { return new(webhook.Delivery) }},
}

// document returns the resource in the form of the mock server.
func (r resource) document(tb testing.TB) string {
	switch {
	case r.file != "":
		return read(tb, r.file)
	case r.name == "event":
		return eventJSON
	}
	return paymentJSON
}

// decoders decode a document into a plain struct by encoding/json, and into the type of
// the SDK.
func (r resource) decoders(tb testing.TB, f form) (byHand, bySDK func() error) {
	document := r.document(tb)
	t, text := plain(tb, document), []byte(f.write(document))
	return func() error { return json.Unmarshal(text, reflect.New(t).Interface()) },
		func() error {
			_, err := wire.Decode(text, r.new(), wire.Options{})
			return err
		}
}

// TestDecodersReadEverything checks that the SDK skips no part of a measured document.
func TestDecodersReadEverything(t *testing.T) {
	t.Parallel()
	for _, r := range resources {
		for _, f := range forms {
			byHand, _ := r.decoders(t, f)
			require.NoError(t, byHand(), r.name)
			skipped, err := wire.Decode([]byte(f.write(r.document(t))), r.new(), wire.Options{})
			require.NoError(t, err, r.name)
			require.Empty(t, skipped, r.name)
		}
	}
}

// BenchmarkDecode decodes every resource.
func BenchmarkDecode(b *testing.B) {
	for _, r := range resources {
		for _, f := range forms {
			b.Run(r.name+"/"+f.name, func(b *testing.B) {
				byHand, bySDK := r.decoders(b, f)
				compare(b, byHand, bySDK)
			})
		}
	}
}
