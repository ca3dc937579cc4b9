package httpapi

import (
	"errors"
	"net/http"
	"slices"
	"sync"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/fault"
	"github.com/stateset/stateset-go/webhook"
)

// requestFault is the fault of one request. The methods of a nil requestFault do nothing: most
// requests have none.
type requestFault struct {
	hit       *fault.Hit
	rule      *fault.Rule
	request   *fault.Request
	w         http.ResponseWriter
	executed  bool // the operation was executed, by this request or for it before
	fired     bool // the request got to where the fault strikes
	takesOver bool // the fault takes over from there
	noted     bool // the journal has the request
}

// errFaultTookOver ends the way of a request whose fault takes over.
var errFaultTookOver = errors.New("mockserver: a fault took over")

// Faults are the rules of the server.
func (s *Server) Faults() *fault.Plan { return s.faults }

// findFault finds the fault of the request, if there is one.
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
		q.Account = engine.AccountKey{Name: key.name, Live: key.live}.String()
	}
	if hit := c.server.faults.Request(q); hit != nil {
		c.fault = &requestFault{hit: hit, rule: hit.Rule, request: q, w: w}
	}
}

// name is the fault as the journal has it.
func (f *requestFault) name() string {
	if f == nil || !f.fired {
		return ""
	}
	return f.hit.ID + " " + f.rule.String()
}

// complete adds to an entry of the journal what a request that was struck early did
// not come to know of itself.
func (f *requestFault) complete(e *Entry) {
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

// decorate adds the rule's headers to those of an answer, in place of those of the
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

// sawExecution says that the operation was executed.
func (f *requestFault) sawExecution() {
	if f != nil {
		f.executed = true
	}
}

// execute is the transaction of an operation: what is before it is reserved, what
// is after it is committed.
func (c *call) execute(fn func(*engine.Tx) error) error {
	if err := c.reach(fault.Reserved); err != nil {
		return err
	}
	writes := c.route.row.Mutates()
	var request *webhook.Request // whose events these are; reading has none
	if writes {
		request = &webhook.Request{ID: c.requestID(), IdempotencyKey: c.replay}
	}
	err := c.account.UpdateFor(request, fn)
	var refusal *engine.Error
	c.committed = writes && (err == nil || errors.As(err, &refusal) && refusal.Keep)
	c.fault.sawExecution()
	return err
}

// reach lets the fault strike where the request has come, before it was executed.
// A fault that takes over is errFaultTookOver; a stall has been waited for by then, so
// that the key stays reserved meanwhile.
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
		c.note(0)
		c.pause(f.rule.Do.For)
	}
	f.takesOver = true
	return errFaultTookOver
}

func (f *requestFault) fire() {
	f.fired = true
	f.hit.Fire()
}

// settleFault lets the fault strike that is about the answer, now that there is
// one, and gives the answer that takes its place.
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

// storedFailure is the answer that a fault keeps under the key.
func (c *call) storedFailure() (answer, bool) {
	if c.fault.rule.Do.Kind != fault.Stored {
		return answer{}, false
	}
	return c.replacement(answer{}), true
}

// note puts the request into the journal, once.
func (c *call) note(status int) {
	if c.fault != nil {
		if c.fault.noted {
			return
		}
		c.fault.noted = true
	}
	c.server.journal.add(c.entry(status))
}

// shutdown tells those who wait that the server has ended.
type shutdown struct {
	once sync.Once
	done chan struct{}
}

// End ends what faults wait for. Requests that were held are cut off.
func (s *Server) End() { s.ended.once.Do(func() { close(s.ended.done) }) }
