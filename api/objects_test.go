package api_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/moneytest"
	"github.com/stateset/stateset-go/internal/wire"
)

func TestExpanded(t *testing.T) {
	t.Parallel()
	var v struct {
		Order *api.Expanded `json:"order,omitzero"`
	}
	require.NoError(t, json.Unmarshal([]byte(`{"order":{"id":"ord_1","new":[1,2.50]}}`), &v))
	var order struct{ ID string }
	require.NoError(t, v.Order.Decode(&order))
	require.Equal(t, "ord_1", order.ID)
	text, err := json.Marshal(v)
	require.NoError(t, err)
	require.Equal(t, `{"order":{"id":"ord_1","new":[1,2.50]}}`, string(text))

	var wrong []string
	require.Error(t, v.Order.Decode(&wrong))

	order.ID = "kept"
	require.NoError(t, (*api.Expanded)(nil).Decode(&order))
	require.Equal(t, "kept", order.ID)
	text, err = json.Marshal(api.Expanded{})
	require.NoError(t, err)
	require.Equal(t, "null", string(text))
}

// The decoder reuses its buffer. An expanded object must not change.
func TestExpandedKeepsACopy(t *testing.T) {
	t.Parallel()
	data := []byte(`{"id":"ord_1"}`)
	var e api.Expanded
	require.NoError(t, e.UnmarshalJSON(data))
	copy(data, `{"id":"XXX_X"}`)
	var order struct{ ID string }
	require.NoError(t, e.Decode(&order))
	require.Equal(t, "ord_1", order.ID)
}

func TestBalanceOnTheWire(t *testing.T) {
	t.Parallel()
	text, err := json.Marshal(api.Balance{})
	require.NoError(t, err)
	require.Equal(t, `{"object":null,"available":[],"pending":[],"livemode":false}`, string(text))

	b := api.Balance{Object: "balance", Available: []api.Money{api.SSUSD("1000000"), moneytest.Amount(t, "0.5", "usdc")}, Livemode: true}
	text, err = json.Marshal(b)
	require.NoError(t, err)
	require.Equal(t, `{"object":"balance","available":[{"value":"1000000.00","denom":"ssusd"},{"value":"0.50","denom":"usdc"}],"pending":[],"livemode":true}`, string(text))
	var back api.Balance
	require.NoError(t, json.Unmarshal(text, &back))
	require.True(t, back.Available[1].Equal(b.Available[1]))
}

// As a parameter an address holds only the fields that are set. In a response every
// member is present.
func TestAddressBothWays(t *testing.T) {
	t.Parallel()
	a := api.Address{Line1: "1 Main St", Country: "US"}
	sent, err := json.Marshal(a)
	require.NoError(t, err)
	require.Equal(t, `{"line1":"1 Main St","country":"US"}`, string(sent))
	requireEncoded(t, `{"name":null,"line1":"1 Main St","line2":null,"city":null,"state":null,"postal_code":null,"country":"US","phone":null,"email":null}`, &a)
}

func TestCustomerAndTransaction(t *testing.T) {
	t.Parallel()
	requireEncoded(t, `{"id":null,"object":null,"email":null,"first_name":null,"last_name":null,"phone":null,"metadata":{},"created_at":null}`, &api.Customer{})
	requireEncoded(t, `{"tx_hash":null,"block_height":0,"timestamp":null,"gas_used":null,"chain":null}`, &api.Transaction{})
}

func requireEncoded(t *testing.T, want string, v wire.Writer) {
	t.Helper()
	out, err := wire.Marshal(v)
	require.NoError(t, err)
	require.Equal(t, want, string(out))
}
