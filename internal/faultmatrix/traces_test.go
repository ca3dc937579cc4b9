package faultmatrix

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"
)

// checkSecrets searches for the API key and a card number in everything that the SDK
// prints. It also checks that only the Authorization header has the key.
func (r *run) checkSecrets(t *testing.T) {
	t.Helper()
	encoded, _ := json.Marshal(r.err) // a value that cannot be encoded shows nothing
	printed := fmt.Sprintf("%v %+v %#v %s %q %x", r.err, r.err, r.err, r.err, r.err, r.err) + string(encoded)
	printed += fmt.Sprintf("%v %+v %#v", r.client, r.client, r.response)
	for e := r.err; e != nil; e = errors.Unwrap(e) {
		printed += fmt.Sprintf("%v %+v %#v", e, e, e)
	}
	for _, text := range []string{printed, r.logs.String()} {
		require.NotContains(t, text, matrixAccount)
		require.NotContains(t, text, matrixCard)
	}
	require.NotContains(t, r.srvLogs.String(), r.account.Key())
	require.NotContains(t, r.srvLogs.String(), matrixCard)
	base, err := url.Parse(r.base)
	require.NoError(t, err)
	requests := r.tap.sent()
	for _, q := range requests {
		require.Equal(t, "Bearer "+r.account.Key(), q.Header.Get("Authorization"))
		require.Equal(t, base.Host, q.Host)
	}
	require.LessOrEqual(t, strings.Count(string(r.tap.raw()), r.account.Key()), len(requests)+r.want.attempts)
}

// checkLeaks checks that only idle connections are open. The bubble, or the end of the
// tests, detects goroutines.
func (r *run) checkLeaks(t *testing.T) {
	t.Helper()
	require.LessOrEqual(t, r.tap.openConns(), 1)
	r.tap.transport.CloseIdleConnections()
	if !r.scenario.sockets {
		synctest.Wait()
		require.Zero(t, r.tap.openConns())
	}
}

// ports matches the differences between two runs over sockets: port numbers and times.
var ports = regexp.MustCompile(`127\.0\.0\.1:\d+|current time \S+`)

// trace returns the course of the call without random values.
func (r *run) trace(t *testing.T) string {
	t.Helper()
	var lines []string
	for _, a := range r.attempts() {
		lines = append(lines, fmt.Sprintf("attempt %d: status %d, request %s, asked %s, sent %d, reused %t: %v",
			a.Number, a.Status, a.RequestID, a.RetryAfter, a.WireSends, a.ConnReused, a.Err))
	}
	if r.want.outcome != "" {
		e := r.failure(t)
		lines = append(lines, fmt.Sprintf("%s, %s, code %q", e.Outcome, e.StopReason, e.Code))
	}
	if !r.scenario.sockets { // with sockets the server may still be writing its journal
		for _, q := range r.requests {
			lines = append(lines, fmt.Sprintf("server: %d %s %s %s committed %t, %s", q.Status, q.Method, q.Path, q.RequestID, q.Committed, q.Fault))
		}
	}
	return ports.ReplaceAllString(strings.Join(lines, "\n"), "…")
}
