package spec

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestSpelled(t *testing.T) {
	t.Parallel()
	op := Lookup("Stablecoin.Balance")
	spelled := op.Spelled(0)
	require.Equal(t, "/stablecoin/balance", spelled.Build())
	require.Equal(t, "/v1/stablecoin/balance", spelled.Template())
	require.Empty(t, spelled.Params())
	require.Equal(t, op.Name, spelled.Name)
	require.Equal(t, op.Scope, spelled.Scope)
	require.Equal(t, "/stablecoin/balance/{address}", op.Path, "the canonical one is as before")
	require.Equal(t, []string{"address"}, op.Params())
}
