package transport

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/hashicorp/go-retryablehttp"

	"github.com/stateset/stateset-go/api"
)

// call is the state of one logical call. It is also the context of the attempts, so
// middleware finds the call. go-retryablehttp keeps no state after it gives up; call
// does.
type call struct {
	context.Context // the context of the caller

	client   *Client
	request  *Request
	owner    *Owner
	policy   api.RetryPolicy
	retry    retryablehttp.Client
	info     api.Operation
	deadline time.Time // of the context, or of the policy's timeout
	bounded  bool      // whether the context sets the deadline
	ended    error     // the first result of callerErr, so that later results agree
	started  time.Time

	number     int // of the current attempt, from 1
	trace      *attemptTrace
	observed   context.Context // of the hooks of the attempt
	firstTrace attemptTrace    // avoids an allocation for one attempt
	seen       observation
	attempts   []api.Attempt
	first      [1]api.Attempt // avoids an allocation for one attempt
	delay      time.Duration
	cost       int64 // budget tokens that the last retry took
	repeated   bool  // whether the call was repeated after a refused stream, at most once
	everSent   bool
	ambiguous  bool // whether an earlier attempt may have taken effect
	stopErr    error
	outcome    api.Outcome

	row           *Row
	stop          api.StopReason
	err           error     // of the last attempt
	response      *Response // nil, or received
	received      Response  // of the last attempt
	body          limitedReader
	answer        Answer
	requestedWait time.Duration // of the last response
}

type callKey struct{}

// Value returns the call for callKey.
func (c *call) Value(key any) any {
	if _, ok := key.(callKey); ok {
		return c
	}
	return c.Context.Value(key)
}

func newCall(ctx context.Context, client *Client, r *Request) *call {
	c := &call{Context: ctx, client: client, request: r, owner: cmp.Or(r.Owner, client.owner), policy: client.config.Policy, started: time.Now()}
	if r.Policy != nil {
		c.policy = *r.Policy
	}
	if !r.Started.IsZero() {
		c.started = r.Started
	}
	c.attempts = c.first[:0]
	c.info = client.Info(r)
	if c.deadline, c.bounded = ctx.Deadline(); !c.bounded {
		c.deadline = c.started.Add(c.policy.Timeout)
	}
	return c
}

// before returns the failure of a call that must not start.
func (c *call) before() *Failure {
	if c.callerErr() != nil {
		return c.refuse(&Table[0], api.StopContext, nil)
	}
	if err := sendable(c.request); err != nil {
		return c.refuse(&Table[1], api.StopPermanent, err)
	}
	if c.keyTooOld(c.started) {
		return c.refuse(&Table[1], api.StopKeyAge, api.ErrIdempotencyKeyExpired)
	}
	return nil
}

// callerErr returns the error of the caller's context. It compares the deadline itself,
// because the context's timer may fire later than another timer of the same moment.
func (c *call) callerErr() error {
	if c.ended == nil {
		c.ended = c.Context.Err()
	}
	if c.ended == nil && c.bounded && !time.Now().Before(c.deadline) {
		c.ended = context.DeadlineExceeded
	}
	return c.ended
}

// ready waits for the client-side limiter, at most until the deadline of the call. It
// refuses an attempt when the deadline or the key's age leaves no time.
func (c *call) ready() error {
	if err := c.limit(); err != nil {
		return &permanentError{err}
	}
	if before := c.request.BeforeAttempt; before != nil {
		before(c.Context)
	}
	if err := c.callerErr(); err != nil {
		return &permanentError{err}
	}
	now := time.Now()
	if c.keyTooOld(now) { // the machine may have slept since the previous attempt
		return &permanentError{api.ErrIdempotencyKeyExpired}
	}
	if !c.bounded && !now.Before(c.deadline) {
		return &permanentError{api.ErrCallTimeout}
	}
	return nil
}

