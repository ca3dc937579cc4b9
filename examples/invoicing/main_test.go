package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const want = `created  INV-2026-000002  1008.00 ssusd + 72.00 ssusd tax = 1080.00 ssusd, draft
sent     INV-2026-000002  to ada@example.com, due 2026-02-14, 5.0 % off until 2026-01-25
paid     INV-2026-000002  1026.00 ssusd, 54.00 ssusd off, balance 0.00 ssusd
again    INV-2026-000002  refused, already paid: true
part     INV-2026-000003  400.00 ssusd, balance 680.00 ssusd, partially_paid
overdue  INV-2026-000003  680.00 ssusd since 2026-02-15
overdue  INV-2026-000001  5000.00 ssusd since 2026-02-15
paid     INV-2026-000003  680.00 ssusd, with discount: false
  row    400.00 ssusd on 2026-01-15
  row    680.00 ssusd on 2026-02-15
treasury 1002106.00 ssusd
`

func TestRun(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	require.NoError(t, run(t.Context(), &out))
	require.Equal(t, want, out.String())
}
