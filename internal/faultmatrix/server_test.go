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

// down refuses the second dial, as a server that starts again.
func down(ctx context.Context, attempt int, address string, next dialFunc) (net.Conn, error) {
	if attempt == 2 {
		return nil, &net.OpError{Op: "dial", Net: "memory", Err: errRefuse}
	}
	return next(ctx, "tcp", address)
}

// A server that ends with a payment half answered, and starts again with all that it
// knew, answers from the key.
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

// between is a hook that does something between the first attempt and the second.
func between(do func()) stateset.Option {
	return stateset.WithHooks(stateset.Hooks{OnAttempt: func(_ context.Context, _ stateset.Operation, a stateset.Attempt) {
		if a.Number == 1 && a.Delay > 0 {
			do()
		}
	}})
}

// What no client can mend: between two attempts the server loses what it knew.
//
// When it loses the keys alone, the retry is a new request to it, and pays again.
// This is the window that the promise of a key has, and it is the server's: it ends
// when the server keeps keys as safe as payments, and as long as it says. When it
// loses everything, the payment is gone with its key, and the retry makes it anew.
func TestMatrixLostStore(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		lose func(*mockserver.Server)
		paid string // in the end
	}{
		{"F56 restart with the keys lost pays twice", func(srv *mockserver.Server) {
			if err := srv.Clock().Advance(25 * time.Hour); err != nil { // the server's clock alone: it has forgotten every key
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

// envelopes are the forms of errors, and what is in each.
var envelopes = []struct {
	form    string
	code    bool // the error's code
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

// TestMatrixEnvelopes has load balancers, proxies and servers of any age fail in
// their own words, which all become an error with class, code, message and request.
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

// Codes are found by errors.Is whatever the form that they come in.
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