func (c *call) limit() error {
	limiter := cmp.Or(c.client.config.Limiter, c.owner.Limiter)
	if limiter == nil {
		return nil
	}
	if c.bounded {
		return limiter.Wait(c.Context)
	}
	ctx, cancel := context.WithDeadlineCause(c.Context, c.deadline, api.ErrCallTimeout)
	defer cancel()
	err := limiter.Wait(ctx)
	if err != nil && context.Cause(ctx) == api.ErrCallTimeout {
		return api.ErrCallTimeout
	}
	return err
}

// begin starts an attempt. Its timeout is the policy's, or the rest of the call's time
// if that is shorter.
func (c *call) begin() *attemptTrace {
	c.number++
	c.info.Attempt = c.number
	timeout, cause := c.policy.AttemptTimeout, api.ErrAttemptTimeout
	if left := time.Until(c.deadline); left < timeout {
		timeout, cause = left, api.ErrCallTimeout
		if c.bounded {
			cause = context.DeadlineExceeded // the caller's deadline, whichever timer fires first
		}
	}
	c.trace = newAttemptTrace(c, timeout, cause)
	c.observed = c.Context
	if hook := c.client.hooks.OnAttemptStart; hook != nil {
		c.observed = hook(c.Context, c.info)
		c.trace.values = c.observed
	}
	return c.trace
}

// checkRetry is go-retryablehttp's callback after each attempt. It returns no error: an
// error would replace the real one. It is no method value, which would be allocated.
func checkRetry(ctx context.Context, response *http.Response, err error) (bool, error) {
	return ctx.Value(callKey{}).(*call).afterAttempt(response, err), nil
}

// afterAttempt reads the response, records the attempt and decides.
func (c *call) afterAttempt(response *http.Response, err error) (again bool) {
	o := c.observe(response, err)
	c.record(o)
	c.trace = nil
	if again = c.decide(o); again {
		c.last().Delay, c.last().Reason, c.retry.RetryWaitMin = c.delay, c.row.reason(o), c.delay
	}
	c.client.report(c)
	c.observed = nil
	return again
}

// backoffOf is go-retryablehttp's callback before a wait. Its minimum is the delay.
func backoffOf(delay, _ time.Duration, _ int, _ *http.Response) time.Duration { return delay }

// observe reads the response and collects the facts that the table needs.
func (c *call) observe(response *http.Response, err error) *observation {
	o := &c.seen
	*o = observation{err: err}
	c.response, c.answer, c.requestedWait = nil, nil, 0
	trace, attempt := c.trace, c.Context
	if trace != nil {
		defer trace.cancel()
		attempt = trace.ctx
	} else if err != nil {
		o.err = &permanentError{err} // net/http refused the request before an attempt
	}
	if response != nil && err == nil {
		o.bodyErr = c.read(response, o)
	}
	if trace != nil {
		writes := trace.writes.Load()
		o.traced, o.refused, o.reused = trace.connRequested.Load(), trace.refused, trace.reused.Load()
		o.sent = writes > trace.refusedWrites
		c.ambiguous = c.ambiguous || writes-trace.refusedWrites > 1 // a middleware sent it again: the effect of the first is unknown
	}
	o.callerErr = c.callerErr()
	o.err = cleanError(attempt, o.callerErr, o.err)
	o.bodyErr = cleanError(attempt, o.callerErr, o.bodyErr)
	c.err = o.err
	if c.err == nil {
		c.err = o.bodyErr
	}
	return o
}

