package mockserver_test

import (
	"io"
	"net/http"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
	"github.com/stateset/stateset-go/webhook"
)

const hookSecret = "whsec_0123456789abcdef0123456789abcdef"

// noon is the time of the clocks of these tests.
var noon = time.Date(2024, 1, 15, 12, 0, 0, 0, time.UTC)

// schedule is the times of the attempts of a delivery, relative to the event.
var schedule = []time.Duration{
	0, 10 * time.Second, 70 * time.Second, 670 * time.Second, 670*time.Second + time.Hour,
	670*time.Second + 4*time.Hour, 670*time.Second + 16*time.Hour,
}

// received is a request of a receiver.
type received struct {
	event  *webhook.Event // nil when verification failed
	err    error
	body   string
	header http.Header
	at     time.Time // the time of the server
}

// receiver verifies deliveries and responds with the configured status.
type receiver struct {
	clock    *mockserver.Clock
	verifier *webhook.Verifier
	answer   func(n int) int // status of the n-th request, from 1; nil: 200

	mu  sync.Mutex
	got []received
}

func newReceiver(t *testing.T, srv *mockserver.Server, answer func(n int) int) *receiver {
	t.Helper()
	verifier, err := webhook.NewVerifier(hookSecret)
	require.NoError(t, err)
	return &receiver{clock: srv.Clock(), verifier: verifier, answer: answer}
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	body, err := io.ReadAll(req.Body)
	got := received{body: string(body), header: req.Header, err: err, at: r.clock.Now()}
	if err == nil {
		got.event, got.err = r.verifier.Verify(body, req.Header)
	}
	r.mu.Lock()
	r.got = append(r.got, got)
	n := len(r.got)
	r.mu.Unlock()
	if r.answer != nil {
		w.WriteHeader(r.answer(n))
	}
}

func (r *receiver) all() []received {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]received(nil), r.got...)
}

// types returns the types of the received events, in order.
func (r *receiver) types() []webhook.Type {
	var types []webhook.Type
	for _, got := range r.all() {
		if got.event != nil {
			types = append(types, got.event.Type)
		}
	}
	return types
}

func pay(t *testing.T, client *stateset.Client) *payments.Payment {
	t.Helper()
	p, err := client.Payments.Create(t.Context(), &payments.CreateParams{Amount: stateset.SSUSD("5.00"), Recipient: recipient})
	require.NoError(t, err)
	return p
}

func answering(status int) func(int) int { return func(int) int { return status } }

func TestDeliverTo(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		srv := mockserver.New(t)
		r := newReceiver(t, srv, nil)
		srv.Webhooks().DeliverTo(r, hookSecret, webhook.Type("payment.*"))
		p := pay(t, srv.Client())
		require.NoError(t, srv.Webhooks().Settle(t.Context()))
		got := r.all()
		require.Equal(t, []webhook.Type{"payment.created", "payment.succeeded"}, r.types())
		require.NoError(t, got[0].err)
		require.Equal(t, p.ID, got[0].event.Data.ResourceID)
		require.Equal(t, "application/json", got[0].header.Get("Content-Type"))
		require.Equal(t, "StateSet-Webhooks/1.0", got[0].header.Get("User-Agent"))
		require.Equal(t, "payment.created", got[0].header.Get("X-StateSet-Event"))
		require.Regexp(t, `^dlv_test_[a-z0-9]{24}$`, got[0].header.Get("X-StateSet-Delivery"))
	})
}

func TestScheduleOfAttempts(t *testing.T) {
	t.Parallel()
	for name, steps := range map[string][]time.Duration{
		"at once":  {16*time.Hour + 11*time.Minute + 10*time.Second},
		"in steps": {9 * time.Second, time.Second, 59 * time.Second, time.Hour, 24 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := mockserver.New(t, mockserver.WithTime(noon))
			r := newReceiver(t, srv, answering(500))
			account := srv.NewAccount()
			account.Webhooks().DeliverTo(r, hookSecret, webhook.PaymentSucceeded)
			pay(t, account.Client())
			for _, step := range steps {
				require.NoError(t, srv.Clock().Advance(step))
			}
			var at []time.Duration
			for _, got := range r.all() {
				require.NoError(t, got.err, "signatures have real time")
				require.Equal(t, r.got[0].body, got.body)
				at = append(at, got.at.Sub(noon))
			}
			require.Equal(t, schedule, at)
			d := account.Webhooks().Deliveries()[0]
			require.Equal(t, webhook.DeliveryFailed, d.Status)
			require.Len(t, d.Attempts, 7)
			require.Zero(t, d.NextAttemptAt)
			for i, attempt := range d.Attempts {
				require.Equal(t, webhook.DeliveryAttempt{Number: i + 1, At: noon.Add(schedule[i]), StatusCode: 500}, *attempt)
			}
			require.Equal(t, 1, account.Events().All()[1].PendingWebhooks)
		})
	}
}

