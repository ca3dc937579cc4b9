package engine

import (
	"maps"
	"slices"
)

// Error codes. Codes in upper case have the spelling of the documented payment pages.
const (
	CodeParameterMissing    = "parameter_missing"
	CodeParameterInvalid    = "parameter_invalid"
	CodeCurrencyMismatch    = "currency_mismatch"
	CodeRefundExceeds       = "refund_exceeds_payment"
	CodeAmountMismatch      = "AMOUNT_MISMATCH"
	CodeSplitMismatch       = "SPLIT_AMOUNT_MISMATCH"
	CodeInvalidWallet       = "INVALID_WALLET_ADDRESS"
	CodeResourceNotFound    = "resource_not_found"
	CodeOrderNotFound       = "ORDER_NOT_FOUND"
	CodeInvalidState        = "invalid_state"
	CodeOrderNotPaid        = "order_not_paid"
	CodeOrderAlreadyPaid    = "ORDER_ALREADY_PAID"
	CodeOrderCancelled      = "ORDER_CANCELLED"
	CodeInvoiceNotFound     = "INVOICE_NOT_FOUND"
	CodeInvoiceAlreadyPaid  = "INVOICE_ALREADY_PAID"
	CodeInvoiceNotPayable   = "INVOICE_NOT_PAYABLE"
	CodePaymentExpired      = "PAYMENT_EXPIRED"
	CodeSmartContract       = "SMART_CONTRACT_ERROR"
	CodeCardDeclined        = "card_declined"
	CodeExpiredCard         = "expired_card"
	CodeIncorrectCVC        = "incorrect_cvc"
	CodeProcessing          = "processing_error"
	CodeInsufficientFunds   = "INSUFFICIENT_FUNDS" // of a wallet
	CodeBankFunds           = "insufficient_funds" // of a bank account
	CodeNetwork             = "NETWORK_ERROR"
	CodeServiceUnavailable  = "service_unavailable"
	CodeRateLimitExceeded   = "rate_limit_exceeded"
	CodeDailyLimitExceeded  = "daily_limit_exceeded"
	CodeIdempotencyInUse    = "idempotency_key_in_use"
	CodeIdempotencyReused   = "idempotency_key_reused"
	CodeRequestInvalid      = "request_invalid"
	CodeParameterUnknown    = "parameter_unknown"
	CodeRouteNotFound       = "route_not_found"
	CodeMethodNotAllowed    = "method_not_allowed"
	CodePayloadTooLarge     = "payload_too_large"
	CodeUnsupportedMedia    = "unsupported_media_type"
	CodeAPIKeyMissing       = "api_key_missing"
	CodeInvalidAPIKey       = "invalid_api_key"
	CodeAPIKeyExpired       = "api_key_expired"
	CodeAPIKeyRevoked       = "api_key_revoked"
	CodeLiveKeyRefused      = "live_key_refused"
	CodePermissions         = "insufficient_permissions"
	CodeAccountNotConnected = "account_not_connected"
	CodeInternal            = "internal_error"
	CodeBadGateway          = "bad_gateway"
	CodeGatewayTimeout      = "gateway_timeout"
)

// Codes of stablecoin errors.
const (
	CodeInvalidRecipient    = "invalid_recipient"
	CodeIssueMismatch       = "amount_mismatch"
	CodeComplianceFailed    = "compliance_check_failed"
	CodeReserveVerification = "insufficient_reserve_verification"
	CodeUnauthorizedIssuer  = "unauthorized_issuer"
	CodeDuplicateReference  = "duplicate_reference"
	CodeHashMismatch        = "hash_mismatch"
)

// Codes of financing errors.
const (
	CodeInvoiceNotFactorable   = "INVOICE_NOT_FACTORABLE"
	CodeInvoiceAlreadyFactored = "INVOICE_ALREADY_FACTORED"
	CodePOAlreadyFinanced      = "PO_ALREADY_FINANCED"
	CodeAmountExceedsBalance   = "amount_exceeds_balance"
	CodeInsufficientCollateral = "insufficient_collateral"
)

// Codes of cross-border errors.
const (
	CodeComplianceBlocked       = "COMPLIANCE_BLOCKED"
	CodeDestinationNotSupported = "destination_not_supported"
	CodeCheckNotUsable          = "compliance_check_not_usable"
	CodeQuoteExpired            = "quote_expired"
)