// read reads the response and replaces its body with an empty one.
func (c *call) read(response *http.Response, o *observation) error {
	buffer, err := readBody(response, &c.body)
	response.Body = http.NoBody
	if c.trace != nil && c.trace.location != nil {
		response.Header["Location"] = c.trace.location
	}
	c.received = Response{Status: response.StatusCode, Header: response.Header, Body: bytes.TrimPrefix(buffer.Bytes(), byteOrderMark), buffer: buffer}
	c.response = &c.received
	o.status = response.StatusCode
	o.hidden = c.trace != nil && c.trace.hiddenRedirect
	if o.success() {
		return err
	}
	o.cutOff = errors.Is(err, api.ErrResponseTruncated)
	o.replayed = api.Replayed(response.Header)
	o.shouldRetry = shouldRetryHeader(response.Header)
	if o.status == http.StatusConflict {
		o.text = string(c.response.Body[:min(len(c.response.Body), len(inFlightText))])
	}
	c.response.keep()
	if classify := c.client.config.Classify; classify != nil {
		c.answer = classify(c.response)
	}
	if c.answer != nil {
		o.code = c.answer.ErrorCode()
	}
	c.requestedWait, _ = ServerWait(o.status, response.Header, c.hint, time.Now())
	return nil // the body of an error may be incomplete: the status is enough in most cases
}

// byteOrderMark may precede JSON. RFC 8259 lets a reader skip it.
var byteOrderMark = []byte("\ufeff")

func (c *call) hint() (time.Duration, bool) {
	if c.answer == nil {
		return 0, false
	}
	return c.answer.RetryAfterHint()
}

// record appends the attempt to the attempts of the call.
func (c *call) record(o *observation) {
	a := api.Attempt{Number: len(c.attempts) + 1, Start: c.started, RetryAfter: c.requestedWait, Err: c.owner.Secret.HideError(c.err), Status: o.status}
	if c.trace != nil {
		a.Start = c.trace.start
		a.WireSends = c.trace.sends(o.answered())
		a.ConnReused = c.trace.reused.Load()
	}
	a.Duration = time.Since(a.Start)
	if c.response != nil {
		a.RequestID = c.owner.Secret.Hide(HeaderValue(c.response.Header, "X-Request-Id"))
	}
	c.attempts = append(c.attempts, a)
	c.client.stats.attempts.Add(1)
	if len(c.attempts) > 1 {
		c.client.stats.retries.Add(1)
	}
}

func (c *call) last() *api.Attempt { return &c.attempts[len(c.attempts)-1] }

// finish returns the result of the call.
func (c *call) finish(err error) (*Response, *Failure) {
	if c.succeeded() {
		c.client.stats.calls.Add(1)
		c.settleBudget()
		c.response.Attempts = c.attempts
		if c.request.KeepBody {
			c.response.keep()
		}
		return c.response, nil
	}
	if c.callerErr() != nil && c.row != nil && c.stop == "" {
		c.row, c.stop = &Table[0], api.StopContext // canceled during the wait
		c.last().Delay, c.last().Reason = 0, ""    // no attempt followed
		c.budget().give(c.cost)
	}
	if c.row == nil {
		return nil, c.refuse(&Table[1], api.StopPermanent, err) // go-retryablehttp gave up before an attempt
	}
	return nil, c.end()
}

func (c *call) succeeded() bool { return c.response != nil && c.row == nil && len(c.attempts) > 0 }

// settleBudget returns tokens after a success: those of the last retry, or successReward
// when there was no retry.
func (c *call) settleBudget() {
	if len(c.attempts) == 1 {
		c.budget().give(successReward)
	} else {
		c.budget().give(c.cost)
	}
}

// budget returns the budget of the call's retries, nil when the policy has none.
func (c *call) budget() *Budget {
	if c.policy.NoBudget {
		return nil
	}
	return c.owner.Budget
}

// keyTooOld reports whether the idempotency key is too old to protect an attempt at that
// time. It checks both clocks: the monotonic clock stops while a machine sleeps, and the
// wall clock may be set back.
func (c *call) keyTooOld(now time.Time) bool {
	created := c.request.KeyCreated
	if c.request.Key == "" || created.IsZero() {
		return false
	}
	return max(now.Sub(created), now.Round(0).Sub(created.Round(0))) > MaxKeyAge
}

// MaxKeyAge is the maximum age of a key. Servers forget keys after 24 hours.
const MaxKeyAge = 23 * time.Hour
