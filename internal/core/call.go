package core

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"time"
	"unicode"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/quote"
	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/internal/transport"
	"github.com/stateset/stateset-go/internal/wire"
)

// Args is what an operation is called with. Err, the fault of a parameter, makes
// the call fail before anything is sent.
type Args struct {
	ID, ID2 string // in the order of the path's placeholders
	Query   url.Values
	Body    any    // encoded as JSON; nil for none
	Key     string // an idempotency key that stands in the body
	KeyName string // the path of that key; empty means "metadata.idempotency_key"
	For     string // the ID of the expected parent, where the body names it
	Makes   bool   // the answer is a new object, though its status does not say so
	Err     error

	pageSize int // of a list that pages by offset, 0 on its first page
}

// Call calls an operation and decodes its answer: a W is filled in one pass, and
// public makes the caller's type of it.
func Call[W, T any](ctx context.Context, s *Service, op *spec.Operation, args Args, public func(*W) (*T, error), opts ...api.RequestOption) (*T, error) {
	return call(ctx, s, op, args, public, opts)
}

func call[W, T any](ctx context.Context, s *Service, op *spec.Operation, args Args, public func(*W) (*T, error), opts []api.RequestOption) (*T, error) {
	c, err := s.clientFor(op)
	if err != nil {
		return nil, err
	}
	var result *T
	err = c.call(ctx, op, args, opts, func(r *transport.Response) (err error) {
		result, err = read(r, public)
		return err
	})
	if err != nil {
		recheck(err, func(r *transport.Response) error { _, err := read(r, public); return err })
		return nil, err
	}
	return result, nil
}

func read[W, T any](r *transport.Response, public func(*W) (*T, error)) (*T, error) {
	wire := new(W) // here, since most of a failed call's memory would be this
	if err := decode(r, wire); err != nil {
		return nil, err
	}
	return public(wire)
}

// CallWithoutAnswer calls an operation whose answer has no body.
func CallWithoutAnswer(ctx context.Context, s *Service, op *spec.Operation, args Args, opts ...api.RequestOption) error {
	c, err := s.clientFor(op)
	if err != nil {
		return err
	}
	return c.call(ctx, op, args, opts, nil)
}

// AsRead is for calls that return the type that was read.
func AsRead[T any](v *T) (*T, error) { return v, nil }

// call makes the request, and gives the answer to read.
func (c *Client) call(ctx context.Context, op *spec.Operation, args Args, opts []api.RequestOption, read func(*transport.Response) error) error {
	o, err := c.options(opts)
	if err != nil {
		return InOperation(op.Name, err)
	}
	r, err := c.request(op, args, o)
	if err != nil {
		return InOperation(op.Name, err)
	}
	return c.send(ctx, r, o, read)
}

func (c *Client) options(opts []api.RequestOption) (*CallOptions, error) {
	if len(opts) == 0 {
		return &noOptions, nil
	}
	return collect(opts)
}

// encode writes the body of a request.
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
	if r.URL, err = c.url(op.Host, path, o.query(args.Query)); err != nil {
		return nil, err
	}
	return r, c.prepare(r, o)
}

// unencodable is the error of a body that JSON cannot hold.
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

// key is the idempotency key that the caller chose, in an option or in the body.
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

// query joins the operation's parameters with those of the options.
func (o *CallOptions) query(query url.Values) url.Values {
	if o.Query == nil && o.Expand == nil {
		return query
	}
	all := maps.Clone(query)
	if all == nil {
		all = url.Values{}
	}
	for name, values := range o.Query {
		all[name] = values
	}
	if len(o.Expand) > 0 {
		all["expand[]"] = o.Expand
	}
	return all
}

// contentType and the like are shared by all requests: nobody changes a header's
// values in place.
var contentType = []string{"application/json"}

