package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/internal/transport"
)

// Resolve settles a write whose outcome is unknown: it sends the same request with
// the same idempotency key again, so that the server answers with what it did, or
// does it now, once.
func (c *Client) Resolve(ctx context.Context, err error, opts ...RequestOption) (*Response, error) {
	if c == nil {
		return nil, errNoClient
	}
	var e *Error
	if !errors.As(err, &e) || e.retry == nil {
		return nil, fmt.Errorf("stateset: nothing to resolve: not the error of a call: %w", err)
	}
	if e.Outcome != transport.OutcomeUnknown && e.Outcome != transport.OutcomeSucceeded || !e.mutates() {
		return nil, fmt.Errorf("stateset: nothing to resolve: the outcome is known (%s): %w", e.Outcome, err)
	}
	if e.IdempotencyKey == "" {
		return nil, fmt.Errorf("stateset: cannot resolve a write without an idempotency key, repeating it could do it twice: %w", err)
	}
	o, optErr := collect(opts)
	if optErr != nil {
		return nil, optErr
	}
	r := e.retry()
	r.Header["Authorization"] = c.authorization()
	r.KeepBody = true
	if r.Policy, optErr = o.policy(c.transport.Policy()); optErr != nil {
		return nil, optErr
	}
	response := new(Response)
	o.Response = response
	if err := c.send(ctx, r, o, nil); err != nil {
		return nil, err
	}
	return response, nil
}

// Do calls a path that the SDK has no method for, below /v1, with the same
// headers, retries and errors. body is encoded as JSON, nil means none; the answer
// is decoded into out, nil drops it.
func (c *Client) Do(ctx context.Context, method, path string, body, out any, opts ...RequestOption) error {
	if c == nil {
		return errNoClient
	}
	o, err := c.options(opts)
	if err != nil {
		return err
	}
	r, err := c.customRequest(method, path, body, o)
	if err != nil {
		return err
	}
	if out == nil {
		return c.send(ctx, r, o, nil)
	}
	return c.send(ctx, r, o, func(response *transport.Response) error { return decode(response, out) })
}

func (c *Client) customRequest(method, path string, body any, o *CallOptions) (*transport.Request, error) {
	if method == "" || strings.Trim(method, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "" {
		return nil, &ParamError{"method", fmt.Sprintf("must be an HTTP method in upper case, got %s", quoteShort(method))}
	}
	escaped, query, err := customPath(path)
	if err != nil {
		return nil, err
	}
	r := &transport.Request{Method: method, Template: spec.BasePath + escaped, Key: o.Key}
	if body != nil {
		if method == http.MethodGet || method == http.MethodHead {
			return nil, &ParamError{"body", "must be nil for " + method}
		}
		if r.Body, err = json.Marshal(body); err != nil {
			return nil, &ParamError{"body", err.Error()}
		}
	}
	if r.URL, err = c.url(spec.HostAPI, escaped, o.query(query)); err != nil {
		return nil, err
	}
	return r, c.prepare(r, o)
}

// customPath splits a path that a caller wrote, and refuses what would lead out of
// the API.
func customPath(path string) (string, url.Values, error) {
	u, err := url.Parse(path)
	if err != nil || u.IsAbs() || u.Host != "" || u.Fragment != "" || !strings.HasPrefix(path, "/") {
		return "", nil, &ParamError{"path", fmt.Sprintf("must begin with a slash and stand below /v1, as in \"/payments\", got %s", quoteShort(path))}
	}
	for segment := range strings.SplitSeq(u.Path, "/") {
		if segment == "." || segment == ".." {
			return "", nil, &ParamError{"path", fmt.Sprintf("must not contain %q, got %s", segment, quoteShort(path))}
		}
	}
	query, err := url.ParseQuery(u.RawQuery)
	if err != nil {
		return "", nil, &ParamError{"path", "has a malformed query"}
	}
	return u.EscapedPath(), query, nil
}
