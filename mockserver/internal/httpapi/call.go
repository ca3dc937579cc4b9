package httpapi

import (
	"errors"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/internal/wire"
	"github.com/stateset/stateset-go/mockserver/internal/engine"
	"github.com/stateset/stateset-go/mockserver/internal/fault"
	"github.com/stateset/stateset-go/mockserver/internal/input"
	"github.com/stateset/stateset-go/mockserver/internal/mask"
)

// call is one request. Every check stores its result in the call.
type call struct {
	server  *Server
	state   *serverState
	request *http.Request
	header  http.Header              // of the response
	wire    *http.ResponseController // of a call to the control interface
	id      string                   // the request ID, drawn on first use

	values    [8]string // of headers; see set
	valuesSet int

	key      apiKey
	owner    engine.AccountKey
	account  *engine.Account // nil without a key, and before open if it was not created yet
	caller   *engine.Account // the account of the key; differs from account with X-Account-Id
	route    *route
	ids      []string // the IDs in the canonical path
	query    *input.Query
	body     *input.Value // nil for methods without a body
	received []byte       // the body as it was read
	reading  bool         // reading the body has begun, so the client sends it
	replay   string       // the idempotency key, or ""
	object   wire.Writer  // the immutable record whose encoding is the body of the response, or nil
	buffer   *[]byte      // of that body
	tx       *engine.Tx   // the transaction of a call of fixtures; nil: each call has its own

	fault       *requestFault // nil if no fault matches the request
	inCut       bool          // the call holds the cut of the server
	committed   bool          // the transaction of a mutating operation was committed
	transaction int64         // its number
	replayOf    string        // the ID of the request whose response is replayed

	stream func(http.ResponseWriter) // writes the response of a call to the control interface; nil: an answer
}

// method returns the method of the request. HEAD is handled like GET.
func (c *call) method() string {
	if c.request.Method == http.MethodHead {
		return http.MethodGet
	}
	return c.request.Method
}

// now returns the time of the account, or of the server without a key.
func (c *call) now() time.Time {
	if c.account != nil {
		return c.account.Clock().Now()
	}
	return c.server.engine.Clock().Now()
}

// date returns the value of the Date header. It is not real time, because clients compare
// the times in other headers with it.
func (c *call) date() string { return c.now().Format(http.TimeFormat) }

// serve handles a request to the API.
func (c *call) serve() (a answer, err error) {
	defer func() { c.server.engine.EndView(c.account, err == nil && a.status < http.StatusMultipleChoices) }()
	if err := c.reach(fault.Read); err != nil {
		return answer{}, err
	}
	switch {
	case c.request.Method == http.MethodOptions:
		return c.options(), nil
	case c.request.URL.Path == healthPath:
		return c.info(`{"status":"ok"}`)
	case c.request.URL.Path == "/":
		return c.root()
	}
	found, err := c.server.router.match(c.method(), c.request.URL.EscapedPath())
	c.route, c.ids = found.route, found.ids
	if authErr := c.authenticate(); authErr != nil {
		return answer{}, authErr
	}
	if err != nil {
		c.showLimit()
		c.allow(found.allow)
		return answer{}, err
	}
	c.query = input.ParseQuery(c.request.URL.RawQuery)
	if err := c.check(); err != nil {
		return answer{}, err
	}
	return c.once()
}

// check makes the checks that every operation has, in their order.
func (c *call) check() error {
	if err := c.authorize(); err != nil {
		c.showLimit()
		return err
	}
	if err := c.limit(); err != nil {
		return err
	}
	if err := c.readBody(); err != nil {
		return err
	}
	if err := c.readReplayKey(); err != nil {
		return err
	}
	if err := c.open(); err != nil {
		return err
	}
	return c.settleState()
}

// options responds to OPTIONS with the methods of the path, including unknown paths.
func (c *call) options() answer {
	switch path := c.request.URL.Path; path {
	case "/", healthPath:
		c.allow(infoMethods)
	default:
		found, _ := c.server.router.match(http.MethodOptions, c.request.URL.EscapedPath())
		c.allow(found.allow)
	}
	return answer{status: http.StatusNoContent}
}

// protect calls fn and converts an error or a panic to a response.
func (c *call) protect(fn func() (answer, error)) (a answer) {
	defer func() {
		reason := recover()
		if reason == nil {
			return
		}
		if reason == http.ErrAbortHandler {
			panic(reason)
		}
		c.server.log.Error("panic", "method", c.request.Method, "path", mask.Text(c.request.URL.Path), "request_id", mask.Text(c.requestID()),
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

// operation returns the row of the called operation, or nil if it is not known yet.
func (c *call) operation() *spec.Operation {
	if c.route == nil {
		return nil
	}
	return c.route.row
}
