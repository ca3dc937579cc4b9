package httpapi

import (
	"errors"
	"net/http"
	"slices"
	"sync"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/fault"
	"github.com/stateset/stateset-go/mockserver/internal/journal"
	"github.com/stateset/stateset-go/webhook"
)

// requestFault is the fault of one request. The methods of a nil requestFault do
// nothing, because most requests have no fault.
type requestFault struct {
	hit       *fault.Hit
	rule      *fault.Rule
	request   *fault.Request
	w         http.ResponseWriter
	executed  bool // the operation was executed, by this request or an earlier one with the same key
	fired     bool // the request reached the point of the fault
	takesOver bool // the fault determines the response
	noted     bool // the request is in the journal
}

// replacesAnswer reports whether the fault determines the response.
func (f *requestFault) replacesAnswer() bool { return f != nil && f.takesOver }

// errFaultTookOver ends the handling of a request whose fault determines the response.
var errFaultTookOver = errors.New("mockserver: a fault took over")

// Faults returns the fault rules of the server.
func (s *Server) Faults() *fault.Plan { return s.faults }

// findFault finds the fault that matches the request, if any.
func (c *call) findFault(w http.ResponseWriter) {
	if !c.server.faults.Active() {
		return
	}
	q := &fault.Request{Method: c.request.Method, Path: c.request.URL.EscapedPath(), Key: c.request.Header.Get("Idempotency-Key")}
	if found, err := c.server.router.match(c.method(), q.Path); err == nil {
		at := call{route: found.route, ids: found.ids}
		q.Operation, q.Canonical = found.route.row, at.canonicalPath()
	}
	if key, ok := bearer(c.request.Header); ok {
		owner := engine.AccountKey{Name: key.name, Live: key.live}
		q.Account = owner.String()
		if owner.Connected = c.request.Header.Get("X-Account-Id"); owner.Connected != "" {
			q.Connected = owner.String()
		}
	}
	if hit := c.server.faults.Request(q); hit != nil {
		c.fault = &requestFault{hit: hit, rule: hit.Rule, request: q, w: w}
	}
}

// name returns the fault as the journal shows it.
func (f *requestFault) name() string {
	if f == nil || !f.fired {
		return ""
	}
	return f.hit.ID + " " + f.rule.String()
}

// complete fills in the journal entry of a request that a fault ended before its
// checks.
func (f *requestFault) complete(e *journal.Entry) {
	if f == nil || !f.fired {
		return
	}
	if e.Operation == "" && f.request.Operation != nil {
		e.Operation = f.request.Operation.Name
	}
	if e.Account == "" {
		e.Account = f.request.Account
	}
	if e.IdempotencyKey == "" && f.request.Operation != nil && f.request.Operation.Mutates() {
		e.IdempotencyKey = f.request.Key
	}
}

// decorate sets the headers of the rule. They replace headers of the response with the
// same name.
func (f *requestFault) decorate(header http.Header) {
	if f == nil || !f.fired {
		return
	}
	for _, field := range f.rule.Header {
		header.Del(field.Name)
	}
	for _, field := range f.rule.Header {
		header.Add(field.Name, field.Value)
	}
}

// sawExecution records that the operation was executed.
func (f *requestFault) sawExecution() {
	if f != nil {
		f.executed = true
	}
}

// execute runs the transaction of an operation. The point Reserved is before it, the
// point Committed after it.
func (c *call) execute(fn func(*engine.Tx) error) error {
	if err := c.reach(fault.Reserved); err != nil {
		return err
	}
	writes := c.route.row.Mutates()
	var request *webhook.Request // named by the events; nil for reads
	if writes && c.tx == nil {
		request = &webhook.Request{ID: c.requestID(), IdempotencyKey: c.replay}
	}
	c.enterCut()
	err := c.update(request, func(tx *engine.Tx) error {
		if c.tx == nil {
			tx.Remote = writes && !fromLoopback(c.request)
		}
		c.transaction = tx.Number()
		return fn(tx)
	})
	c.committed = writes && commits(err)
	c.fault.sawExecution()
	return err
}

// commits reports whether a transaction that returned the error was committed.
func commits(err error) bool {
	if err == nil {
		return true
	}
	var refusal *engine.Error
	return errors.As(err, &refusal) && refusal.Keep
}

// update runs fn in a transaction of its own, or in that of the fixtures.
func (c *call) update(request *webhook.Request, fn func(*engine.Tx) error) error {
	if c.tx != nil {
		return fn(c.tx)
	}
	return c.account.UpdateFor(request, fn)
}

// reach applies the fault if its point is at, before the operation is executed. It
// returns errFaultTookOver if the fault determines the response. A stall waits here, so
// that the idempotency key stays reserved.
func (c *call) reach(at fault.Point) error {
	f := c.fault
	if f == nil || f.rule.At.Point != at {
		return nil
	}
	if at == fault.Read {
		c.readAhead()
	}
	f.fire()
	if !c.pause(f.rule.Delay) {
		f.takesOver = true
		return errFaultTookOver
	}
	switch f.rule.Do.Kind {
	case fault.Pass:
		return nil
	case fault.Stall:
		c.note(answer{})
		c.pause(f.rule.Do.For)
	}
	f.takesOver = true
	return errFaultTookOver
}

func (f *requestFault) fire() {
	f.fired = true
	f.hit.Fire()
}

// settleFault applies a fault whose point is after the operation, and returns the
// response that replaces a.
func (c *call) settleFault(a answer) answer {
	f := c.fault
	if f == nil {
		return a
	}
	at := f.rule.At.Point
	if at == fault.Committed && f.executed || at == fault.Headers || at == fault.Body {
		f.fire()
		f.takesOver = true
	}
	if !f.fired {
		f.hit.Miss()
	}
	if !f.takesOver {
		return a
	}
	if replaces(f.rule.Do.Kind) {
		return c.replacement(a)
	}
	if silent := []fault.Kind{fault.Reset, fault.Close, fault.Stall, fault.Garbage}; slices.Contains(silent, f.rule.Do.Kind) && at != fault.Headers && at != fault.Body {
		return answer{}
	}
	return a
}

// storedFailure returns the response that a fault stores under the idempotency key.
func (c *call) storedFailure() (answer, bool) {
	if c.fault.rule.Do.Kind != fault.Stored {
		return answer{}, false
	}
	return c.replacement(answer{}), true
}

// note adds the request to the journal once.
func (c *call) note(a answer) {
	if c.fault != nil {
		if c.fault.noted {
			return
		}
		c.fault.noted = true
	}
	if c.account != nil && c.account.Abandoned() {
		return // the account was reset meanwhile
	}
	if c.server.journal.Stores() {
		c.server.journal.Add(c.entry(a))
	}
}

// shutdown signals the end of the server.
type shutdown struct {
	once sync.Once
	done chan struct{}
}

// End ends the waits of faults, and the streams of requests. Stalled requests are aborted.
func (s *Server) End() {
	s.EndStreams()
	s.ended.once.Do(func() { close(s.ended.done) })
}
