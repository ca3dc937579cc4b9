package httpapi

import (
	"net/http"

	"github.com/stateset/stateset-go/mockserver/internal/engine"
)

// statusOf returns the HTTP status of an error code. Default: 500.
func statusOf(code string) int {
	if status, ok := statuses[code]; ok {
		return status
	}
	return http.StatusInternalServerError
}

// statuses maps every code of the engine to its HTTP status.
var statuses = map[string]int{
	engine.CodeAPIKeyMissing:  http.StatusUnauthorized,
	engine.CodeInvalidAPIKey:  http.StatusUnauthorized,
	engine.CodeAPIKeyExpired:  http.StatusUnauthorized,
	engine.CodeAPIKeyRevoked:  http.StatusUnauthorized,
	engine.CodeLiveKeyRefused: http.StatusUnauthorized,

	engine.CodePermissions:         http.StatusForbidden,
	engine.CodeAccountNotConnected: http.StatusForbidden,

	engine.CodeRequestInvalid:   http.StatusBadRequest,
	engine.CodeParameterMissing: http.StatusBadRequest,
	engine.CodeParameterInvalid: http.StatusBadRequest,
	engine.CodeParameterUnknown: http.StatusBadRequest,
	engine.CodeCurrencyMismatch: http.StatusBadRequest,
	engine.CodeRefundExceeds:    http.StatusBadRequest,
	engine.CodeAmountMismatch:   http.StatusBadRequest,
	engine.CodeSplitMismatch:    http.StatusBadRequest,
	engine.CodeInvalidWallet:    http.StatusBadRequest,
	engine.CodeMethodNotAllowed: http.StatusMethodNotAllowed,
	engine.CodePayloadTooLarge:  http.StatusRequestEntityTooLarge,
	engine.CodeUnsupportedMedia: http.StatusUnsupportedMediaType,

	engine.CodeInvalidState:       http.StatusConflict,
	engine.CodeOrderNotPaid:       http.StatusConflict,
	engine.CodeOrderAlreadyPaid:   http.StatusConflict,
	engine.CodeOrderCancelled:     http.StatusConflict,
	engine.CodeInvoiceAlreadyPaid: http.StatusConflict,
	engine.CodeInvoiceNotPayable:  http.StatusConflict,
	engine.CodePaymentExpired:     http.StatusConflict,
	engine.CodeIdempotencyInUse:   http.StatusConflict,
	engine.CodeIdempotencyReused:  http.StatusUnprocessableEntity,
	engine.CodeSmartContract:      http.StatusUnprocessableEntity,

	engine.CodeInvalidRecipient:    http.StatusBadRequest,
	engine.CodeUnauthorizedIssuer:  http.StatusForbidden,
	engine.CodeDuplicateReference:  http.StatusConflict,
	engine.CodeIssueMismatch:       http.StatusUnprocessableEntity,
	engine.CodeComplianceFailed:    http.StatusUnprocessableEntity,
	engine.CodeReserveVerification: http.StatusUnprocessableEntity,
	engine.CodeHashMismatch:        http.StatusUnprocessableEntity,

	engine.CodeAmountExceedsBalance:   http.StatusBadRequest,
	engine.CodeInvoiceNotFactorable:   http.StatusConflict,
	engine.CodeInvoiceAlreadyFactored: http.StatusConflict,
	engine.CodePOAlreadyFinanced:      http.StatusConflict,
	engine.CodeInsufficientCollateral: http.StatusUnprocessableEntity,

	engine.CodeComplianceBlocked:       http.StatusUnprocessableEntity,
	engine.CodeDestinationNotSupported: http.StatusUnprocessableEntity,
	engine.CodeCheckNotUsable:          http.StatusConflict,
	engine.CodeQuoteExpired:            http.StatusConflict,

	engine.CodeActionNotAllowed:    http.StatusForbidden,
	engine.CodeRecipientNotAllowed: http.StatusForbidden,
	engine.CodeAgentLimitExceeded:  http.StatusPaymentRequired,
	engine.CodeAgentPaused:         http.StatusConflict,

	engine.CodeResourceNotFound: http.StatusNotFound,
	engine.CodeRouteNotFound:    http.StatusNotFound,
	engine.CodeOrderNotFound:    http.StatusNotFound,
	engine.CodeInvoiceNotFound:  http.StatusNotFound,

	engine.CodeCardDeclined:      http.StatusPaymentRequired,
	engine.CodeExpiredCard:       http.StatusPaymentRequired,
	engine.CodeIncorrectCVC:      http.StatusPaymentRequired,
	engine.CodeProcessing:        http.StatusPaymentRequired,
	engine.CodeInsufficientFunds: http.StatusPaymentRequired,
	engine.CodeBankFunds:         http.StatusPaymentRequired,

	engine.CodeRateLimitExceeded:  http.StatusTooManyRequests,
	engine.CodeDailyLimitExceeded: http.StatusTooManyRequests,

	engine.CodeInternal:           http.StatusInternalServerError,
	engine.CodeBadGateway:         http.StatusBadGateway,
	engine.CodeServiceUnavailable: http.StatusServiceUnavailable,
	engine.CodeNetwork:            http.StatusServiceUnavailable,
	engine.CodeGatewayTimeout:     http.StatusGatewayTimeout,
}
