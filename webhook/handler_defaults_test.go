package webhook_test

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/webhook"
)

// deadlines is a response writer that records read deadlines.
type deadlines struct {
	*httptest.ResponseRecorder
	set []time.Time
}

func (d *deadlines) SetReadDeadline(at time.Time) error {
	d.set = append(d.set, at)
	return nil
}

// leases is a store that records the leases of claims.
type leases struct {
	webhook.Store
	requested []time.Duration
}

func (s *leases) Claim(ctx context.Context, id string, lease time.Duration) (webhook.Claim, error) {
	s.requested = append(s.requested, lease)
	return s.Store.Claim(ctx, id, lease)
}

// A handler without options has the documented times: five seconds for a body, eight for
// a function, a minute for a claim, five for the store.
func TestHandlerDefaults(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		begin := time.Now()
		var ends time.Time
		store := &leases{Store: webhook.NewMemoryStore()}
		h := newHandler(t, webhook.EventFunc(func(ctx context.Context, _ *webhook.Event) error {
			ends, _ = ctx.Deadline()
			return nil
		}), webhook.WithStore(store))
		r := httptest.NewRequest("POST", "/", strings.NewReader(b1))
		r.Header = stamped(v01)
		w := &deadlines{ResponseRecorder: httptest.NewRecorder()}
		h.ServeHTTP(w, r)
		require.Equal(t, 200, w.Code)
		require.Equal(t, []time.Time{begin.Add(5 * time.Second), {}}, w.set, "and none when the body is there")
		require.Equal(t, begin.Add(8*time.Second), ends)
		require.Equal(t, []time.Duration{time.Minute}, store.requested)

		var events counting
		h = newHandler(t, &events, webhook.WithStore(slow{}))
		require.Equal(t, 500, h.Process(t.Context(), []byte(b1), stamped(v01)).Status)
		require.Equal(t, 5*time.Second, time.Since(begin))
	})
}