// statuses returns the statuses of deliveries.
func statuses(deliveries []*webhook.Delivery) []webhook.DeliveryStatus {
	out := make([]webhook.DeliveryStatus, len(deliveries))
	for i, d := range deliveries {
		out[i] = d.Status
	}
	return out
}

// hooked is an account with a receiver of payment.succeeded, on a server with the time
// noon.
type hooked struct {
	srv      *mockserver.Server
	account  *mockserver.Account
	client   *stateset.Client
	receiver *receiver
}

func newHooked(t *testing.T, answer func(n int) int, opts ...mockserver.Option) *hooked {
	t.Helper()
	srv := mockserver.New(t, append([]mockserver.Option{mockserver.WithTime(noon)}, opts...)...)
	h := &hooked{srv: srv, account: srv.NewAccount(), receiver: newReceiver(t, srv, answer)}
	h.client = h.account.Client()
	h.account.Webhooks().DeliverTo(h.receiver, hookSecret, webhook.PaymentSucceeded)
	return h
}

// delivery returns the only delivery of the account.
func (h *hooked) delivery(t *testing.T) *webhook.Delivery {
	t.Helper()
	all := h.account.Webhooks().Deliveries()
	require.Len(t, all, 1)
	return all[0]
}

func (h *hooked) endpoint(t *testing.T) *webhook.Endpoint {
	t.Helper()
	page, err := h.client.Webhooks.List(t.Context(), nil)
	require.NoError(t, err)
	return page.Data[0]
}

func TestStatusesOfReceivers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		answer   func(n int) int
		attempts int
		status   webhook.DeliveryStatus
		endpoint webhook.Status
	}{
		"200":                 {answering(200), 1, webhook.DeliverySucceeded, webhook.StatusEnabled},
		"any 2xx":             {answering(299), 1, webhook.DeliverySucceeded, webhook.StatusEnabled},
		"success at the last": {func(n int) int { return map[bool]int{true: 204, false: 503}[n == 7] }, 7, webhook.DeliverySucceeded, webhook.StatusEnabled},
		"a redirect":          {answering(302), 7, webhook.DeliveryFailed, webhook.StatusEnabled},
		"a client error":      {answering(400), 7, webhook.DeliveryFailed, webhook.StatusEnabled},
		"gone":                {func(n int) int { return map[bool]int{true: 410, false: 500}[n == 2] }, 2, webhook.DeliveryFailed, webhook.StatusDisabled},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHooked(t, test.answer)
			pay(t, h.client)
			require.NoError(t, h.srv.Clock().Advance(24*time.Hour))
			d := h.delivery(t)
			require.Equal(t, test.status, d.Status)
			require.Len(t, d.Attempts, test.attempts)
			require.Len(t, h.receiver.all(), test.attempts)
			require.Equal(t, test.endpoint, h.endpoint(t).Status)
			require.Zero(t, d.NextAttemptAt)
		})
	}
}

// A disabled endpoint receives no more deliveries, and its pending deliveries fail.
func TestGoneEndsOtherDeliveriesToo(t *testing.T) {
	t.Parallel()
	h := newHooked(t, func(n int) int { return map[bool]int{true: 410, false: 500}[n == 2] })
	pay(t, h.client)
	require.NoError(t, h.srv.Webhooks().Settle(t.Context()))
	pay(t, h.client)
	require.NoError(t, h.srv.Webhooks().Settle(t.Context()))
	require.Equal(t, []webhook.DeliveryStatus{webhook.DeliveryFailed, webhook.DeliveryFailed}, statuses(h.account.Webhooks().Deliveries()))
	pay(t, h.client)
	require.NoError(t, h.srv.Clock().Advance(24*time.Hour))
	require.Len(t, h.receiver.all(), 2)
}

