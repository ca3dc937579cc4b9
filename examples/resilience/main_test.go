package main

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const want = `Each scenario pays 10.00 ssusd to a merchant. The mock server makes requests fail.

1. The first response is lost
   Attempt 1: the server makes a payment, and the connection breaks.
   Attempt 2: the server finds its stored response, and the response has status 201.
   The caller gets a payment of 10.00 ssusd with status succeeded.
   The merchant has received 10.00 ssusd.

2. All three responses are lost
   Attempt 1: the server makes a payment, and the connection breaks.
   Attempt 2: the server finds its stored response, and the connection breaks.
   Attempt 3: the server finds its stored response, and the connection breaks.
   The caller gets an error: the outcome of the payment is unknown.
   The caller calls Resolve, which sends the request again with the same idempotency key.
   Resolve returns the stored response: a payment of 10.00 ssusd with status succeeded.
   The merchant has received 10.00 ssusd.

3. The server is out of service and makes no payment
   Attempt 1: the server makes no payment, and the response has status 503.
   Attempt 2: the server makes no payment, and the response has status 503.
   Attempt 3: the server makes no payment, and the response has status 503.
   The caller gets an error: the outcome of the payment is unknown.
   The caller calls Resolve, which sends the request again with the same idempotency key.
   Resolve returns a new payment of 10.00 ssusd with status succeeded.
   The merchant has received 10.00 ssusd.

4. A program retries without an idempotency key
   Attempt 1: the server makes a payment, and the connection breaks.
   Attempt 2: the server makes a payment, and the response has status 201.
   The server cannot recognize the second request, so the customer pays twice.
   The merchant has received 20.00 ssusd.

`

// TestRun uses a fake clock, so that the backoff takes no time.
func TestRun(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out strings.Builder
		require.NoError(t, run(t.Context(), &out))
		require.Equal(t, want, out.String())
	})
}
