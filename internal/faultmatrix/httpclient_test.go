package faultmatrix

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
)

// onSend returns a middleware that calls do when the attempt is sent.
func onSend(attempt int, do func()) func(http.RoundTripper) http.RoundTripper {
	return func(next http.RoundTripper) http.RoundTripper {
		return roundTrip(func(r *http.Request) (*http.Response, error) {
			if op, ok := stateset.OperationFrom(r.Context()); ok && op.Attempt == attempt {
				do()
			}
			return next.RoundTrip(r)
		})
	}
}

// oddBody is a body with custom Read and Close functions.
type oddBody struct {
	read  func([]byte) (int, error)
	close error
}

func (b oddBody) Read(p []byte) (int, error) { return b.read(p) }
func (b oddBody) Close() error               { return b.close }

// replies returns a round tripper that responds without a server.
func replies(edit func(*http.Response)) roundTrip {
	return func(*http.Request) (*http.Response, error) {
		r := &http.Response{
			StatusCode: 201, Header: http.Header{"Content-Type": {"application/json"}}, ContentLength: -1,
			Body: io.NopCloser(strings.NewReader(`{"id":"pay_test_1","object":"payment","amount":100.00,"currency":"ssusd"}`)),
		}
		edit(r)
		return r, nil
	}
}

func read(read func([]byte) (int, error)) roundTrip {
	return replies(func(r *http.Response) { r.Body = oddBody{read: read} })
}

var errOwn = errors.New("an error of the caller's own")

// oddTransports are unusual transports of callers, and the expected result of a payment.
var oddTransports = []struct {
	name     string
	trip     roundTrip
	attempts int
	outcome  stateset.Outcome // empty means success
	is       error
}{
	{"F55 RoundTripper that answers", replies(func(*http.Response) {}), 1, "", nil},
	{"F55 RoundTripper that gives nothing", func(*http.Request) (*http.Response, error) { return nil, nil }, 3, stateset.OutcomeUnknown, nil},
	{"F55 RoundTripper that fails", func(*http.Request) (*http.Response, error) { return nil, errOwn }, 3, stateset.OutcomeUnknown, errOwn},
	{"F55 RoundTripper that gives an answer and an error", func(*http.Request) (*http.Response, error) { return &http.Response{StatusCode: 201}, errOwn }, 3, stateset.OutcomeUnknown, errOwn},
	{"F55 RoundTripper without a body", replies(func(r *http.Response) { r.Body = nil }), 1, stateset.OutcomeSucceeded, nil},
	{"F55 RoundTripper without headers", replies(func(r *http.Response) { r.Header = nil }), 1, "", nil},
	{"F55 RoundTripper without anything", replies(func(r *http.Response) { *r = http.Response{} }), 1, stateset.OutcomeUnknown, nil},
	{"F55 RoundTripper with a redirect and no headers", replies(func(r *http.Response) { r.StatusCode, r.Header = 302, nil }), 1, stateset.OutcomeRejected, nil},
	{"F55 RoundTripper with a status below zero", replies(func(r *http.Response) { r.StatusCode = -1 }), 1, stateset.OutcomeUnknown, nil},
	{"F55 RoundTripper with a status of seven digits", replies(func(r *http.Response) { r.StatusCode = 2010000 }), 1, stateset.OutcomeUnknown, nil},
	{"F55 RoundTripper with a length that is too long to have", replies(func(r *http.Response) { r.ContentLength = 1 << 62 }), 1, "", nil},
	{"F55 RoundTripper whose body fails", read(func([]byte) (int, error) { return 0, errOwn }), 3, stateset.OutcomeUnknown, errOwn},
	{"F55 RoundTripper whose body gives nothing for ever", read(func([]byte) (int, error) { return 0, nil }), 3, stateset.OutcomeUnknown, io.ErrNoProgress},
	{"F55 RoundTripper whose body does not end", read(func(p []byte) (int, error) { return len(p), nil }), 1, stateset.OutcomeSucceeded, stateset.ErrResponseTooLarge},
	{"F55 RoundTripper whose body cannot be closed", replies(func(r *http.Response) { r.Body = oddBody{r.Body.Read, errOwn} }), 1, "", nil},
	{"F55 RoundTripper that says gzip", replies(func(r *http.Response) { r.Header.Set("Content-Encoding", "gzip") }), 1, stateset.OutcomeSucceeded, stateset.ErrResponseCorrupt},
	{"F55 RoundTripper that switches protocols", replies(func(r *http.Response) { r.StatusCode = 101 }), 1, stateset.OutcomeUnknown, nil},
}

