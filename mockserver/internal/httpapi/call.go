package httpapi

import (
	"errors"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/fault"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// call is one request on its way through the checks. Every check fills in what it
// found out.
type call struct {
	server  *Server
	state   *serverState
	request *http.Request
	header  http.Header              // of the answer
	wire    *http.ResponseController // of a call of the control interface
	id      string                   // the request id, empty until it is first needed

	key     apiKey
	owner   engine.AccountKey
	account *engine.Account // nil for a request without a key
	route   *route
	ids     []string // the ids in the path of the canonical spelling
	query   *input.Query
	body    *input.Value // nil when the method has none
	replay  string       // the idempotency key, empty where there is none

	fault     *requestFault // nil: no fault is about this request
	committed bool          // its transaction was committed, and it was one that writes
}

// method is the request's method; HEAD is answered like GET.
func (c *call) method() string {
	if c.request.Method == http.MethodHead {
		return http.MethodGet
	}
	return c.request.Method
}

// now is the server's time.
func (c *call) now() time.Time { return c.server.engine.Clock().Now() }

// serve answers a request to the API.
func (c *call) serve() (answer, error) {
	if err := c.reach(fault.Read); err != nil {
		return answer{}, err
	}
	switch {
	case c.request.Method == http.MethodOptions:
		return answer{status: http.StatusNoContent}, nil
	case c.request.URL.Path == "/health":
		return c.health()
	}
	found, err := c.server.router.match(c.method(), c.request.URL.EscapedPath())
	c.route, c.ids = found.route, found.ids
	if authErr := c.authenticate(); authErr != nil {
		return answer{}, authErr
	}
	if err != nil {
		if len(found.allow) > 0 {
			c.header.Set("Allow", strings.Join(found.allow, ", "))
		}
		return answer{}, err
	}
	c.query = input.ParseQuery(c.request.URL.RawQuery)
	for _, check := range []func() error{c.authorize, c.limit, c.readBody, c.readReplayKey} {
		if err := check(); err != nil {
			return answer{}, err
		}
	}
	return c.once()
}

func (c *call) health() (answer, error) {
	if c.method() != http.MethodGet {
		c.header.Set("Allow", "GET, HEAD, OPTIONS")
		return answer{}, refuse(engine.CodeMethodNotAllowed, "", "%s is not allowed at /health: use GET", c.request.Method)
	}
	return answer{status: http.StatusOK, body: []byte(`{"status":"ok"}`)}, nil
}

// protect runs fn and turns its error or panic into an answer.
func (c *call) protect(fn func() (answer, error)) (a answer) {
	defer func() {
		reason := recover()
		if reason == nil {
			return
		}
		if reason == http.ErrAbortHandler {
			panic(reason)
		}
		c.server.log.Error("panic", "method", c.request.Method, "path", c.request.URL.Path, "request_id", c.requestID(),
			"reason", reason, "stack", string(debug.Stack()))
		a = c.refusal(refuse(engine.CodeInternal, "", "The server failed; nothing was changed"))
	}()
	a, err := fn()
	if errors.Is(err, errFaultTookOver) {
		return answer{}
	}
	if err != nil {
		return c.refusal(err)
	}
	return a
}

// operation is the row of the operation that was called, nil before there is one.
func (c *call) operation() *spec.Operation {
	if c.route == nil {
		return nil
	}
	return c.route.row
}
