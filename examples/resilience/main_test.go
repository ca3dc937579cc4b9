package main

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// TestResilience runs the program, in no time: it waits between its attempts.
func TestResilience(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var out strings.Builder
		require.NoError(t, run(t.Context(), &out))
		require.Equal(t, `1. the answer is lost once
   a request      the money moves, and the connection breaks
   a request      nothing is done again, and the answer is 201
   the caller has a payment of 10.00 ssusd, succeeded
   merchant has   10.00 ssusd

2. every answer is lost
   a request      the money moves, and the connection breaks
   a request      nothing is done again, and the connection breaks
   a request      nothing is done again, and the connection breaks
   the caller has an error, outcome unknown
   Resolve finds  a payment of 10.00 ssusd, made before, and told again
   merchant has   10.00 ssusd

3. an outage: nothing is done, and nobody knows it
   a request      nothing is done, and the answer is 503
   a request      nothing is done, and the answer is 503
   a request      nothing is done, and the answer is 503
   the caller has an error, outcome unknown
   Resolve finds  a payment of 10.00 ssusd, made now
   merchant has   10.00 ssusd

4. the same without a key, by hand
   a request      the money moves, and the connection breaks
   a request      the money moves, and the answer is 201
   merchant has   20.00 ssusd

`, out.String())
	})
}
