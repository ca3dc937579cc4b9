package core

import (
	"context"
	"log/slog"
	"net/http"
	"net/url"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/internal/transport"
	"github.com/stateset/stateset-go/internal/wire"
)

// Args are the arguments of an operation. Err is the fault of a parameter: the call
// returns it and sends nothing.
type Args struct {
	ID, ID2 string // in the order of the placeholders of the path
	Query   url.Values
	Body    any    // encoded as JSON; nil for none
	Key     string // the idempotency key in the body
	KeyName string // the path of that key; empty means "metadata.idempotency_key"
	For     string // the ID of the expected parent, if the body names it
	Makes   bool   // the response is a new object, although its status is not 201
	Err     error

	pageSize int // of a list with offsets; 0 on its first page
}

// Call calls an operation and decodes its response in one pass into the value of a W.
// public converts it to the type of the caller. W and T are pointers to structs, so all
// operations share one compiled function.
func Call[W, T any](ctx context.Context, s *Service, op *spec.Operation, args Args, public func(W) (T, error), opts ...api.RequestOption) (T, error) {
	return call(ctx, s, op, args, public, opts)
}

func call[W, T any](ctx context.Context, s *Service, op *spec.Operation, args Args, public func(W) (T, error), opts []api.RequestOption) (result T, err error) {
	var none T
	c, err := s.clientFor(op)
	if err != nil {
		return none, err
	}
	err = c.call(ctx, op, args, opts, func(r *transport.Response) (err error) {
		result, err = read(r, public)
		return err
	})
	if err != nil {
		recheck(err, func(r *transport.Response) error { _, err := read(r, public); return err })
		return none, err
	}
	return result, nil
}

func read[W, T any](r *transport.Response, public func(W) (T, error)) (none T, err error) {
	read := wire.New[W]() // allocated here, because it would be most of the memory of a failed call
	if err := decode(r, read); err != nil {
		return none, err
	}
	return public(read)
}

// CallWithoutAnswer calls an operation whose response has no body.
func CallWithoutAnswer(ctx context.Context, s *Service, op *spec.Operation, args Args, opts ...api.RequestOption) error {
	c, err := s.clientFor(op)
	if err != nil {
		return err
	}
	return c.call(ctx, op, args, opts, nil)
}

// AsRead is the conversion of calls that return the decoded type.
func AsRead[T any](v T) (T, error) { return v, nil }

// call sends the request and passes the response to read.
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

// send sends the request and reads the response. With a journal it stores writes.
func (c *Client) send(ctx context.Context, r *transport.Request, o *CallOptions, read func(*transport.Response) error) error {
	if ctx == nil {
		return InOperation(first(r.Operation, opDo), errNoContext)
	}
	if !c.transport.Observed() {
		return c.deliver(ctx, r, o, read)
	}
	return c.observe(ctx, r, func(ctx context.Context) error { return c.deliver(ctx, r, o, read) })
}

// deliver sends the request with the API key of the call.
func (c *Client) deliver(ctx context.Context, r *transport.Request, o *CallOptions, read func(*transport.Response) error) error {
	if err := c.withKey(ctx, r); err != nil {
		return err
	}
	if c.settings.Journal == nil || r.Kind() == transport.Safe && !c.settings.Journal.Queues {
		return c.exchange(ctx, r, o, read)
	}
	return c.sendJournaled(ctx, r, o, read)
}

// exchange sends the request and reads the response.
func (c *Client) exchange(ctx context.Context, r *transport.Request, o *CallOptions, read func(*transport.Response) error) error {
	response, failure := c.transport.Do(ctx, r)
	if failure != nil {
		noteFailure(failure, o)
		return c.newError(failure)
	}
	defer response.Release()
	noteRateLimit(r, response.Header)
	noteResult(r, response)
	if o.Response != nil {
		*o.Response = *api.NewResponse(response.Status, response.Header, response.Body)
		o.Response.Attempts = response.Attempts
	}
	if read == nil {
		read = func(r *transport.Response) error { return checkSuccess(r.Body) }
	}
	err := read(response)
	c.noteSkipped(ctx, r, response, o)
	if err != nil {
		return c.unreadable(r, response, err)
	}
	return nil
}

// noteSkipped reports the members of a response that were not decoded.
func (c *Client) noteSkipped(ctx context.Context, r *transport.Request, response *transport.Response, o *CallOptions) {
	for _, skipped := range response.Skipped {
		if o.Response != nil {
			o.Response.Skipped = append(o.Response.Skipped, api.Skipped(skipped))
		}
		c.transport.Log(ctx, r, slog.LevelWarn, transport.LogSkipped,
			slog.String(transport.LogOperation, r.Operation), slog.String(transport.LogMember, skipped.Path), slog.String(transport.LogKind, skipped.Kind))
	}
}

func noteFailure(f *transport.Failure, o *CallOptions) {
	if f.Response == nil {
		if o.Response != nil {
			*o.Response = api.Response{Attempts: f.Attempts}
		}
		return
	}
	noteRateLimit(f.Request, f.Response.Header)
	if o.Response != nil {
		*o.Response = *api.NewResponse(f.Response.Status, f.Response.Header, f.Response.Body)
		o.Response.Attempts = f.Attempts
	}
}

func noteRateLimit(r *transport.Request, header http.Header) {
	if limit, ok := api.ParseRateLimit(header); ok {
		kept := limit // allocated only if there is something to keep
		r.Owner.RateLimit.Store(&kept)
	}
}
