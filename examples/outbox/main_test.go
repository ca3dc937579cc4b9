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
	require.Equal(t, `order 1 is stored with its payment
  its process is killed before it sends the payment; the server has 0 payments
order 2 is stored with its payment
  its process is killed before it reads the response; the server has 1 payment
order 1 is paid: 25.00 ssusd
order 2 is paid: 25.00 ssusd
recovery: 2 succeeded
recovery: nothing to recover
the server has 2 payments
`, out.String())
}

func TestOrdersWithoutACrash(t *testing.T) {
	t.Parallel()
	require.ErrorContains(t, run(t.Context(), []string{"-order", "x"}, &strings.Builder{}), "invalid value")
}
