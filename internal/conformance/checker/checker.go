package checker

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"time"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/internal/conformance"
)

const (
	// requestTimeout is the maximum duration of a plain request.
	requestTimeout = 30 * time.Second
	// callTimeout is the maximum duration of a good call of the SDK, with its retries.
	callTimeout = 2 * time.Minute
	// maxSilent is the number of consecutive operations without a response that ends a
	// run, and the number of calls without a response that ends the check of an
	// operation.
	maxSilent = 3
	// unknownRoute is a path that no server has.
	unknownRoute = "/conformance_unknown_route"
)

// ErrNoOperation is returned if no operation matches Options.Run.
var ErrNoOperation = errors.New("no operation matches")

// ServerError is the error of a bad URL or key in Options.Server. Nothing was sent.
type ServerError struct{ err error }

func (e *ServerError) Error() string { return e.err.Error() }

func (e *ServerError) Unwrap() error { return e.err }

// Options are the options of a run.
type Options struct {
	Server    Server         // the server to check
	Reference Server         // a server that follows the contract
	Run       *regexp.Regexp // the names of the operations to check; nil: all
	Progress  func(*Result)  // is called after each operation; may be nil
}

// run is a run of the checks.
type run struct {
	target, reference *side
	route             errorOf // of an unknown route of the target
	silent            int     // consecutive operations without a response
}

// Run checks the operations one after another. It returns an error if it cannot begin: a
// key that is not a test key, a bad URL, a server that does not respond or rejects the
// key. A run that stops later returns a report with the reason.
func Run(ctx context.Context, opts Options) (*Report, error) {
	rows := selected(opts.Run)
	if len(rows) == 0 {
		return nil, ErrNoOperation
	}
	target, err := newSide(opts.Server)
	if err != nil {
		return nil, &ServerError{err}
	}
	reference, err := newSide(opts.Reference)
	if err != nil {
		return nil, fmt.Errorf("reference: %w", err)
	}
	r := &run{target: target, reference: reference}
	if err := r.begin(ctx); err != nil {
		return nil, err
	}
	report := &Report{BaseURL: target.base, Version: stateset.Version, Operations: []*Result{}}
	for i, row := range rows {
		result, err := r.check(ctx, row)
		if err != nil {
			report.Stopped, report.Unchecked = shown(err.Error()), len(rows)-i
			if ctx.Err() != nil {
				report.Stopped = "interrupted"
			}
			break
		}
		report.add(result)
		if opts.Progress != nil {
			opts.Progress(result)
		}
	}
	report.Deleted = target.deleteEndpoints(ctx)
	report.Leftovers, report.Requests = target.left.all(), int(target.requests.Load())
	return report, nil
}

// Names returns the names of all operations.
func Names() (names []string) {
	for _, row := range selected(nil) {
		names = append(names, row.Name)
	}
	return names
}

func selected(pattern *regexp.Regexp) (rows []*conformance.Operation) {
	for _, row := range conformance.All() {
		if pattern == nil || pattern.MatchString(row.Name) {
			rows = append(rows, row)
		}
	}
	return rows
}

// begin checks that the server responds, accepts the key and is in test mode.
func (r *run) begin(ctx context.Context) error {
	_, err := r.target.sdk.Balance(ctx)
	failed := (*stateset.Error)(nil)
	switch {
	case err == nil:
	case errors.Is(err, stateset.ErrLivemodeMismatch):
		return errors.New("the server responds in live mode to a test key: no further request is sent")
	case !errors.As(err, &failed) || failed.Status == 0:
		return fmt.Errorf("the server does not respond: %s", shown(reason(err)))
	case failed.Status == http.StatusUnauthorized:
		return fmt.Errorf("the server refused the API key: %s", shown(failed.Message))
	case failed.Status == http.StatusTooManyRequests:
		return &limitError{failed.RetryAfter}
	}
	unknown, err := r.target.send(ctx, request{method: http.MethodGet, path: unknownRoute})
	if err != nil {
		return fmt.Errorf("the server does not respond: %s", shown(reason(err)))
	}
	r.route = errorIn(unknown)
	return nil
}

// reason returns the innermost message of an error without a response, without the
// operation and the URL.
func reason(err error) string {
	for next := errors.Unwrap(err); next != nil; next = errors.Unwrap(err) {
		err = next
	}
	return err.Error()
}
