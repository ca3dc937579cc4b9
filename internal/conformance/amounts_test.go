package conformance_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/wire"
	"github.com/stateset/stateset-go/orders"
	"github.com/stateset/stateset-go/stablecoin"
)

// rewritten decodes an object and returns a member of its encoding.
func rewritten(t *testing.T, object any, text, member string) string {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(text), object))
	written, err := json.Marshal(object)
	require.NoError(t, err)
	var members map[string]json.RawMessage
	require.NoError(t, json.Unmarshal(written, &members))
	_, err = wire.Decode(written, object.(wire.Reader), wire.Options{Unique: true})
	require.NoError(t, err)
	return string(members[member])
}

func TestMembersOfAmountsSurvive(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		object               any
		text, member, expect string
	}{
		"worth": {new(orders.Order), `{"total_amount":{"usd_value":"24.90","denom":"ssusd","value":"25.00"},"id":"o","risk":{"a":1}}`,
			"total_amount", `{"value":"25.00","denom":"ssusd","usd_value":"24.90"}`},
		"worth null": {new(orders.Order), `{"id":"o","total_amount":{"value":"25.00","denom":"ssusd","usd_value":null}}`,
			"total_amount", `{"value":"25.00","denom":"ssusd","usd_value":null}`},
		"objects": {new(orders.Order), `{"id":"o","total_amount":{"value":"25.00","denom":"ssusd","a":{"b":[1e400,"}"]},"c":"\u00e9"}}`,
			"total_amount", `{"value":"25.00","denom":"ssusd","a":{"b":[1e400,"}"]},"c":"\u00e9"}`},
		"no number": {new(orders.Order), `{"id":"o","total_amount":{"usd_value":"1.00"}}`, "total_amount", `{"usd_value":"1.00"}`},
		"escaped name": {new(orders.Order), `{"id":"o","total\u005famount":{"value":"25.00","denom":"ssusd","usd_value":"1.00"}}`,
			"total_amount", `{"value":"25.00","denom":"ssusd","usd_value":"1.00"}`},
		"list": {new(stateset.Balance), `{"available":[{"value":"1.00","denom":"usdc"},null,{"value":"2.00","denom":"ssusd","usd_value":"2.00"}]}`,
			"available", `[{"value":"1.00","denom":"usdc"},null,{"value":"2.00","denom":"ssusd","usd_value":"2.00"}]`},
		"micro": {new(stablecoin.Redemption), `{"id":"r","amount":{"new":[{}],"denom":"ssusd","amount":"1500000","usd_value":"1.49"}}`,
			"amount", `{"denom":"ssusd","amount":"1500000","display_amount":"1.50 ssUSD","usd_value":"1.49","new":[{}]}`},
	} {
		require.Equal(t, tt.expect, rewritten(t, tt.object, tt.text, tt.member), name)
	}
}

func TestAmountsStayEqual(t *testing.T) {
	t.Parallel()
	var order orders.Order
	require.NoError(t, json.Unmarshal([]byte(`{"id":"o","total_amount":{"value":"25.00","denom":"ssusd","usd_value":"25.00"}}`), &order))
	require.Equal(t, stateset.SSUSD("25"), order.TotalAmount)
	require.Equal(t, `{"usd_value":"25.00"}`, string(order.Extra.Get("total_amount")))

	var balance stateset.Balance
	text := `{"available":[{"value":"1.00","denom":"usdc","new":1},{"value":"2.00","denom":"ssusd","new":2}]}`
	require.NoError(t, json.Unmarshal([]byte(text), &balance))
	balance.Available = balance.Available[:1]
	written, err := json.Marshal(balance)
	require.NoError(t, err)
	require.Contains(t, string(written), `"available":[{"value":"1.00","denom":"usdc","new":1}]`)

	balance.Extra = `"broken":{`
	_, err = json.Marshal(balance)
	require.Error(t, err, "text that a user wrote is not repaired")
}
