package httpapi

import (
	"maps"
	"net/http"
	"slices"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
)

func TestEveryCodeHasAStatus(t *testing.T) {
	t.Parallel()
	require.Equal(t, engine.Codes(), slices.Sorted(maps.Keys(statuses)))
	for code, status := range statuses {
		require.NotEmpty(t, http.StatusText(status), code)
		require.GreaterOrEqual(t, status, 400, code)
	}
}

func TestStatusOf(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]int{
		engine.CodeInvalidAPIKey:      401,
		engine.CodePermissions:        403,
		engine.CodeParameterMissing:   400,
		engine.CodeAmountMismatch:     400,
		engine.CodeInvalidWallet:      400,
		engine.CodeInvalidState:       409,
		engine.CodeOrderAlreadyPaid:   409,
		engine.CodeInvoiceAlreadyPaid: 409,
		engine.CodeInvoiceNotPayable:  409,
		engine.CodePaymentExpired:     409,
		engine.CodeSmartContract:      422,
		engine.CodeComplianceBlocked:  422,
		engine.CodeOrderNotFound:      404,
		engine.CodeInsufficientFunds:  402,
		engine.CodeCardDeclined:       402,
		engine.CodeExpiredCard:        402,
		engine.CodeIncorrectCVC:       402,
		engine.CodeProcessing:         402,
		engine.CodeRateLimitExceeded:  429,
		engine.CodeNetwork:            503,
		"no_such_code":                500,
	} {
		require.Equal(t, want, statusOf(code), code)
	}
}
