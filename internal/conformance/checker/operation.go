package checker

import (
	"context"
	"errors"
	"net/http"
	"strconv"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/conformance"
)

// Names of calls in a report.
const (
	callSDK    = "good call of the SDK"
	callPlain  = "good call"
	callReplay = "repeated call"
	callReused = "another call with the same key"
)

// check is the check of one operation.
type check struct {
	*run
	row    *conformance.Operation
	result *Result
	done   bool // no further call can be made

	silentCalls int // calls without a response

	ids struct{ target, reference conformance.IDs }
}

// check checks an operation. An error ends the run.
func (r *run) check(ctx context.Context, row *conformance.Operation) (*Result, error) {
	c := &check{run: r, row: row, result: &Result{Operation: row.Name, Status: Same}}
	for _, step := range []func(context.Context) error{c.viaSDK, c.prepare, c.refusals, c.plain, c.pages} {
		if err := step(ctx); err != nil {
			return nil, err
		}
		if c.done {
			break
		}
	}
	return c.result, nil
}

// viaSDK makes the good call with the SDK.
func (c *check) viaSDK(ctx context.Context) error {
	ids, err := c.row.IDs(ctx, c.target.sdk)
	if err != nil {
		return c.block(ctx, err)
	}
	answer, err := c.call(ctx, ids)
	if err != nil {
		return c.failed(ctx, err)
	}
	c.silent = 0
	if err := c.row.Check(answer, ids); err != nil {
		c.result.differ(callSDK, Difference{Kind: Value, Got: shown(err.Error())})
	}
	return nil
}

// call limits the duration of the good call, because a call that waits for a state may
// never end.
func (c *check) call(ctx context.Context, ids conformance.IDs) (any, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	return c.row.Call(ctx, c.target.sdk, ids)
}

// failed reports the error of the good call of the SDK.
func (c *check) failed(ctx context.Context, err error) error {
	failed := (*stateset.Error)(nil)
	if !errors.As(err, &failed) || failed.Status == 0 {
		return c.noResponse(ctx, callSDK, err)
	}
	c.silent = 0
	switch {
	case failed.Status == http.StatusTooManyRequests:
		return &limitError{failed.RetryAfter}
	case c.isAbsent(errorOf{status: failed.Status, code: failed.Code}):
		c.result.Status, c.result.Reason, c.done = Absent, "status "+strconv.Itoa(failed.Status), true
	case failed.Status/100 == 2:
		c.result.differ(callSDK, Difference{Kind: SDK, Got: shown(err.Error())})
	default:
		c.result.differ(callSDK, Difference{Kind: HTTPStatus, Want: strconv.Itoa(c.row.Spec().Status), Got: statusText(failed)})
	}
	return nil
}

func statusText(failed *stateset.Error) string {
	return describe(&response{status: failed.Status, value: map[string]any{"error": map[string]any{"code": failed.Code, "message": failed.Message}}})
}

// isAbsent reports whether an error is that of a route that the server does not have.
func (r *run) isAbsent(got errorOf) bool {
	switch got.status {
	case http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusNotImplemented:
		return got.code == "" || got.code == r.route.code || got.code == "route_not_found" || got.code == "method_not_allowed"
	}
	return false
}

// block ends the check of an operation whose objects could not be created. The operation
// itself finds some objects.
func (c *check) block(ctx context.Context, err error) error {
	c.done = true
	failed := (*stateset.Error)(nil)
	switch found := errors.As(err, &failed); {
	case ctx.Err() != nil:
		return ctx.Err()
	case found && failed.Operation == c.row.Spec().Name:
		return c.failed(ctx, err)
	case found && failed.Status == http.StatusTooManyRequests:
		return &limitError{failed.RetryAfter}
	}
	if c.result.Status == Same {
		c.result.Status = Blocked
	}
	c.result.Reason = shown(err.Error())
	if found := errors.As(err, &failed); found && failed.Status == 0 {
		return c.silence(err)
	}
	return nil
}

// noResponse reports a call without a response. Several of them end the check of the
// operation.
func (c *check) noResponse(ctx context.Context, call string, err error) error {
	if limited := (*limitError)(nil); ctx.Err() != nil || errors.As(err, &limited) {
		return err
	}
	c.result.differ(call, Difference{Kind: NoResponse, Got: shown(reason(err))})
	if c.silentCalls++; call == callSDK || c.silentCalls >= maxSilent {
		c.done = true
	}
	if call == callSDK {
		return c.silence(err)
	}
	return nil
}

// silence ends the run after several operations without a response.
func (r *run) silence(err error) error {
	if r.silent++; r.silent >= maxSilent {
		return errors.New("the server does not respond any more: " + reason(err))
	}
	return nil
}

// prepare creates the objects of the plain calls.
func (c *check) prepare(ctx context.Context) (err error) {
	if c.ids.target, err = c.row.IDs(ctx, c.target.sdk); err != nil {
		return c.block(ctx, err)
	}
	return c.prepareReference(ctx)
}

func (c *check) prepareReference(ctx context.Context) (err error) {
	c.ids.reference, err = c.row.IDs(ctx, c.reference.sdk)
	return err
}

// ask sends a call to the checked server. It returns nil without a response.
func (c *check) ask(ctx context.Context, call string, r request) (*response, error) {
	got, err := c.target.send(ctx, r)
	if err != nil {
		return nil, c.noResponse(ctx, call, err)
	}
	c.silent = 0
	return got, nil
}

// good returns the good call of the row.
func (c *check) good(ids conformance.IDs) request {
	r := request{method: c.row.Spec().Method, path: c.row.Path(ids)}
	if content := ids.Fill(c.row.Request); r.method == http.MethodGet {
		r.query = content
	} else {
		r.body = content
	}
	return r
}

// plain makes the good call without the SDK, and repeats it.
func (c *check) plain(ctx context.Context) error {
	if err := c.prepareReference(ctx); err != nil { // the rejected calls may have used the objects
		return err
	}
	wanted, called := c.good(c.ids.reference), c.good(c.ids.target)
	if c.row.Spec().Mutates() {
		wanted.idempotencyKey, called.idempotencyKey = newKey(), newKey()
	}
	want, err := c.reference.send(ctx, wanted)
	if err != nil {
		return err
	}
	got, err := c.ask(ctx, callPlain, called)
	if got == nil || err != nil {
		return err
	}
	c.compare(callPlain, want, got)
	if got.status/100 == 2 && got.value != nil {
		if err := c.row.Check(got.value, c.ids.target); err != nil {
			c.result.differ(callPlain, Difference{Kind: Value, Got: shown(err.Error())})
		}
	}
	if !c.row.Spec().Mutates() || got.status/100 != 2 {
		return nil
	}
	return c.replays(ctx, exchange{wanted, want}, exchange{called, got})
}

// picked returns a list with only the element of the call, if the row names one. Other
// elements may have any state.
func (c *check) picked(ids conformance.IDs, value any) any {
	members, ok := value.(map[string]any)
	if !ok || ids.ID == "" {
		return value
	}
	for name, member := range members {
		list, ok := member.([]any)
		if !ok {
			continue
		}
		for _, element := range list {
			if object, ok := element.(map[string]any); ok && object["id"] == ids.ID {
				return withMember(members, name, []any{element})
			}
		}
	}
	return value
}

// withMember returns a copy of an object with another value of a member.
func withMember(object map[string]any, name string, value any) map[string]any {
	changed := map[string]any{}
	for other, member := range object {
		changed[other] = member
	}
	changed[name] = value
	return changed
}