// prepare gives the request its headers, key and policy.
func (c *Client) prepare(r *transport.Request, o *CallOptions) error {
	var random randomness
	err := random.read(c.settings.Random)
	if err != nil {
		return err
	}
	r.Header = make(http.Header, 8) // as many as the usual call has
	maps.Copy(r.Header, c.fixed())
	if authorization := c.authorization(); authorization != nil {
		r.Header["Authorization"] = authorization
	}
	uuid, requestID := random.ids()
	own := []string{requestID, ""} // one array for the values that only this call has
	r.Header["X-Client-Request-Id"] = own[:1:1]
	if r.Body != nil {
		r.Header["Content-Type"] = contentType
	}
	if o.NoKey || r.Kind() == transport.Safe {
		r.Key = "" // what carries no key must not be retried as if it did
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

// send does the request and reads the answer.
func (c *Client) send(ctx context.Context, r *transport.Request, o *CallOptions, read func(*transport.Response) error) error {
	if ctx == nil {
		return InOperation(first(r.Operation, opDo), errNoContext)
	}
	response, failure := c.transport.Do(ctx, r)
	if failure != nil {
		c.noteFailure(failure, o)
		return c.newError(failure)
	}
	defer response.Release()
	c.noteRateLimit(response.Header)
	if o.Response != nil {
		*o.Response = *api.NewResponse(response.Status, response.Header, response.Body)
		o.Response.Attempts = response.Attempts
	}
	err := checkSuccess(response.Body)
	if err == nil && read != nil {
		err = read(response)
	}
	c.noteSkipped(r, response, o)
	if err != nil {
		return c.unreadable(r, response, err)
	}
	return nil
}

// noteSkipped reports the members of a response that were not decoded.
func (c *Client) noteSkipped(r *transport.Request, response *transport.Response, o *CallOptions) {
	for _, skipped := range response.Skipped {
		if o.Response != nil {
			o.Response.Skipped = append(o.Response.Skipped, api.Skipped(skipped))
		}
		if logger := c.transport.Logger(); logger != nil {
			logger.Warn("stateset: a member of a response has an unexpected type", "operation", r.Operation, "path", skipped.Path, "kind", skipped.Kind)
		}
	}
}

func (c *Client) noteFailure(f *transport.Failure, o *CallOptions) {
	if f.Response == nil {
		if o.Response != nil {
			*o.Response = api.Response{Attempts: f.Attempts}
		}
		return
	}
	c.noteRateLimit(f.Response.Header)
	if o.Response != nil {
		*o.Response = *api.NewResponse(f.Response.Status, f.Response.Header, f.Response.Body)
		o.Response.Attempts = f.Attempts
	}
}

func (c *Client) noteRateLimit(header http.Header) {
	if limit, ok := api.ParseRateLimit(header); ok {
		kept := limit // allocated only when there is something to keep
		c.last.Store(&kept)
	}
}

// startOfBody is how much of an unreadable body an error shows.
const startOfBody = 200

// decode reads a success. Every answer of the API is decoded here, in one pass.
func decode(r *transport.Response, v any) error {
	var err error
	if r.Skipped, err = unmarshal(r.Body, v); err == nil && !isNull(r.Body) {
		return nil
	}
	d := &api.DecodeError{Err: err, Start: start(r.Body), ID: idOf(v)}
	if fault, ok := err.(*wire.Fault); ok {
		d.Err = named(fault, v)
	}
	if mistyped, ok := err.(*json.UnmarshalTypeError); ok {
		d.Err = &typeError{mistyped}
	}
	switch kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); {
	case len(r.Body) == 0:
		d.Err = errors.New("the body is empty")
	case err == nil:
		d.Err = errors.New("the body is null")
	case kind != "application/json" && kind != "":
		d.ContentType = quote.Escape(kind, maxShownID)
	}
	if d.ContentEncoding = unrequestedEncoding(r.Header); d.ContentEncoding != "" {
		d.Start = "" // not text
	}
	return d
}

// idOf returns the id of an object that was read in part. The result of a call that
// has no id itself, as of an order's payment, has that of its first object.
func idOf(v any) string {
	object := reflect.ValueOf(v).Elem()
	if object.Kind() != reflect.Struct {
		return ""
	}
	if id := object.FieldByName("ID"); id.IsValid() {
		return text(id)
	}
	for field, value := range object.Fields() {
		if value.Kind() != reflect.Pointer || value.IsNil() || value.Elem().Kind() != reflect.Struct {
			continue
		}
		for _, name := range []string{"ID", field.Name + "ID"} { // Order.ID, Payment.PaymentID
			if id := text(value.Elem().FieldByName(name)); id != "" {
				return id
			}
		}
	}
	return ""
}

// text is a string, and empty for any other value.
func text(v reflect.Value) string {
	if v.Kind() != reflect.String {
		return ""
	}
	return v.String()
}

// named begins the path of a fault with the kind of the object: "payment.amount".
func named(fault *wire.Fault, v any) *wire.Fault {
	var name []rune
	for i, r := range reflect.TypeOf(v).Elem().Name() {
		switch {
		case r == '[': // a page
			return fault
		case unicode.IsUpper(r) && i > 0:
			name = append(name, '_')
		}
		name = append(name, unicode.ToLower(r))
	}
	if fault.Path != "" {
		name = append(name, '.')
	}
	return &wire.Fault{Path: string(name) + quote.KeyLike.ReplaceAllString(fault.Path, "${1}…"), Problem: fault.Problem}
}

// start is the beginning of a body, fit for a message: there may be an endpoint's
// secret in it.
func start(body []byte) string {
	text := string(body[:min(len(body), startOfBody)])
	return quote.Escape(quote.KeyLike.ReplaceAllString(text, "${1}…"), startOfBody)
}

// isNull reports whether JSON is null, which encoding/json takes for anything.
func isNull(text []byte) bool {
	text = bytes.TrimLeft(text, " \t\r\n")
	return len(text) > 0 && text[0] == 'n'
}

// typeError is encoding/json's error of a value of another type than its field's,
// without the names of Go's types: users know those of JSON.
type typeError struct{ err *json.UnmarshalTypeError }

func (e *typeError) Error() string {
	if e.err.Field == "" {
		return "unexpected " + e.err.Value
	}
	return e.err.Field + ": unexpected " + e.err.Value
}

// Unwrap gives the decoder's error.
func (e *typeError) Unwrap() error { return e.err }
