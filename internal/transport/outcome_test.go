package transport

import (
	"strconv"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
)

// The outcome of a call with several attempts: the last attempt does not settle an open
// outcome of an earlier one, unless its response shows that the server checked the
// idempotency key.
func TestOutcomeOfSeveralAttempts(t *testing.T) {
	t.Parallel()
	refused := answer(nil) // the dial fails
	for _, c := range []struct {
		name      string
		script    []answer
		want      api.Outcome
		ambiguous bool
	}{
		{"throttled, then refused", []answer{reply(429, ""), refused}, api.OutcomeRejected, false},
		{"too early, then refused", []answer{reply(425, ""), refused}, api.OutcomeRejected, false},
		{"refused, then throttled", []answer{refused, reply(429, "")}, api.OutcomeRejected, false},
		{"refused always", []answer{refused}, api.OutcomeNotSent, false},
		{"open, then refused", []answer{ended(""), refused}, api.OutcomeUnknown, true},
		{"error, then refused", []answer{reply(500, ""), refused}, api.OutcomeUnknown, true},
		{"open, then throttled", []answer{ended(""), reply(429, "")}, api.OutcomeUnknown, true},
		{"open, then too early", []answer{ended(""), reply(425, "")}, api.OutcomeUnknown, true},
		{"open, then throttled, then refused", []answer{ended(""), reply(429, ""), refused}, api.OutcomeUnknown, true},
		{"open, then no key", []answer{ended(""), reply(401, "")}, api.OutcomeUnknown, true},
		{"open, then forbidden", []answer{ended(""), reply(403, "")}, api.OutcomeUnknown, true},
		{"open, then proxy", []answer{ended(""), reply(407, "")}, api.OutcomeUnknown, true},
		{"open, then too large", []answer{ended(""), reply(413, "")}, api.OutcomeUnknown, true},
		{"open, then not implemented", []answer{ended(""), reply(501, "")}, api.OutcomeUnknown, true},
		{"open, then running", []answer{ended(""), reply(409, code("idempotency_key_in_use"))}, api.OutcomeUnknown, true},
		{"open, then rejected for now, then refused", []answer{ended(""), reply(400, "", "Stateset-Should-Retry: true"), refused}, api.OutcomeUnknown, true},
		{"open, then declined", []answer{ended(""), reply(402, "")}, api.OutcomeRejected, true},
		{"open, then not found", []answer{ended(""), reply(404, "")}, api.OutcomeRejected, true},
		{"open, then a conflict", []answer{ended(""), reply(409, code("invalid_state"))}, api.OutcomeRejected, true},
		{"open, then unreadable", []answer{ended(""), reply(200, "?", gzipLabel)}, api.OutcomeSucceeded, true},
		{"half a success, then refused", []answer{ended("HTTP/1.1 201 Created\r\nContent-Length: 9\r\n\r\n{"), refused}, api.OutcomeUnknown, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := serve(t, nil)
				s.script = nil
				attempt := 0
				s.wireHTTP.DisableKeepAlives = true
				s.refuse = func(int) error {
					step := c.script[min(attempt, len(c.script)-1)]
					attempt++
					if step == nil {
						return errRefused
					}
					s.script = append(s.script, step)
					return nil
				}
				_, failure := s.client(t).Do(t.Context(), newRequest(Keyed))
				require.Equal(t, c.want, failure.Outcome)
				require.Equal(t, c.ambiguous, failure.PriorAmbiguous)
			})
		})
	}
}

// Some statuses are returned before the idempotency key is checked. They do not settle
// the outcome of an earlier attempt. All other statuses do.
func TestStatusesThatCloseAnOpenAttempt(t *testing.T) {
	t.Parallel()
	for want, statuses := range map[api.Outcome][]int{
		api.OutcomeUnknown:  {300, 301, 399, 401, 403, 405, 407, 411, 413, 414, 415, 425, 429, 431, 501, 505},
		api.OutcomeRejected: {400, 402, 404, 406, 409, 410, 412, 416, 422, 424, 426, 428, 430, 432, 499},
	} {
		for _, status := range statuses {
			t.Run(strconv.Itoa(status), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					_, failure := serve(t, ended(""), reply(status, "")).client(t).Do(t.Context(), newRequest(Keyed))
					require.Equal(t, want, failure.Outcome)
					require.Equal(t, status, failure.Response.Status)
					require.True(t, failure.PriorAmbiguous)
				})
			})
		}
	}
}

// A "not found" after an open delete is returned and marked as possibly caused by the
// earlier attempt.
func TestNotFoundAfterAnOpenDelete(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRequest(Keyed)
		r.Method = "DELETE"
		_, failure := serve(t, reset(""), reply(404, code("resource_not_found"))).client(t).Do(t.Context(), r)
		require.Equal(t, 404, failure.Response.Status)
		require.Equal(t, api.StopDefinitive, failure.Stop)
		require.True(t, failure.PriorAmbiguous)
	})
}
