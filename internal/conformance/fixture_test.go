package conformance_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	stateset "github.com/stateset/stateset-go"
)

const (
	payment    = `{"id":"pay_1","object":"payment","amount":100,"currency":"USD","status":"succeeded"}`
	wallet     = "stateset1qypqxpq9qcrsszg2pvxq6rs0zqg3yyc5lzv7xu"
	baseWallet = "0x52908400098527886E0F7030069857D2E4169EE7"
)

func failing[T any](_ T, err error) error { return err }

// failed returns the *Error of a call.
func failed(t testing.TB, err error) *stateset.Error {
	t.Helper()
	var e *stateset.Error
	require.ErrorAs(t, err, &e)
	return e
}
