package core_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/wiretest"
)

func TestResponseOfASuccess(t *testing.T) {
	t.Parallel()
	s := wiretest.New(wiretest.Respond(201, `{"id":"pay_1"}`, "X-Request-Id", "req_1", "Idempotent-Replayed", "true", "X-Extra", "y",
		"X-RateLimit-Limit", "100", "X-RateLimit-Remaining", "99", "X-RateLimit-Reset", "1700000000"))
	var r api.Response
	_, err := create(t.Context(), newClient(t, s), into(&r))
	require.NoError(t, err)
	require.Equal(t, 201, r.Status)
	require.Equal(t, "req_1", r.RequestID)
	require.Equal(t, "y", r.Header.Get("X-Extra"))
	require.True(t, r.Replayed)
	require.Equal(t, api.RateLimit{Limit: 100, Remaining: 99, Reset: time.Unix(1700000000, 0).UTC()}, r.RateLimit)
	require.Len(t, r.Attempts, 1)
	require.Equal(t, 201, r.Attempts[0].Status)
	require.Equal(t, `{"id":"pay_1"}`, string(r.Body()))
}

func TestResponseOfAFailure(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := api.Response{Status: 7, RequestID: "old"}
		body := `{"error":{"message":"no"}}`
		_, err := create(t.Context(), newClient(t, wiretest.New(wiretest.Reset, wiretest.Respond(402, body, "X-Request-Id", "req_2")), attempts(2)), into(&r))
		require.Error(t, err)
		require.Equal(t, 402, r.Status)
		require.Equal(t, "req_2", r.RequestID)
		require.Len(t, r.Attempts, 2)
		require.Equal(t, body, string(r.Body()))

		_, err = create(t.Context(), newClient(t, wiretest.New(wiretest.Refuse), attempts(2)), into(&r))
		require.Error(t, err)
		require.Zero(t, r.Status, "nothing is left of the call before")
		require.Empty(t, r.RequestID)
		require.Nil(t, r.Body())
		require.Len(t, r.Attempts, 2)

		_, err = create(t.Context(), newClient(t, wiretest.New(wiretest.Respond(201, "oops"))), into(&r))
		require.Error(t, err)
		require.Equal(t, 201, r.Status)
		require.Equal(t, "oops", string(r.Body()))
	})
}

func TestResponseDoesNotPrintItsBody(t *testing.T) {
	t.Parallel()
	var r api.Response
	_, err := create(t.Context(), newClient(t, wiretest.New(wiretest.Respond(201, `{"id":"sentinel"}`))), into(&r))
	require.NoError(t, err)
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		for _, v := range []any{r, &r} {
			text := fmt.Sprintf(verb, v)
			require.NotContains(t, text, "sentinel")
			require.NotContains(t, text, fmt.Sprintf("%x", "sentinel"))
			require.NotContains(t, text, strings.Trim(fmt.Sprint([]byte("sentinel")), "[]"))
		}
	}
	require.Nil(t, new(api.Response).Body())
	require.Error(t, new(api.Response).Decode(new(thing)))
}

// The latest response with a rate limit counts. Unreadable values are ignored.
func TestRateLimit(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		now := time.Now().UTC()
		const name = "X-RateLimit-"
		at := func(seconds int64) time.Time { return time.Unix(seconds, 0).UTC() }
		for _, tt := range []struct {
			name   string
			header []string
			want   api.RateLimit
			ok     bool
		}{
			{"all", []string{name + "Limit", "100", name + "Remaining", "7", name + "Reset", "1700000000"}, api.RateLimit{Limit: 100, Remaining: 7, Reset: at(1700000000)}, true},
			{"limit alone", []string{name + "Limit", "100"}, api.RateLimit{Limit: 100}, true},
			{"none", nil, api.RateLimit{}, false},
			{"no limit", []string{name + "Remaining", "7"}, api.RateLimit{}, false},
			{"negative", []string{name + "Limit", "-1", name + "Remaining", "7"}, api.RateLimit{}, false},
			{"huge", []string{name + "Limit", "99999999999999999999"}, api.RateLimit{}, false},
			{"text", []string{name + "Limit", "many"}, api.RateLimit{}, false},
			{"twice", []string{name + "Limit", "1", name + "Limit", "2"}, api.RateLimit{}, false},
			{"empty", []string{name + "Limit", ""}, api.RateLimit{}, false},
			{"bad remaining and reset", []string{name + "Limit", "5", name + "Remaining", "1.5", name + "Reset", "NaN"}, api.RateLimit{Limit: 5}, true},
			{"milliseconds", []string{name + "Limit", "5", name + "Reset", "1700000000000"}, api.RateLimit{Limit: 5}, true},
			{"seconds from now", []string{name + "Limit", "5", name + "Reset", "30"}, api.RateLimit{Limit: 5, Reset: now.Add(30 * time.Second)}, true},
			{"seconds from the server's now", []string{name + "Limit", "5", name + "Reset", "30", "Date", "Tue, 14 Nov 2023 22:13:20 GMT"},
				api.RateLimit{Limit: 5, Reset: at(1700000030)}, true},
		} {
			for _, status := range []int{200, 429, 500} {
				c := newClient(t, wiretest.New(wiretest.Respond(status, `{"id":"x"}`, tt.header...)))
				_, before := c.RateLimit()
				require.False(t, before)
				_, _ = get(t.Context(), c, "pay_1")
				got, ok := c.RateLimit()
				require.Equal(t, tt.ok, ok, "%s %d", tt.name, status)
				require.Equal(t, tt.want, got, "%s %d", tt.name, status)
			}
		}
	})
}

func TestRateLimitOfTheLastAnswer(t *testing.T) {
	t.Parallel()
	c := newClient(t, wiretest.New(wiretest.Respond(200, `{"id":"x"}`, "X-RateLimit-Limit", "1"), wiretest.Respond(200, `{"id":"x"}`, "X-RateLimit-Limit", "2"), wiretest.Respond(200, `{"id":"x"}`)))
	for _, want := range []int{1, 2, 2} {
		_, err := get(t.Context(), c, "pay_1")
		require.NoError(t, err)
		got, ok := c.RateLimit()
		require.True(t, ok)
		require.Equal(t, want, got.Limit)
	}
}

func TestRateLimitConcurrently(t *testing.T) {
	t.Parallel()
	c := newClient(t, wiretest.New(func(r *http.Request) (*http.Response, error) {
		return wiretest.Respond(200, `{"id":"x"}`, "X-RateLimit-Limit", "10", "X-RateLimit-Remaining", "10")(r)
	}))
	var group sync.WaitGroup
	for range 32 {
		group.Go(func() {
			_, _ = get(t.Context(), c, "pay_1")
			if l, ok := c.RateLimit(); !ok || l.Limit != l.Remaining {
				t.Errorf("%v %v", l, ok)
			}
		})
	}
	group.Wait()
}
