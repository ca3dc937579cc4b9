package lincheck

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
)

const (
	maxPlants = 100 // plans that are run until one shows a planted bug
	maxShrunk = 8   // plans that are shrunk until one is as small as required
)

// TestPlantedBugsAreFound plants bugs in the client, in the transport and in the audit. Each
// must be reported as a problem of its kind, and in a plan of at most ops operations. The
// plan that shows a bug first depends on scheduling. If its smallest form needs more
// operations, the test continues with the next plan.
func TestPlantedBugsAreFound(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		with func() plant // called for each run
		kind string
		ops  int // maximum size of the smallest plan; zero: the plan is not shrunk
	}{
		"a new key for every retry": {retrying(func(r *http.Request, n int) {
			r.Header.Set("Idempotency-Key", fmt.Sprintf("%s-%d", r.Header.Get("Idempotency-Key"), n))
		}), duplicateEffect, 3},
		"a new key, as it is sent":                      {retrying(func(r *http.Request, n int) { r.Header.Set("Idempotency-Key", fmt.Sprint("new-", n)) }), changedRequest, 1},
		"another body for every retry":                  {retrying(otherBody), changedRequest, 1},
		"a transport that sends everything twice":       {middleware(sendTwice), tooManyAttempts, 1},
		"an answer that belongs to another call":        {answersOfOthers, wrongAnswer, 2},
		"success is told where nothing is known":        {telling(func(e *event) { imagine(e, unknown) }), lostEffect, 1},
		"success is told where it was refused":          {telling(func(e *event) { imagine(e, refused) }), lostEffect, 1},
		"nothing happened, where nothing is known":      {telling(giveUp), falseEffect, 1},
		"an order that is read from a cache":            {staleOrders, notLinear, 3},
		"a refusal with the reason of another":          {telling(otherReason), notLinear, 2},
		"an error that is none of the SDK's":            {telling(foreignError), badError, 1},
		"books that forget the newest payment":          {reading(func(b *books) { b.payments = b.payments[1:] }), lostEffect, 1},
		"books that forget a refund":                    {reading(forgetRefund), lostEffect, 2},
		"books in which a payment stands twice":         {reading(func(b *books) { b.payments = append(b.payments, b.payments[0]) }), duplicateEffect, 1},
		"a wallet from which a cent is gone":            {reading(func(b *books) { b.balances.wallets[0]-- }), badBooks, 0},
		"an order that does not know of a payment":      {reading(func(b *books) { b.orders[0].AmountPaid = money(0, "ssusd") }), notLinear, 1},
		"a ledger that says that it does not balance":   {reading(func(b *books) { b.ledger = fmt.Errorf("a cent is missing") }), badBooks, 0},
		"a journal in which a write is committed twice": {reading(func(b *books) { b.requests = append(b.requests, b.requests...) }), duplicateEffect, 1},
		"unknown outcomes that stay so":                 {unsettled, unresolved, 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var shrunk []string
			for seed := uint64(1); seed <= maxPlants && len(shrunk) < maxShrunk; seed++ {
				p := generate(seed)
				if !play(t, p, test.with()).failed(test.kind) {
					continue
				}
				if test.ops == 0 {
					return
				}
				small := smallest(t, p, test.with, test.kind)
				require.True(t, small.failed(test.kind))
				checkStory(t, small)
				if len(small.plan.Ops) <= test.ops {
					return
				}
				shrunk = append(shrunk, small.story())
			}
			require.NotEmpty(t, shrunk, "no plan showed the bug")
			require.Failf(t, "no plan is small enough", "at most %d operations, got %s", test.ops, shrunk)
		})
	}
}

