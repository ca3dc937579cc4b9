package stateset_test

import (
	"io"
	"log/slog"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/stateset/stateset-go"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

const (
	payment = `{"id":"pay_1","object":"payment","amount":100,"currency":"USD","status":"succeeded"}`
	balance = `{"object":"balance","available":[],"pending":[],"livemode":false}`
	wallet  = "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"
)

// failed returns the *Error of a call.
func failed(t testing.TB, err error) *stateset.Error {
	t.Helper()
	var e *stateset.Error
	require.ErrorAs(t, err, &e)
	return e
}

// debugLogger writes all lines to w, as JSON.
func debugLogger(w io.Writer) *slog.Logger {
	return slog.New(slog.NewJSONHandler(w, &slog.HandlerOptions{Level: slog.LevelDebug}))
}
