package faultmatrix

import (
	"context"
	"fmt"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
	"github.com/stateset/stateset-go/mockserver"
	"github.com/stateset/stateset-go/payments"
)

// down refuses the second dial, like a server that restarts.
func down(ctx context.Context, attempt int, address string, next dialFunc) (net.Conn, error) {
	if attempt == 2 {
		return nil, &net.OpError{Op: "dial", Net: "memory", Err: errRefuse}
	}
	return next(ctx, "tcp", address)
}

// A server that restarts during a response, with all its state, responds with the stored
// response.
func TestMatrixRestart(t *testing.T) {
	t.Parallel()
	once := mockserver.Times(1)
	replayed := map[kind]want{keyed: {attempts: 3, sends: 2, effects: 1}}
	runMatrix(t, []scenario{
		{name: "F56 restart after the commit, store kept", dial: down, faults: []failing{fail(mockserver.Reset(), mockserver.AfterCommit(), once)}, want: replayed, check: replays},
		{name: "F56 restart before the commit, store kept", dial: down, faults: []failing{fail(mockserver.Reset(), mockserver.BeforeCommit(), once)}, want: replayed},
		{name: "F56 restart in the middle of the answer, store kept", dial: down, faults: []failing{fail(mockserver.TruncatePercent(50, mockserver.CutRST), once)}, want: replayed, check: replays},
	})
}

// between returns a hook that calls do between the first and the second attempt.
func between(do func()) stateset.Option {
	return stateset.WithHooks(stateset.Hooks{OnAttempt: func(_ context.Context, _ stateset.Operation, a stateset.Attempt) {
		if a.Number == 1 && a.Delay > 0 {
			do()
		}
	}})
}

// A server that loses its state between two attempts cannot be handled by a client.
//
// If it only loses the keys, the retry is a new request and pays again. An idempotency
// key only protects if the server stores keys as safely as payments, and for the promised
// time. If it loses everything, the payment is lost with its key, and the retry creates
// it again.
func TestMatrixLostStore(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		lose func(*mockserver.Server)
		paid string // at the end
	}{
		{"F56 restart with the keys lost pays twice", func(srv *mockserver.Server) {
			if err := srv.Clock().Advance(25 * time.Hour); err != nil { // only the clock of the server, which has then forgotten every key
				panic(err)
			}
		}, "200.00"},
		{"F56 restart with everything lost pays anew", func(s *mockserver.Server) { s.Reset() }, "100.00"},
		{"F56 restart with nothing lost pays once", func(*mockserver.Server) {}, "100.00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				srv := mockserver.New(t)
				account := srv.NewAccount()
				client := account.Client(between(func() { c.lose(srv) }))
				srv.Fail("POST /payments", mockserver.Reset(), mockserver.AfterCommit(), mockserver.Times(1))
				var response stateset.Response
				payment, err := client.Payments.Create(t.Context(), matrixPayment(), stateset.WithResponse(&response))
				require.NoError(t, err)
				require.Len(t, response.Attempts, 2)
				require.True(t, stateset.SSUSD("100.00").Equal(payment.Amount))
				require.True(t, stateset.SSUSD(c.paid).Equal(account.Balance(recipient, "ssusd")), account.Balance(recipient, "ssusd"))
				require.NoError(t, srv.CheckLedger())
			})
		})
	}
}

// envelopes are the forms of errors with their contents.
var envelopes = []struct {
	form    string
	code    bool // whether the error has a code
	param   string
	message string
}{
	{"documented", true, "", faultMessage},
	{"details", true, "", faultMessage},
	{"success", true, "", faultMessage},
	{"success-text", false, "", faultMessage},
	{"string", true, "", faultMessage},
	{"flat", true, "", faultMessage},
	{"errors", true, "amount", faultMessage},
	{"errors-by-field", false, "amount", faultMessage},
	{"problem", false, "", faultMessage},
	{"meta", true, "", faultMessage},
	{"beside", true, "", faultMessage},
	{"array", false, "", faultMessage},
	{"html", false, "", "HTML page titled"},
	{"text", false, "", faultMessage},
	{"empty", false, "", ""},
	{"null", false, "", ""},
	{"bad-json", false, "", "cut o"},
}

const faultMessage = "The mock server was told to fail here"

// TestMatrixEnvelopes checks the errors of load balancers, proxies and other servers.
// Each becomes an error with a class, code, message and request ID.
func TestMatrixEnvelopes(t *testing.T) {
	t.Parallel()
	classes := map[int]error{
		400: stateset.ErrInvalidRequest, 401: stateset.ErrAuthentication, 402: stateset.ErrPayment, 403: stateset.ErrPermission,
		404: stateset.ErrNotFound, 409: stateset.ErrConflict, 429: stateset.ErrRateLimited, 500: stateset.ErrServer, 503: stateset.ErrServer,
	}
	for _, e := range envelopes {
		t.Run("F57 "+e.form, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				srv := mockserver.New(t)
				client := srv.Client(stateset.WithMaxAttempts(1))
				for status, class := range classes {
					fault := srv.Fail("POST /payments", mockserver.Status(status).WithEnvelope(e.form))
					_, err := client.Payments.Create(t.Context(), matrixPayment())
					fault.Remove()
					what := fmt.Sprint(status, " ", err)
					var got *stateset.Error
					require.ErrorAs(t, err, &got, what)
					require.ErrorIs(t, err, class, what)
					require.Equal(t, status, got.Status)
					require.Contains(t, got.Message, e.message, what)
					require.NotEmpty(t, got.Message, what)
					require.Equal(t, e.code, got.Code != "", what)
					require.Equal(t, e.param, got.Param, what)
					require.Equal(t, srv.Requests()[len(srv.Requests())-1].RequestID, got.RequestID, what)
					require.Equal(t, e.form == "empty", len(got.RawBody()) == 0, what)
					require.NotContains(t, err.Error(), "\n")
				}
			})
		})
	}
}

// errors.Is finds a code in every form.
func TestMatrixEnvelopeCodes(t *testing.T) {
	t.Parallel()
	for _, e := range envelopes {
		if !e.code {
			continue
		}
		t.Run("F57 code in "+e.form, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				srv := mockserver.New(t)
				srv.Fail("POST /payments", mockserver.ErrorCode("card_declined").WithEnvelope(e.form))
				_, err := srv.Client().Payments.Create(t.Context(), matrixPayment())
				require.ErrorIs(t, err, payments.ErrCardDeclined)
				require.ErrorIs(t, err, stateset.ErrPayment)
			})
		})
	}
}