// checkStory checks that the story of a failure is complete.
func checkStory(t *testing.T, r *report) {
	t.Helper()
	story := r.story()
	require.Contains(t, story, r.problems[0].String())
	require.Contains(t, story, fmt.Sprintf("LINCHECK_SEED=%d go test", r.plan.Seed))
	require.Contains(t, story, "LINCHECK_PLAN='{")
	for i := range r.plan.Ops {
		require.Contains(t, story, r.plan.Ops[i].String())
	}
	for _, h := range r.plan.Hits {
		require.Contains(t, story, h.Do)
	}
}

func middleware(m func(http.RoundTripper) http.RoundTripper) func() plant {
	return func() plant { return plant{middleware: m} }
}

func telling(tell func(*event)) func() plant { return func() plant { return plant{event: tell} } }

func reading(read func(*books)) func() plant { return func() plant { return plant{books: read} } }

// tripper is a function as a middleware.
type tripper func(*http.Request) (*http.Response, error)

func (f tripper) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

// retrying changes the retries of writes with a key.
func retrying(change func(r *http.Request, attempt int)) func() plant {
	return middleware(func(next http.RoundTripper) http.RoundTripper {
		return tripper(func(r *http.Request) (*http.Response, error) {
			info, _ := stateset.OperationFrom(r.Context())
			if info.Attempt > 1 && r.Header.Get("Idempotency-Key") != "" {
				r = r.Clone(r.Context())
				change(r, info.Attempt)
			}
			return next.RoundTrip(r)
		})
	})
}

// otherBody adds a blank, which does not change the request for the server.
func otherBody(r *http.Request, _ int) {
	if r.Body == nil {
		return
	}
	body, _ := io.ReadAll(r.Body) // from memory
	body = append(body, ' ')
	r.Body, r.ContentLength, r.GetBody = io.NopCloser(bytes.NewReader(body)), int64(len(body)), nil
}

func sendTwice(next http.RoundTripper) http.RoundTripper {
	return tripper(func(r *http.Request) (*http.Response, error) {
		first := r.Clone(r.Context())
		if r.GetBody != nil {
			first.Body, _ = r.GetBody() // from memory
		}
		if response, err := next.RoundTrip(first); err == nil {
			_ = response.Body.Close() // not read
		}
		return next.RoundTrip(r)
	})
}

// answersOfOthers returns the ID of the first payment for every payment.
func answersOfOthers() plant {
	var mu sync.Mutex
	first := ""
	return plant{event: func(e *event) {
		mu.Lock()
		defer mu.Unlock()
		if e.verdict != done || !e.op.Verb.makesPayment() {
			return
		}
		if first == "" {
			first = e.id
		}
		e.id = first
	}}
}

// imagine reports a success for a write with the verdict.
func imagine(e *event, of verdict) {
	if e.verdict == of && !e.op.Verb.reads() && !e.tried {
		e.verdict, e.id, e.answer = done, "pay_imagined", "succeeded"
	}
}

func giveUp(e *event) {
	if e.verdict == unknown && !e.op.Verb.reads() {
		e.verdict = fended
	}
}

// staleOrders returns the first response of each order.
func staleOrders() plant {
	var mu sync.Mutex
	cache := map[int]string{}
	return plant{event: func(e *event) {
		mu.Lock()
		defer mu.Unlock()
		if e.verdict != done || e.op.Verb != getOrder {
			return
		}
		if answer, ok := cache[e.op.Order]; ok {
			e.answer = answer
		}
		cache[e.op.Order] = e.answer
	}}
}

func otherReason(e *event) {
	if e.verdict == refused {
		e.answer = refusal("ORDER_ALREADY_PAID")
	}
}

func foreignError(e *event) {
	if e.verdict == unknown {
		e.verdict, _ = judge(io.ErrUnexpectedEOF)
	}
}

func forgetRefund(b *books) {
	if len(b.refunds) > 0 {
		b.refunds = b.refunds[1:]
	}
}

// unsettled hides the result of Resolve from the client.
func unsettled() plant {
	return plant{event: func(e *event) {
		if e.tried {
			e.verdict = unknown
		}
	}}
}
