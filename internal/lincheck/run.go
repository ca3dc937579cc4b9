package lincheck

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing/synctest"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/orders"
)

// The policy of the client, in virtual time.
const (
	maxAttempts    = 3
	attemptTimeout = 2 * time.Second
	callTimeout    = 20 * time.Second
)

// plant is a bug that a run must find: in the transport, in the results of a client, or
// in the auditor. The zero value has no bug.
type plant struct {
	middleware func(http.RoundTripper) http.RoundTripper
	event      func(*event)
	books      func(*books)
}

// run is a run of a plan.
type run struct {
	plan    *plan
	plant   plant
	srv     *mockserver.Server
	account *mockserver.Account
	client  *stateset.Client
	wire    *wire
	orders  []string
	faults  []*mockserver.Fault // by the hits of the plan
	before  balances
	ticks   atomic.Int64
	events  []*event // by the operations of the plan

	mu   sync.Mutex
	made map[int]string // payments, by the operations that created them
}

// execute runs a plan on its own server and returns the problems. It must be called in a
// bubble of testing/synctest.
func execute(ctx context.Context, p *plan, with plant) (*report, error) {
	srv, err := mockserver.Start(ctx, mockserver.WithSeed(p.Seed))
	if err != nil {
		return nil, err
	}
	defer srv.Close()
	r := &run{plan: p, plant: with, srv: srv, account: srv.NewAccount(), made: map[int]string{}, events: make([]*event, len(p.Ops))}
	if err := r.prepare(ctx); err != nil {
		return nil, err
	}
	r.storm(ctx)
	synctest.Wait() // no request is running
	fired := r.removeFaults()
	unknowns := r.resolve(ctx)
	b, err := r.audit(ctx)
	if err != nil {
		return nil, fmt.Errorf("lincheck: cannot read the books: %w", err)
	}
	if with.books != nil {
		with.books(b)
	}
	out := r.report(b, unknowns)
	out.fired = fired
	return out, nil
}

// prepare creates the shared objects and the shared client.
func (r *run) prepare(ctx context.Context) error {
	calm := r.account.Client()
	for range shopOrders {
		o, err := calm.Orders.Create(ctx, &orders.CreateParams{
			CustomerID: customer, Items: []orders.ItemParams{{Name: "Mug", Quantity: 1, Price: money(orderTotal, "ssusd")}},
		})
		if err != nil {
			return fmt.Errorf("lincheck: cannot make an order: %w", err)
		}
		r.orders = append(r.orders, o.ID)
	}
	for n := range bankWallets {
		if err := r.account.Fund(wallet(n+1), money(walletFunds, "ssusd")); err != nil {
			return fmt.Errorf("lincheck: cannot fund a wallet: %w", err)
		}
	}
	r.before = r.balances()
	r.wire = &wire{next: r.srv.HTTPClient().Transport, sent: map[int][]request{}}
	options := []stateset.Option{
		stateset.WithHTTPClient(&http.Client{Transport: r.wire}), stateset.WithMaxAttempts(maxAttempts),
		stateset.WithAttemptTimeout(attemptTimeout), stateset.WithTimeout(callTimeout),
	}
	if r.plant.middleware != nil {
		options = append(options, stateset.WithMiddleware(r.plant.middleware))
	}
	r.client = r.account.Client(options...)
	rules := make([]string, len(r.plan.Hits))
	for i := range r.plan.Hits {
		rules[i] = r.plan.Hits[i].rule()
	}
	if len(rules) == 0 {
		return nil
	}
	var err error
	r.faults, err = r.srv.FailText(strings.Join(rules, "\n"))
	return err
}

// removeFaults removes the faults, and returns how often each was applied.
func (r *run) removeFaults() map[string]int {
	fired := map[string]int{}
	for i, f := range r.faults {
		fired[r.plan.Hits[i].Do] += f.Fired()
		f.Remove()
	}
	return fired
}

