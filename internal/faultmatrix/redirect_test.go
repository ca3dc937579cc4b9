package faultmatrix

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/http/cookiejar"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
)

// elsewhereHost is the target of the redirects in F41, where a second server listens.
const elsewhereHost = "elsewhere.test"

// redirectTargets are the targets of redirects. host is the part that the error shows.
var redirectTargets = map[string]struct {
	lines []string
	host  string
}{
	"same path":          {[]string{"http://localhost/v1/payments"}, ""},
	"same host":          {[]string{"http://localhost/v2/payments"}, ""},
	"relative":           {[]string{"/v1/payments/elsewhere"}, ""},
	"relative to here":   {[]string{"moved"}, ""},
	"query":              {[]string{"?next=1"}, ""},
	"fragment":           {[]string{"#top"}, ""},
	"other port":         {[]string{"http://localhost:8080/v1/payments"}, "localhost:8080"},
	"other host":         {[]string{"http://" + elsewhereHost + "/v1/payments"}, elsewhereHost},
	"subdomain":          {[]string{"http://api.localhost/v1/payments"}, "api.localhost"},
	"host in capitals":   {[]string{"http://LOCALHOST.evil.test/v1/payments"}, "LOCALHOST.evil.test"},
	"downgrade":          {[]string{"http://" + elsewhereHost + ":80/v1/payments"}, elsewhereHost + ":80"},
	"upgrade":            {[]string{"https://localhost/v1/payments"}, ""},
	"no scheme":          {[]string{"//" + elsewhereHost + "/v1/payments"}, elsewhereHost},
	"backslashes":        {[]string{`\\` + elsewhereHost + `\v1`}, ""},
	"user and password":  {[]string{"http://user:pass@" + elsewhereHost + "/"}, elsewhereHost},
	"host before an at":  {[]string{"http://localhost@" + elsewhereHost + "/"}, elsewhereHost},
	"javascript":         {[]string{"javascript:alert(1)"}, ""},
	"data":               {[]string{"data:text/html,x"}, ""},
	"file":               {[]string{"file:///etc/passwd"}, ""},
	"ftp":                {[]string{"ftp://" + elsewhereHost + "/"}, elsewhereHost},
	"cloud metadata":     {[]string{"http://169.254.169.254/latest/meta-data"}, "169.254.169.254"},
	"missing":            {nil, ""},
	"empty":              {[]string{""}, ""},
	"two":                {[]string{"http://localhost/v1/payments", "http://" + elsewhereHost + "/"}, ""},
	"unparsable host":    {[]string{"http://[::1/"}, ""},
	"unparsable escape":  {[]string{"http://%zz/"}, ""},
	"of eight kilobytes": {[]string{"http://" + elsewhereHost + "/" + strings.Repeat("a", 8<<10)}, elsewhereHost},
}

// TestMatrixRedirects redirects to all targets. No target receives a request, although
// the caller's http.Client would follow redirects and has cookies for all hosts.
func TestMatrixRedirects(t *testing.T) {
	t.Parallel()
	for _, status := range []int{300, 301, 302, 303, 304, 305, 307, 308, 399} {
		t.Run(fmt.Sprintf("F41 %d", status), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				w := newTwoServers(t)
				calls := 0
				for name, target := range redirectTargets {
					action := mockserver.Status(status)
					for _, line := range target.lines {
						action = action.WithHeader("Location", line)
					}
					for op, call := range w.calls() {
						w.here.Fail("*", action, mockserver.Times(1))
						err := call(t.Context())
						calls++
						requireRedirect(t, err, status, target.host, name+", "+op)
						require.Len(t, w.here.Requests(), calls, "%s, %s: asked again", name, op)
					}
				}
				require.Empty(t, w.elsewhere.Requests())
				require.Zero(t, w.strays.Load(), "somebody else was dialled")
				page, err := w.client.Payments.List(t.Context(), nil)
				require.NoError(t, err)
				require.Len(t, page.Data, 1, "only the one that every account has")
			})
		})
	}
}

