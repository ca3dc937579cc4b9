package webhook

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/scantest"
)

const paymentEvent = `{"id":"evt_1","object":"event","api_version":"2024-01-01","created":1705678200,"type":"payment.succeeded","livemode":false,` +
	`"data":{"object":{"id":"pay_1","object":"payment","status":"succeeded"},"previous_attributes":null,"amount":"150.00","currency":"USD",` +
	`"status":"succeeded","payment_id":"pay_1"},"request":{"id":"req_1","idempotency_key":null},"pending_webhooks":1}`

func TestScanKnowsEveryMember(t *testing.T) {
	t.Parallel()
	scantest.Complete[eventWire](t)
	require.True(t, scantest.CheckScan[eventWire](t, []byte(paymentEvent)))
}

func TestScanDamaged(t *testing.T) {
	t.Parallel()
	scantest.Damaged[eventWire](t, scantest.Sample[eventWire]())
	scantest.Damaged[eventWire](t, []byte(paymentEvent))
}

// What the one pass does not take, the strict reading does.
func TestStrictReading(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		text string
		want Data
	}{
		"amount is a number":        {`{"data":{"amount":1.50,"x":[[]],"order_id":"o"}}`, Data{Amount: "1.50", ResourceID: "o"}},
		"amount is odd":             {`{"data":{"amount":"1,000","order_id":"o"}}`, Data{Amount: "1,000", ResourceID: "o"}},
		"data is null":              {`{"data":null}`, Data{}},
		"object is null":            {`{"data":{"object":null,"amount":1}}`, Data{Amount: "1"}},
		"an id that is no text":     {`{"data":{"a_id":1,"b_id":"x","c_id":"y"}}`, Data{ResourceID: "x"}},
		"an id named as the object": {`{"data":{"customer_id":"c","payment_id":"p","object":{"object":"payment"},"order_id":"o"}}`, Data{Object: json.RawMessage(`{"object":"payment"}`), ResourceID: "p"}},
		"the object comes first":    {`{"data":{"object":{"object":"payment"},"customer_id":"c","payment_id":"p"}}`, Data{Object: json.RawMessage(`{"object":"payment"}`), ResourceID: "p"}},
		"no id named as the object": {`{"data":{"object":{"object":"payment"},"customer_id":"c","order_id":"o"}}`, Data{Object: json.RawMessage(`{"object":"payment"}`), ResourceID: "c"}},
		"an object without kind":    {`{"data":{"object":[],"customer_id":"c","order_id":"o"}}`, Data{Object: json.RawMessage(`[]`), ResourceID: "c"}},
		"an unknown capital":        {`{"New":1,"data":{"New":1,"b_id":"x"}}`, Data{ResourceID: "x"}},
		"thirty-three levels deep":  {`{"data":{"object":[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]}}`, Data{Object: json.RawMessage(`[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]`)}},
		"amount is below zero":      {`{"data":{"amount":-1.50}}`, Data{Amount: "-1.50"}},
		"amount is below one":       {`{"data":{"amount":0.50}}`, Data{Amount: "0.50"}},
		"amount is nine":            {`{"data":{"amount":9}}`, Data{Amount: "9"}},
		"amount is null":            {`{"data":{"amount":null}}`, Data{}},
	} {
		var w, scanned eventWire
		require.NoError(t, json.Unmarshal([]byte(tt.text), &w), name)
		w.Data.amountIsNumber = false // see partial_test.go
		require.Equal(t, tt.want, w.Data.Data, name)
		if core.Scan([]byte(tt.text), &scanned) {
			require.Equal(t, w, scanned, name)
		}
	}
	var w eventWire
	require.NoError(t, json.Unmarshal([]byte("null"), &w))
	require.Zero(t, w)
}

func FuzzScan(f *testing.F) {
	f.Add([]byte(paymentEvent))
	f.Add(scantest.Sample[eventWire]())
	f.Add([]byte(`{"data":{"customer_id":"c","payment_id":"p","object":{"object":"payment"}}}`))
	f.Add([]byte(`{"id":"a","id":"b","data":{"amount":1,"a_id":null,"b_id":"x"},"timestamp":"2024-01-19T15:30:00Z"}`))
	f.Fuzz(func(t *testing.T, text []byte) { scantest.CheckScan[eventWire](t, text) })
}
