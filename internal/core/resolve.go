package core

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/quote"
	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/internal/transport"
)

// Resolve settles a write whose outcome is unknown. It sends the same request with the
// same idempotency key again. The server returns the stored response, or executes the
// request now, once.
func (c *Client) Resolve(ctx context.Context, err error, opts ...api.RequestOption) (*api.Response, error) {
	if c == nil {
		return nil, InOperation(opResolve, errNoClient)
	}
	if j := c.settings.Journal; j != nil && j.Queues {
		return nil, InOperation(opResolve, errQueueOnly)
	}
	e, made, err := c.resolvable(err)
	if err != nil {
		return nil, InOperation(opResolve, err)
	}
	r, o, err := c.repetition(ctx, made, opts)
	if err != nil {
		return nil, InOperation(opResolve, err)
	}
	repeat := func(ctx context.Context) error { return c.repeatResolved(ctx, r, o, made, e) }
	if c.transport.Observed() {
		err = c.observe(ctx, r, repeat)
	} else {
		err = repeat(ctx)
	}
	if err != nil {
		return nil, err
	}
	return o.Response, nil
}

// repeatResolved sends the request of a call again, and stores the outcome.
func (c *Client) repeatResolved(ctx context.Context, r *transport.Request, o *CallOptions, made *sent, first *api.Error) error {
	err := c.exchange(ctx, r, o, made.check)
	if err != nil {
		recheck(err, made.check)
		err = stillOpen(err, first)
	}
	c.settleResolved(ctx, r, made, err)
	return err
}

// repetition returns the original request with the options of Resolve.
func (c *Client) repetition(ctx context.Context, made *sent, opts []api.RequestOption) (*transport.Request, *CallOptions, error) {
	if ctx == nil {
		return nil, nil, errNoContext
	}
	o, err := collect(opts)
	if err != nil {
		return nil, nil, err
	}
	if o.Key != "" || o.NoKey || o.Account != "" || o.Headers != nil || o.Query != nil || o.Expand != nil {
		return nil, nil, badParam("options", "must be timeouts, attempts or WithResponse: the request is repeated as it was")
	}
	_, first := made.call()
	r := *first
	r.Header = maps.Clone(first.Header)
	r.KeepBody, r.Started, r.Via = true, time.Time{}, opResolve
	if o.Response == nil {
		o.Response = new(api.Response)
	}
	r.Policy, err = o.policy(c.transport.Policy())
	return &r, o, err
}

// resolvable rejects an error that cannot be resolved, and a client for another account
// or host. There the request would be a new one, and the API key must only be sent to its
// host.
func (c *Client) resolvable(err error) (*api.Error, *sent, error) {
	var e *api.Error
	if err == nil {
		return nil, nil, errors.New("stateset: the error is nil")
	}
	if !errors.As(err, &e) || sentBy(e) == nil {
		return nil, nil, fmt.Errorf("stateset: the error does not belong to a call: %w", err)
	}
	if e.Outcome != api.OutcomeUnknown && e.Outcome != api.OutcomeSucceeded || isRead(e) {
		return nil, nil, fmt.Errorf("stateset: the outcome is known (%s): %w", e.Outcome, err)
	}
	if e.IdempotencyKey == "" {
		return nil, nil, fmt.Errorf("stateset: the write has no idempotency key, repeating it could do it twice: %w", err)
	}
	made := sentBy(e)
	client, request := made.call()
	of := &client.settings
	if !c.sameKey(client, request) || *of.API != *c.settings.API || *of.Network != *c.settings.Network {
		return nil, nil, fmt.Errorf("stateset: the error belongs to a client with another key or address: %w", err)
	}
	return e, made, nil
}

// isRead reports whether the call only reads.
func isRead(e *api.Error) bool {
	_, request := sentBy(e).call()
	return request.Kind() == transport.Safe
}

// stillOpen keeps the outcome open if the repetition failed before the server checked its
// idempotency key. Such a response does not reveal the effect of the first request.
func stillOpen(err error, first *api.Error) error {
	var e *api.Error
	if !errors.As(err, &e) {
		return err
	}
	e.PriorAttemptAmbiguous = true
	if e.Outcome == api.OutcomeNotSent || transport.BeforeExecution(e.Status) {
		e.Outcome = first.Outcome
	}
	return e
}

// Do calls a path below /v1 that the SDK has no method for, with the same headers,
// retries and errors. body is encoded as JSON; nil sends no body. The response is decoded
// into out; nil discards it.
func (c *Client) Do(ctx context.Context, method, path string, body, out any, opts ...api.RequestOption) error {
	if c == nil {
		return InOperation(opDo, errNoClient)
	}
	o, err := c.options(opts)
	if err != nil {
		return InOperation(opDo, err)
	}
	r, err := c.customRequest(method, path, body, o)
	if err != nil {
		return InOperation(opDo, err)
	}
	if out == nil {
		return c.send(ctx, r, o, nil)
	}
	return c.send(ctx, r, o, func(response *transport.Response) error { return decode(response, out) })
}

func (c *Client) customRequest(method, path string, body any, o *CallOptions) (*transport.Request, error) {
	if !slices.Contains(methods, method) {
		return nil, badParam("method", fmt.Sprintf("must be one of %s, got %s", strings.Join(methods, ", "), quote.Short(method)))
	}
	escaped, query, err := customPath(path)
	if err != nil {
		return nil, err
	}
	if err := c.checkKey(spec.IsOpen(method, escaped), o); err != nil {
		return nil, err
	}
	r := &transport.Request{Method: method, Template: spec.BasePath + escaped, Key: o.Key}
	if body != nil {
		if method == http.MethodGet || method == http.MethodHead {
			return nil, badParam("body", "must be nil for "+method)
		}
		if r.Body, err = json.Marshal(body); err != nil {
			return nil, unencodable(err)
		}
	}
	if r.URL, err = c.url(spec.HostAPI, escaped, c.query(query, o)); err != nil {
		return nil, err
	}
	return r, c.prepare(r, o)
}

// customPath splits a path of a caller, and rejects a path that leads outside the API.
func customPath(path string) (string, url.Values, error) {
	shown, _, _ := strings.Cut(path, "?") // a query may hold personal data
	u, err := url.Parse(path)
	if err != nil || u.IsAbs() || u.Host != "" || u.Fragment != "" || !strings.HasPrefix(path, "/") || len(shown) > maxPath {
		return "", nil, badParam("path", fmt.Sprintf("must begin with a slash and be a valid path below /v1, as in \"/payments\", got %s", quote.Short(shown)))
	}
	if u.Path == spec.BasePath || strings.HasPrefix(u.Path, spec.BasePath+"/") {
		return "", nil, badParam("path", fmt.Sprintf("must not begin with %s, which is added, got %s", spec.BasePath, quote.Short(shown)))
	}
	for segment := range strings.SplitSeq(u.Path, "/") {
		if segment == "." || segment == ".." {
			return "", nil, badParam("path", fmt.Sprintf("must not contain %q as a part, got %s", segment, quote.Short(shown)))
		}
	}
	if strings.Contains(u.RawPath, "%") && u.RawPath != u.EscapedPath() { // net/url would decode the existing escapes
		return "", nil, badParam("path", fmt.Sprintf("must be escaped completely or not at all, got %s", quote.Short(shown)))
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return "", nil, badParam("path", "has a malformed query: escape it with url.Values")
	}
	return u.EscapedPath(), query, nil
}

// maxPath is the maximum length of a path in Do.
const maxPath = 4 << 10

// methods are the methods that Do accepts.
var methods = []string{"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}
