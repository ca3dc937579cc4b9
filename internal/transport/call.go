package transport

import (
	"context"
	"net/http"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// call is the state of one logical call. It is the context of its attempts too, so
// that middleware finds the call in it, and it outlives go-retryablehttp's Do,
// which forgets everything when it gives up.
type call struct {
	context.Context // the caller's

	client   *Client
	request  *Request
	policy   Policy
	retry    retryablehttp.Client
	info     Info
	deadline time.Time // when to be done: the context's, or by the policy's timeout
	started  time.Time

	number     int // of the attempt under way, from 1
	trace      *attemptTrace
	firstTrace attemptTrace // room for the usual call
	seen       observation
	attempts   []Attempt
	first      [1]Attempt // room for the usual call
	delay      time.Duration
	cost       int64 // what the last retry cost
	everSent   bool
	ambiguous  bool // an earlier attempt may have had an effect
	stopErr    error
	outcome    Outcome

	row      *Row
	stop     StopReason
	err      error // of the last attempt
	response *Response
	answer   Answer
	asked    time.Duration
}

type callKey struct{}

// Value finds the call in its own context.
func (c *call) Value(key any) any {
	if _, ok := key.(callKey); ok {
		return c
	}
	return c.Context.Value(key)
}

func newCall(ctx context.Context, client *Client, r *Request) *call {
	c := &call{Context: ctx, client: client, request: r, policy: client.config.Policy, started: time.Now()}
	if r.Policy != nil {
		c.policy = *r.Policy
	}
	c.attempts = c.first[:0]
	c.info = Info{Operation: r.Operation, Method: r.Method, Template: r.Template, MaxAttempts: c.policy.MaxAttempts}
	var ok bool
	if c.deadline, ok = ctx.Deadline(); !ok {
		c.deadline = c.started.Add(c.policy.Timeout)
	}
	return c
}

// before refuses a call that must not begin.
func (c *call) before() *Failure {
	if c.Context.Err() != nil {
		return c.fail(&Table[0], nil)
	}
	if c.keyTooOld(0) {
		failure := c.fail(&Table[1], ErrIdempotencyKeyExpired)
		failure.Stop = StopKeyAge
		return failure
	}
	return nil
}

// limit waits for the client-side limiter.
func (c *call) limit() error {
	if c.client.config.Limiter == nil {
		return nil
	}
	if err := c.client.config.Limiter.Wait(c.Context); err != nil {
		return &permanentError{err}
	}
	return nil
}

// begin starts an attempt: its timeout is the policy's, or what is left for the
// call if that is less.
func (c *call) begin() *attemptTrace {
	c.number++
	c.info.Attempt = c.number
	timeout, cause := c.policy.AttemptTimeout, ErrAttemptTimeout
	if left := time.Until(c.deadline); left < timeout {
		timeout, cause = left, ErrCallTimeout
	}
	c.trace = newAttemptTrace(c, timeout, cause)
	return c.trace
}

// checkRetry is what go-retryablehttp asks after each attempt. It reads the answer
// to its end, records the attempt and decides. It never returns an error, which
// would replace the real one.
func (c *call) checkRetry(_ context.Context, response *http.Response, err error) (bool, error) {
	o := c.observe(response, err)
	c.record(o)
	c.trace = nil
	again := c.decide(o)
	if again {
		c.last().Delay = c.delay
	}
	c.client.report(c)
	return again, nil
}

// backoff is what go-retryablehttp asks before it waits.
func (c *call) backoff(_, _ time.Duration, _ int, _ *http.Response) time.Duration { return c.delay }

// observe reads the answer and gathers what the table asks.
func (c *call) observe(response *http.Response, err error) *observation {
	o := &c.seen
	*o = observation{err: err}
	c.response, c.answer, c.asked = nil, nil, 0
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
		o.traced, o.sent = trace.asked.Load(), trace.writes.Load() > 0
	}
	o.callerErr = c.Context.Err()
	o.err = cleanError(attempt, o.callerErr, o.err)
	o.bodyErr = cleanError(attempt, o.callerErr, o.bodyErr)
	c.err = o.err
	if c.err == nil {
		c.err = o.bodyErr
	}
	return o
}

