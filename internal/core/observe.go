package core

import (
	"context"
	"strings"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/transport"
	"github.com/stateset/stateset-go/journal"
)

// observe makes a call and reports it to the hooks and the log.
func (c *Client) observe(ctx context.Context, r *transport.Request, call func(context.Context) error) error {
	op, hooks, started := c.transport.Info(r), c.transport.Hooks(), time.Now()
	if hooks.OnStart != nil {
		ctx = hooks.OnStart(ctx, op)
	}
	r.Result = &api.CallResult{}
	err := call(ctx)
	result := *r.Result
	r.Result = nil
	result.Err, result.Elapsed, result.BudgetLeft = err, time.Since(started), (*transport.Budget)(nil).Left()
	if r.Owner != nil {
		result.BudgetLeft = r.Owner.Budget.Left()
	}
	if e, ok := err.(*api.Error); ok {
		result.Outcome, result.Status, result.RequestID, result.Replayed, result.Attempts = e.Outcome, e.Status, e.RequestID, e.Replayed, e.Attempts
		if e.Response != nil {
			result.RateLimit = e.Response.RateLimit
		}
	}
	c.transport.LogDone(ctx, r, &op, &result)
	if hooks.OnDone != nil {
		hooks.OnDone(ctx, op, result)
	}
	return err
}

// noteResult keeps the data of a success for the hooks and the log.
func noteResult(r *transport.Request, response *transport.Response) {
	if r.Result == nil {
		return
	}
	r.Result.Status, r.Result.RequestID = response.Status, secretOf(r).Hide(transport.HeaderValue(response.Header, "X-Request-Id"))
	r.Result.Replayed, r.Result.Attempts = api.Replayed(response.Header), response.Attempts
	r.Result.RateLimit, _ = api.ParseRateLimit(response.Header)
}

// noteJournal keeps the state of the call's entry in the journal.
func noteJournal(r *transport.Request, state journal.State) {
	if r.Result != nil {
		r.Result.Journal = string(state)
	}
}

// observeRecovered reports an entry that a recovery handled.
func (c *Client) observeRecovered(ctx context.Context, one *journal.Recovered) {
	hook := c.transport.Hooks().OnRecovered
	if hook == nil {
		return
	}
	e := &one.Entry
	hook(ctx, api.Operation{
		Operation: e.Operation, Method: e.Method, Template: e.Template, Host: strings.TrimPrefix(strings.TrimPrefix(e.Host, "https://"), "http://"), Account: e.Account,
		IdempotencyKey: e.Key, Via: opRecover,
	}, api.RecoveryResult{Entry: e.ID, State: string(one.State), Skipped: one.Skipped, Age: e.Age, Err: one.Err})
}
