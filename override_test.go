package stateset_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/wiretest"
	"github.com/stateset/stateset-go/payments"
)

// Values of one place add up. A later place replaces those of an earlier place by name,
// and does not change the earlier client.
func TestHeadersAndQueryOverride(t *testing.T) {
	t.Parallel()
	both := func(name, value string) (header, query stateset.SharedOption) {
		return stateset.WithHeader("X-"+name, value), stateset.WithQuery(name, value)
	}
	newA1, newA1Query := both("A", "new 1")
	newA2, newA2Query := both("a", "new 2") // header names ignore case, parameter names do not
	newB, newBQuery := both("B", "new")
	withA, withAQuery := both("A", "with")
	callB1, callB1Query := both("B", "call 1")
	callB2, callB2Query := both("B", "call 2")

	s := wiretest.New(wiretest.Respond(200, payment))
	parent := s.Client(t, newA1, newA1Query, newA2, newA2Query, newB, newBQuery)
	child, err := parent.With(withA, withAQuery)
	require.NoError(t, err)
	for _, tt := range []struct {
		client *stateset.Client
		call   []stateset.RequestOption
		header map[string][]string
		query  map[string][]string
	}{
		{parent, nil,
			map[string][]string{"X-A": {"new 1", "new 2"}, "X-B": {"new"}},
			map[string][]string{"A": {"new 1"}, "a": {"new 2"}, "B": {"new"}}},
		{child, nil,
			map[string][]string{"X-A": {"with"}, "X-B": {"new"}},
			map[string][]string{"A": {"with"}, "a": {"new 2"}, "B": {"new"}}},
		{child, []stateset.RequestOption{callB1, callB1Query, callB2, callB2Query},
			map[string][]string{"X-A": {"with"}, "X-B": {"call 1", "call 2"}},
			map[string][]string{"A": {"with"}, "a": {"new 2"}, "B": {"call 1", "call 2"}}},
		{parent, nil,
			map[string][]string{"X-A": {"new 1", "new 2"}, "X-B": {"new"}},
			map[string][]string{"A": {"new 1"}, "a": {"new 2"}, "B": {"new"}}},
	} {
		_, err := tt.client.Payments.Get(t.Context(), "pay_1", tt.call...)
		require.NoError(t, err)
		last := s.Last(t)
		for name, values := range tt.header {
			require.Equal(t, values, last.Header[name], name)
		}
		require.Equal(t, tt.query, map[string][]string(last.Query))
	}
}

// The parameters of a call replace those of the client, and its WithQuery replaces both.
func TestQueryOfAClientAndParams(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(200, `{"data":[],"has_more":false}`))
	client := s.Client(t, stateset.WithQuery("limit", "7"), stateset.WithQuery("status", "failed"))
	for want, call := range map[string]func() error{
		"limit=7&status=failed": func() error { return client.Do(t.Context(), "GET", "/payments", nil, nil) },
		"limit=3&status=failed": func() error { return client.Do(t.Context(), "GET", "/payments?limit=3", nil, nil) },
		"limit=5&status=failed": func() error {
			_, err := client.Payments.List(t.Context(), &payments.ListParams{Limit: 5})
			return err
		},
		"limit=5&status=pending": func() error {
			_, err := client.Payments.List(t.Context(), &payments.ListParams{Limit: 5, Status: payments.StatusFailed}, stateset.WithQuery("status", "pending"))
			return err
		},
	} {
		require.NoError(t, call(), want)
		require.Equal(t, want, s.Last(t).Query.Encode())
	}
}

// A header that the SDK sets cannot be set on a client, a derived client or a call.
func TestReservedHeadersStayReserved(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(200, payment))
	client := s.Client(t)
	for _, name := range []string{"Authorization", "Idempotency-Key", "x_account_id", "USER-AGENT"} {
		_, err := stateset.New(wiretest.Key, stateset.WithHeader(name, "v"))
		require.ErrorContains(t, err, "cannot be overridden", name)
		_, err = client.With(stateset.WithHeader(name, "v"))
		require.ErrorContains(t, err, "cannot be overridden", name)
		_, err = client.Payments.Get(t.Context(), "pay_1", stateset.WithHeader(name, "v"))
		require.ErrorContains(t, err, "cannot be overridden", name)
	}
	_, err := client.With(stateset.WithQuery("", "v"))
	require.EqualError(t, err, "stateset: WithQuery: the parameter must have a name")
	require.Empty(t, s.Requests())
}
