package transport

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
)

// A write that net/http sent again on its own may have had its effect the first
// time: an answer that was given without a look at the key does not say that it had
// none.
func TestSilentResendLeavesTheOutcomeOpen(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]Outcome{
		401: OutcomeUnknown, 403: OutcomeUnknown, 413: OutcomeUnknown, 307: OutcomeUnknown,
		402: OutcomeRejected, 404: OutcomeRejected, 422: OutcomeRejected,
	} {
		synctest.Test(t, func(t *testing.T) {
			s := serve(t, reply(200, "{}"), ended(""), reply(status, "{}"))
			client := s.client(t)
			response, failure := client.Do(t.Context(), newRequest(Safe))
			require.Nil(t, failure)
			response.Release()
			_, failure = client.Do(t.Context(), newRequest(Keyed))
			require.Len(t, failure.Attempts, 1)
			require.Equal(t, 2, failure.Attempts[0].WireSends)
			require.Equal(t, want, failure.Outcome, status)
			require.True(t, failure.PriorAmbiguous)
		})
	}
}