// read takes the answer in and puts an empty body in the place of its own.
func (c *call) read(response *http.Response, o *observation) error {
	buffer, err := readBody(response)
	response.Body = http.NoBody
	c.response = &Response{Status: response.StatusCode, Header: response.Header, Body: buffer.Bytes(), buffer: buffer}
	o.status = response.StatusCode
	if o.success() {
		return err
	}
	o.replayed = Replayed(response.Header)
	o.shouldRetry = shouldRetryHeader(response.Header)
	o.text = string(c.response.Body[:min(len(c.response.Body), len(inFlightText))])
	c.response.keep()
	if classify := c.client.config.Classify; classify != nil {
		c.answer = classify(c.response)
	}
	if c.answer != nil {
		o.code = c.answer.ErrorCode()
	}
	c.asked, _ = ServerWait(o.status, response.Header, c.hint, time.Now())
	return nil // an error's body may break off: its status says enough
}

func (c *call) hint() (time.Duration, bool) {
	if c.answer == nil {
		return 0, false
	}
	return c.answer.RetryAfterHint()
}

// record adds the attempt to the call's history.
func (c *call) record(o *observation) {
	a := Attempt{Number: max(c.number, 1), Start: c.started, RetryAfter: c.asked, Err: c.err, Status: o.status}
	if c.trace != nil {
		a.Start = c.trace.start
		a.WireSends = int(c.trace.writes.Load())
		a.ConnReused = c.trace.reused.Load()
	}
	a.Duration = time.Since(a.Start)
	if c.response != nil {
		a.RequestID = c.response.Header.Get("X-Request-Id")
	}
	c.attempts = append(c.attempts, a)
	c.client.stats.attempts.Add(1)
	if len(c.attempts) > 1 {
		c.client.stats.retries.Add(1)
	}
}

func (c *call) last() *Attempt { return &c.attempts[len(c.attempts)-1] }

// finish turns the state of the call into its result.
func (c *call) finish(err error) (*Response, *Failure) {
	c.client.stats.calls.Add(1)
	if c.succeeded() {
		defer c.client.reportDone(c, "")
		c.settleBudget()
		c.response.Attempts = c.attempts
		if c.request.KeepBody {
			c.response.keep()
		}
		return c.response, nil
	}
	c.client.stats.failures.Add(1)
	defer func() { c.client.reportDone(c, c.outcome) }()
	if ctxErr := c.Context.Err(); ctxErr != nil && c.row != nil && c.row.Retries(c.request.Kind()) && c.stop == "" {
		c.row, c.stop = &Table[0], StopContext // cancelled while it waited
	}
	if c.row == nil {
		return nil, c.fail(&Table[1], err) // go-retryablehttp gave up before an attempt
	}
	return nil, c.failure()
}

func (c *call) succeeded() bool { return c.response != nil && c.row == nil && len(c.attempts) > 0 }

// settleBudget rewards a success: a little when it came at once, with what its
// retry cost otherwise.
func (c *call) settleBudget() {
	if len(c.attempts) == 1 {
		c.client.budget.give(successReward)
	} else {
		c.client.budget.give(c.cost)
	}
}

// keyTooOld reports whether the idempotency key is too old to protect an attempt
// made after the delay. Both clocks count: the monotonic one stands still while a
// machine sleeps, the wall clock may be set back.
func (c *call) keyTooOld(delay time.Duration) bool {
	created := c.request.KeyCreated
	if c.request.Key == "" || created.IsZero() {
		return false
	}
	now := time.Now().Add(delay)
	return max(now.Sub(created), now.Round(0).Sub(created.Round(0))) > maxKeyAge
}

// maxKeyAge is how long a key is trusted: servers forget it after 24 hours.
const maxKeyAge = 23 * time.Hour
