package main

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

// TestMain is also the main function of the processes that the demonstration starts.
func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == "-db" {
		if err := run(context.Background(), os.Args[1:], os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	goleak.VerifyTestMain(m)
}

func TestKilledProcessesLoseNoPayment(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	require.NoError(t, run(t.Context(), nil, &out))
	require.Equal(t, `A shop takes two orders and pays its supplier 25.00 ssusd for each.
Order 1 is stored together with its payment.
  The process is killed before it sends the payment. Payments on the server: 0.
Order 2 is stored together with its payment.
  The process is killed before it reads the response. Payments on the server: 1.
A third process starts and recovers.
Order 1 is paid: the supplier gets 25.00 ssusd.
Order 2 is paid: the supplier gets 25.00 ssusd.
Result of the recovery: 2 succeeded.
A fourth process starts and recovers.
Result of the recovery: nothing to recover.
Payments on the server: 2, one for each order.
`, out.String())
}

func TestInvalidOption(t *testing.T) {
	t.Parallel()
	require.ErrorContains(t, run(t.Context(), []string{"-order", "x"}, &strings.Builder{}), "invalid value")
}
