package core

import (
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"time"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/internal/transport"
	"github.com/stateset/stateset-go/internal/wire"
)

// encode encodes the body of a request.
func encode(body any) ([]byte, error) {
	if w, ok := body.(wire.Writer); ok {
		return wire.Body(w)
	}
	return json.Marshal(body)
}

// request builds the request of a known operation.
func (c *Client) request(op *spec.Operation, args Args, o *CallOptions) (*transport.Request, error) {
	if err := c.checkKey(op.Access == spec.AccessOpen, o); err != nil {
		return nil, err
	}
	if args.Err != nil {
		return nil, args.Err
	}
	path, err := c.path(op, args)
	if err != nil {
		return nil, err
	}
	r := &transport.Request{Operation: op.Name, Method: op.Method, Template: op.Template()}
	if r.Key, err = o.key(args.Key, args.KeyName); err != nil {
		return nil, err
	}
	if args.Body != nil {
		if r.Body, err = encode(args.Body); err != nil {
			return nil, unencodable(err)
		}
	}
	if r.URL, err = c.url(op.Host, path, c.query(args.Query, o)); err != nil {
		return nil, err
	}
	return r, c.prepare(r, o)
}

// unencodable returns the error of a body that JSON cannot represent.
func unencodable(err error) error {
	if wrapped, ok := errors.AsType[*json.MarshalerError](err); ok {
		err = wrapped.Err // without the name of a Go type
	}
	return badParam("body", "cannot be encoded as JSON: "+err.Error())
}

func (c *Client) path(op *spec.Operation, args Args) (string, error) {
	names := op.Params()
	if len(names) == 0 {
		return op.Path, nil
	}
	ids := [2]string{args.ID, args.ID2}
	for i, name := range names {
		if err := c.checkID(name, ids[i]); err != nil {
			return "", err
		}
	}
	return op.Build(ids[:len(names)]...), nil
}

// key returns the idempotency key that the caller set in an option or in the body.
func (o *CallOptions) key(inBody, param string) (string, error) {
	if inBody == "" || o.Key == inBody {
		return o.Key, nil
	}
	if param == "" {
		param = "metadata.idempotency_key"
	}
	if o.NoKey {
		return "", badParam(param, "must not be set together with WithoutIdempotencyKey")
	}
	if o.Key != "" {
		return "", badParam(param, "differs from that of WithIdempotencyKey: give one of them")
	}
	return inBody, checkKey(param, inBody)
}

// query joins the parameters of the client, the operation and the options of the call.
// For a name in several of them, the values of the last one are sent.
func (c *Client) query(query url.Values, o *CallOptions) url.Values {
	if c.settings.Query == nil && o.Query == nil && o.Expand == nil {
		return query
	}
	all := url.Values{}
	for _, values := range []url.Values{c.settings.Query, query, o.Query} {
		maps.Copy(all, values)
	}
	if len(o.Expand) > 0 {
		all["expand[]"] = o.Expand
	}
	return all
}

// contentType and similar values are shared by all requests. Code must not change the
// values of a header in place.
var contentType = []string{"application/json"}

// prepare sets the headers, key and policy of the request.
func (c *Client) prepare(r *transport.Request, o *CallOptions) error {
	var random randomness
	err := random.read(c.settings.Random)
	if err != nil {
		return err
	}
	r.Header = make(http.Header, 8) // the size for a usual call
	maps.Copy(r.Header, c.fixed())
	uuid, requestID := random.ids()
	own := []string{requestID, ""} // one array for the values of this call
	r.Header["X-Client-Request-Id"] = own[:1:1]
	if r.Body != nil {
		r.Header["Content-Type"] = contentType
	}
	if o.NoKey || r.Kind() == transport.Safe {
		r.Key = "" // a request without a key on the wire must not be retried like one with a key
	} else {
		if r.Key == "" {
			r.Key = uuid
		}
		r.KeyCreated = time.Now()
		own[1] = r.Key
		r.Header["Idempotency-Key"] = own[1:]
	}
	o.applyTo(r.Header)
	r.KeepBody = o.Response != nil
	if o.Attempts == 0 && o.Timeout == 0 && o.Attempt == 0 {
		return nil
	}
	r.Policy, err = o.policy(c.transport.Policy())
	return err
}

func (o *CallOptions) policy(p api.RetryPolicy) (*api.RetryPolicy, error) {
	if o.Attempts != 0 {
		p.MaxAttempts = o.Attempts
	}
	if o.Timeout != 0 {
		p.Timeout = o.Timeout
		p.AttemptTimeout = min(p.AttemptTimeout, p.Timeout)
	}
	if o.Attempt != 0 {
		p.AttemptTimeout = o.Attempt
		if o.Timeout == 0 {
			p.Timeout = max(p.Timeout, p.AttemptTimeout)
		}
	}
	p, err := transport.Complete(p)
	if err != nil {
		return nil, badParam("options", err.Error())
	}
	return &p, nil
}
