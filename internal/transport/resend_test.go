package transport

import (
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

// A write that net/http sent again on its own may have had its effect the first
// time: an answer that was given without a look at the key does not say that it had
// none.
func TestSilentResendLeavesTheOutcomeOpen(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]api.Outcome{
		401: api.OutcomeUnknown, 403: api.OutcomeUnknown, 413: api.OutcomeUnknown, 307: api.OutcomeUnknown,
		402: api.OutcomeRejected, 404: api.OutcomeRejected, 422: api.OutcomeRejected,
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