func requireRedirect(t *testing.T, err error, status int, host, what string) {
	t.Helper()
	var e *stateset.Error
	var redirect *stateset.RedirectError
	require.ErrorAs(t, err, &e, what)
	require.ErrorAs(t, err, &redirect, what)
	require.Equal(t, stateset.RedirectError{Status: status, Host: host}, *redirect, what)
	require.Equal(t, stateset.OutcomeRejected, e.Outcome, what)
	require.Equal(t, stateset.StopRedirect, e.StopReason, what)
	require.Len(t, e.Attempts, 1, what)
	require.NotContains(t, e.Error(), "pass@", what)
	require.NotContains(t, e.Error(), "?next", what)
}

// twoServers are the server of a client, and a server at all other addresses.
type twoServers struct {
	here, elsewhere *mockserver.Server
	client          *stateset.Client
	strays          atomic.Int64 // dials to other addresses
}

func newTwoServers(t *testing.T) *twoServers {
	w := &twoServers{here: mockserver.New(t), elsewhere: mockserver.New(t)}
	dialHere := w.here.HTTPClient().Transport.(*http.Transport).DialContext
	dialElsewhere := w.elsewhere.HTTPClient().Transport.(*http.Transport).DialContext
	pool := matrixHTTP()
	t.Cleanup(pool.CloseIdleConnections)
	pool.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if address == "localhost:80" {
			return dialHere(ctx, network, address)
		}
		w.strays.Add(1)
		return dialElsewhere(ctx, network, "localhost:80")
	}
	jar, err := cookiejar.New(nil)
	require.NoError(t, err)
	w.client = w.here.Client(stateset.WithHTTPClient(&http.Client{
		Transport: pool, Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return nil },
	}))
	return w
}

// calls returns a call of each kind.
func (w *twoServers) calls() map[string]func(context.Context) error {
	create := func(opts ...stateset.RequestOption) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := w.client.Payments.Create(ctx, matrixPayment(), opts...)
			return err
		}
	}
	return map[string]func(context.Context) error{
		"keyed": create(), "unkeyed": create(stateset.WithoutIdempotencyKey()),
		"safe": func(ctx context.Context) error {
			_, err := w.client.Payments.Get(ctx, "pay_test_456")
			return err
		},
	}
}

// A server that redirects to itself receives one request.
func TestMatrixRedirectLoop(t *testing.T) {
	t.Parallel()
	loops := each(want{attempts: 1, outcome: stateset.OutcomeRejected, stop: stateset.StopRedirect, says: []string{"redirect", "not followed"}})
	runMatrix(t, []scenario{
		{name: "F41 redirect to itself for ever", faults: []failing{fail(mockserver.Redirect(307, "self"))}, want: loops},
		{name: "F41 redirect to nowhere", faults: []failing{fail(mockserver.Redirect(308, "missing"))}, want: loops},
		{name: "F41 redirect to the metadata of a cloud", faults: []failing{fail(mockserver.Redirect(302, "http://169.254.169.254/"))}, want: loops},
	})
}

// If Resolve receives a redirect or a response of a proxy, the outcome stays open.
func TestMatrixRedirectWhileResolving(t *testing.T) {
	t.Parallel()
	for status, name := range map[int]string{302: "F41 302 while it is settled", 407: "F40 407 while it is settled", 403: "F40 403 while it is settled"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				srv := mockserver.New(t)
				account := srv.NewAccount()
				client := account.Client(stateset.WithMaxAttempts(1))
				srv.Fail("POST /payments", mockserver.Reset(), mockserver.AfterCommit(), mockserver.Nth(1))
				srv.Fail("POST /payments", mockserver.Status(status).WithHeader("Location", "http://portal.test/"), mockserver.Nth(2))
				_, open := client.Payments.Create(t.Context(), matrixPayment())
				require.ErrorIs(t, open, stateset.ErrOutcomeUnknown)
				_, still := client.Resolve(t.Context(), open)
				require.ErrorIs(t, still, stateset.ErrOutcomeUnknown)
				response, err := client.Resolve(t.Context(), still)
				require.NoError(t, err)
				require.True(t, response.Replayed)
				require.True(t, stateset.SSUSD("100.00").Equal(account.Balance(recipient, "ssusd")))
			})
		})
	}
}