// In real time, retries are made without a call to the server.
func TestRetriesInRealTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		srv := mockserver.New(t)
		r := newReceiver(t, srv, answering(500))
		account := srv.NewAccount()
		account.Webhooks().DeliverTo(r, hookSecret, webhook.PaymentSucceeded)
		pay(t, account.Client())
		began := time.Now()
		<-time.After(17 * time.Hour)
		var at []time.Duration
		for _, got := range r.all() {
			require.NoError(t, got.err)
			at = append(at, got.at.Sub(began))
		}
		require.Equal(t, schedule, at)
	})
}

func TestSlowReceiver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		srv := mockserver.New(t)
		account := srv.NewAccount()
		var calls int
		slow := func(w http.ResponseWriter, req *http.Request) {
			if calls++; calls == 1 {
				<-req.Context().Done()
			}
		}
		account.Webhooks().DeliverTo(http.HandlerFunc(slow), hookSecret, webhook.PaymentSucceeded)
		quick := newReceiver(t, srv, nil)
		account.Webhooks().DeliverTo(quick, hookSecret, webhook.PaymentSucceeded)
		began := time.Now()
		pay(t, account.Client())
		synctest.Wait()
		require.Zero(t, time.Since(began), "the request did not wait for a receiver")
		require.Len(t, quick.all(), 1, "nor did another receiver")
		require.NoError(t, srv.Webhooks().Settle(t.Context()))
		require.Equal(t, 10*time.Second, time.Since(began))
		d := account.Webhooks().Deliveries()[0]
		require.Equal(t, "no response within 10s", d.Attempts[0].Error)
		require.EqualValues(t, 10_000, d.Attempts[0].DurationMS)
		<-time.After(10 * time.Second)
		synctest.Wait()
		d = account.Webhooks().Deliveries()[0]
		require.Equal(t, webhook.DeliverySucceeded, d.Status)
		require.Equal(t, 20*time.Second, d.Attempts[1].At.Sub(d.Attempts[0].At), "from the end of the first")
	})
}

// A clock move waits for the running attempt. The time of the retry counts from the end
// of that attempt.
func TestAdvanceWaitsForAttempts(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		srv := mockserver.New(t)
		account := srv.NewAccount()
		slow := func(w http.ResponseWriter, _ *http.Request) {
			<-time.After(3 * time.Second)
			w.WriteHeader(500)
		}
		account.Webhooks().DeliverTo(http.HandlerFunc(slow), hookSecret, webhook.PaymentSucceeded)
		pay(t, account.Client())
		began := time.Now()
		require.NoError(t, srv.Clock().Advance(9*time.Second))
		require.Equal(t, 3*time.Second, time.Since(began))
		require.Len(t, account.Webhooks().Deliveries()[0].Attempts, 1)
		require.NoError(t, srv.Clock().Advance(time.Second))
		require.Len(t, account.Webhooks().Deliveries()[0].Attempts, 2)
	})
}

func TestPanickingReceiver(t *testing.T) {
	t.Parallel()
	for reason, want := range map[any]string{"boom": "the handler panicked: boom", http.ErrAbortHandler: "the handler aborted the response"} {
		srv := mockserver.New(t)
		account := srv.NewAccount()
		account.Webhooks().DeliverTo(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(reason) }), hookSecret)
		pay(t, account.Client())
		require.NoError(t, srv.Webhooks().Settle(t.Context()))
		for _, d := range account.Webhooks().Deliveries() {
			require.Equal(t, want, d.Attempts[0].Error)
			require.Equal(t, webhook.DeliveryPending, d.Status)
		}
	}
}

// A receiver may call the API in real time and during clock moves. The resulting events
// are delivered too.
func TestReceiverThatCallsTheServer(t *testing.T) {
	t.Parallel()
	srv := mockserver.New(t, mockserver.WithTime(noon))
	account := srv.NewAccount()
	client := account.Client()
	var created, overdue []string
	account.Webhooks().DeliverTo(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		p, err := client.Payments.Create(t.Context(), &payments.CreateParams{Amount: stateset.SSUSD("1.00"), Recipient: recipient})
		if err == nil {
			created = append(created, p.ID)
		}
	}), hookSecret, webhook.InvoiceOverdue, webhook.OrderCreated)
	account.Webhooks().DeliverTo(http.HandlerFunc(func(_ http.ResponseWriter, req *http.Request) {
		overdue = append(overdue, req.Header.Get("X-StateSet-Event"))
	}), hookSecret, webhook.PaymentSucceeded)
	require.NoError(t, srv.Clock().Advance(40*24*time.Hour))
	require.Len(t, created, 1)
	require.Equal(t, []string{"payment.succeeded"}, overdue)
}