func TestMatrixOddTransports(t *testing.T) {
	t.Parallel()
	for _, c := range oddTransports {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client, err := stateset.New("sk_test_odd", stateset.WithHTTPClient(&http.Client{Transport: c.trip}))
				require.NoError(t, err)
				var response stateset.Response
				payment, err := client.Payments.Create(t.Context(), matrixPayment(), stateset.WithResponse(&response))
				if c.outcome == "" {
					require.NoError(t, err)
					require.Equal(t, "pay_test_1", payment.ID)
					return
				}
				var e *stateset.Error
				require.ErrorAs(t, err, &e)
				require.Equal(t, c.outcome, e.Outcome, "%v", err)
				require.Len(t, e.Attempts, c.attempts, "%v", err)
				require.Len(t, response.Attempts, c.attempts)
				require.NotEmpty(t, e.Error())
				if c.is != nil {
					require.ErrorIs(t, err, c.is)
				}
			})
		})
	}
}

// A panic in code of the caller is not recovered, and the client stays usable.
func TestMatrixPanickingTransport(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		trip func(next http.RoundTripper) roundTrip
	}{
		{"F55 RoundTripper that panics", func(http.RoundTripper) roundTrip {
			return func(*http.Request) (*http.Response, error) { panic(errOwn) }
		}},
		{"F55 RoundTripper whose body panics", func(http.RoundTripper) roundTrip {
			return read(func([]byte) (int, error) { panic(errOwn) })
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				srv := mockserver.New(t)
				broken := true
				client := srv.Client(stateset.WithMiddleware(func(next http.RoundTripper) http.RoundTripper {
					return roundTrip(func(r *http.Request) (*http.Response, error) {
						if broken {
							return c.trip(next)(r)
						}
						return next.RoundTrip(r)
					})
				}))
				require.PanicsWithError(t, errOwn.Error(), func() { _, _ = client.Payments.Create(t.Context(), matrixPayment()) })
				broken = false
				_, err := client.Payments.Create(t.Context(), matrixPayment())
				require.NoError(t, err)
			})
		})
	}
}

// The timeout of the caller's http.Client limits one attempt.
func TestMatrixOwnTimeout(t *testing.T) {
	t.Parallel()
	t.Run("F55 http.Client with a timeout of its own", func(t *testing.T) {
		t.Parallel()
		synctest.Test(t, func(t *testing.T) {
			srv := mockserver.New(t)
			client := srv.Client(stateset.WithHTTPClient(&http.Client{Transport: srv.HTTPClient().Transport, Timeout: 2 * time.Second}))
			srv.Fail("POST /payments", mockserver.Stall(0), mockserver.AfterCommit(), mockserver.Times(2))
			var response stateset.Response
			_, err := client.Payments.Create(t.Context(), matrixPayment(), stateset.WithResponse(&response))
			require.NoError(t, err)
			require.True(t, response.Replayed)
			require.Len(t, response.Attempts, 3)
			for _, a := range response.Attempts[:2] {
				require.Equal(t, 2*time.Second, a.Duration)
				require.ErrorIs(t, a.Err, stateset.ErrAttemptTimeout)
			}
		})
	})
}

// A client without a Transport uses that of net/http, and its CheckRedirect is not
// called.
func TestMatrixBareClient(t *testing.T) {
	t.Parallel()
	t.Run("F55 http.Client without a Transport", func(t *testing.T) {
		t.Parallel()
		srv := mockserver.New(t, mockserver.WithTCP("127.0.0.1:0"))
		t.Cleanup(http.DefaultTransport.(*http.Transport).CloseIdleConnections)
		calls := 0
		client := srv.Client(stateset.WithHTTPClient(&http.Client{CheckRedirect: func(*http.Request, []*http.Request) error {
			calls++
			return fmt.Errorf("redirect: %w", errOwn)
		}}))
		_, err := client.Payments.Create(t.Context(), matrixPayment())
		require.NoError(t, err)
		srv.Fail("GET /payments/*", mockserver.Redirect(302, "self"))
		_, err = client.Payments.Get(t.Context(), "pay_test_456")
		var redirect *stateset.RedirectError
		require.ErrorAs(t, err, &redirect)
		require.Zero(t, calls)
	})
}