// storm runs the operations of each client in order, and all clients concurrently.
func (r *run) storm(ctx context.Context) {
	var working sync.WaitGroup
	for client := range clients {
		working.Go(func() {
			for i := range r.plan.Ops {
				if r.plan.Ops[i].Client == client {
					r.events[i] = r.do(ctx, &r.plan.Ops[i])
				}
			}
		})
	}
	working.Wait()
}

// do makes an operation's call and records its result.
func (r *run) do(ctx context.Context, o *op) *event {
	if o.PauseMS > 0 {
		<-time.After(o.pause())
	}
	e := &event{op: o, returned: never}
	target, ok := r.target(o)
	if !ok {
		e.verdict = skipped
		return e
	}
	if o.CancelMS > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithCancel(ctx)
		defer cancel()
		defer time.AfterFunc(time.Duration(o.CancelMS)*time.Millisecond, cancel).Stop()
	}
	e.invoked = r.ticks.Add(1)
	answer, err := r.call(calling(ctx, o.ID, false), o, target, keyOf(o)...)
	r.note(e, answer, err)
	return e
}

// keyOf returns the key of an operation. Faults identify its requests by the key.
func keyOf(o *op) []stateset.RequestOption {
	switch {
	case o.Verb.reads():
		return nil
	case o.Unkeyed:
		return []stateset.RequestOption{stateset.WithoutIdempotencyKey()}
	}
	return []stateset.RequestOption{stateset.WithIdempotencyKey(o.mark())}
}

// target returns the ID of the operation's object, if a client knows it.
func (r *run) target(o *op) (id string, known bool) {
	switch {
	case o.Payment == noPayment:
		return "pay_nobody", true
	case o.Verb == capture, o.Verb == refund, o.Verb == void, o.Verb == getPayment:
		r.mu.Lock()
		defer r.mu.Unlock()
		id, known = r.made[o.Payment]
		return id, known
	case o.Order > 0:
		return r.orders[o.Order-1], true
	}
	return "", true
}

// note records the result of a call.
func (r *run) note(e *event, answer said, err error) {
	if e.verdict, e.answer = judge(err); e.verdict == done {
		e.answer, e.id = answer.text, answer.id
	}
	e.err = err
	if r.plant.event != nil {
		r.plant.event(e)
	}
	if e.verdict == done && e.op.Verb.makesPayment() {
		r.mu.Lock()
		r.made[e.op.ID] = e.id
		r.mu.Unlock()
	}
	if !e.open() {
		e.returned = r.ticks.Add(1)
	}
}

// resolve settles unknown outcomes, except those that the client leaves open, and returns
// their number.
func (r *run) resolve(ctx context.Context) int {
	unknowns := 0
	for _, e := range r.events {
		if !e.open() || e.op.Verb.reads() {
			continue
		}
		unknowns++
		if e.op.Leave {
			continue
		}
		response, err := r.client.Resolve(calling(ctx, e.op.ID, true), e.err)
		answer := said{}
		if err == nil {
			e.replayed = response.Replayed
			answer, err = decode(e.op, response)
		}
		e.tried = true
		if verdict, _ := judge(err); verdict == done || verdict == refused {
			r.note(e, answer, err)
		}
	}
	return unknowns
}

// objects groups the events by their objects, in a fixed order.
func (r *run) objects(b *books) [][]*event {
	byName := map[string][]*event{}
	for _, e := range slices.Concat(r.events, r.final(b)) {
		if e.verdict == done || e.verdict == refused || e.open() && !e.op.Verb.reads() {
			byName[e.op.object()] = append(byName[e.op.object()], e)
		}
	}
	var groups [][]*event
	for _, events := range byName {
		groups = append(groups, events)
	}
	slices.SortFunc(groups, func(a, b []*event) int { return cmp.Compare(a[0].op.object(), b[0].op.object()) })
	return groups
}