// Codes of agent errors.
const (
	CodeActionNotAllowed    = "action_not_allowed"
	CodeRecipientNotAllowed = "recipient_not_allowed"
	CodeAgentLimitExceeded  = "agent_limit_exceeded"
	CodeAgentPaused         = "agent_paused"
)

// Types of errors.
const (
	typeAuthentication = "authentication_error"
	typePermission     = "permission_error"
	typeRequest        = "invalid_request_error"
	typeNotFound       = "not_found_error"
	typePayment        = "payment_error"
	typeRateLimit      = "rate_limit_error"
	typeAPI            = "api_error"
)

// types maps every code to the type of its error.
var types = map[string]string{
	CodeAPIKeyMissing:  typeAuthentication,
	CodeInvalidAPIKey:  typeAuthentication,
	CodeAPIKeyExpired:  typeAuthentication,
	CodeAPIKeyRevoked:  typeAuthentication,
	CodeLiveKeyRefused: typeAuthentication,

	CodePermissions:         typePermission,
	CodeAccountNotConnected: typePermission,

	CodeRequestInvalid:   typeRequest,
	CodeParameterMissing: typeRequest,
	CodeParameterInvalid: typeRequest,
	CodeParameterUnknown: typeRequest,
	CodeCurrencyMismatch: typeRequest,
	CodeRefundExceeds:    typeRequest,
	CodeAmountMismatch:   typeRequest,
	CodeSplitMismatch:    typeRequest,
	CodeInvalidWallet:    typeRequest,
	CodeMethodNotAllowed: typeRequest,
	CodePayloadTooLarge:  typeRequest,
	CodeUnsupportedMedia: typeRequest,

	CodeInvalidState:       typeRequest,
	CodeOrderNotPaid:       typeRequest,
	CodeOrderAlreadyPaid:   typeRequest,
	CodeOrderCancelled:     typeRequest,
	CodeInvoiceAlreadyPaid: typeRequest,
	CodeInvoiceNotPayable:  typeRequest,
	CodePaymentExpired:     typeRequest,
	CodeIdempotencyInUse:   typeRequest,
	CodeIdempotencyReused:  typeRequest,
	CodeSmartContract:      typeRequest,

	CodeInvalidRecipient:    typeRequest,
	CodeUnauthorizedIssuer:  typePermission,
	CodeDuplicateReference:  typeRequest,
	CodeIssueMismatch:       typeRequest,
	CodeComplianceFailed:    typeRequest,
	CodeReserveVerification: typeRequest,
	CodeHashMismatch:        typeRequest,

	CodeAmountExceedsBalance:   typeRequest,
	CodeInvoiceNotFactorable:   typeRequest,
	CodeInvoiceAlreadyFactored: typeRequest,
	CodePOAlreadyFinanced:      typeRequest,
	CodeInsufficientCollateral: typeRequest,

	CodeComplianceBlocked:       typeRequest,
	CodeDestinationNotSupported: typeRequest,
	CodeCheckNotUsable:          typeRequest,
	CodeQuoteExpired:            typeRequest,

	CodeActionNotAllowed:    typePermission,
	CodeRecipientNotAllowed: typePermission,
	CodeAgentLimitExceeded:  typePayment,
	CodeAgentPaused:         typeRequest,

	CodeResourceNotFound: typeNotFound,
	CodeRouteNotFound:    typeNotFound,
	CodeOrderNotFound:    typeNotFound,
	CodeInvoiceNotFound:  typeNotFound,

	CodeCardDeclined:      typePayment,
	CodeExpiredCard:       typePayment,
	CodeIncorrectCVC:      typePayment,
	CodeProcessing:        typePayment,
	CodeInsufficientFunds: typePayment,
	CodeBankFunds:         typePayment,

	CodeRateLimitExceeded:  typeRateLimit,
	CodeDailyLimitExceeded: typeRateLimit,

	CodeInternal:           typeAPI,
	CodeBadGateway:         typeAPI,
	CodeServiceUnavailable: typeAPI,
	CodeNetwork:            typeAPI,
	CodeGatewayTimeout:     typeAPI,
}

// Codes returns every code, sorted.
func Codes() []string { return slices.Sorted(maps.Keys(types)) }
