package engine

import (
	"maps"
	"net/http"
	"slices"
)

// Codes of refusals. Upper-case codes keep the spelling of the payment pages.
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

// Codes of the stablecoin.
const (
	CodeInvalidRecipient    = "invalid_recipient"
	CodeIssueMismatch       = "amount_mismatch"
	CodeComplianceFailed    = "compliance_check_failed"
	CodeReserveVerification = "insufficient_reserve_verification"
	CodeUnauthorizedIssuer  = "unauthorized_issuer"
	CodeDuplicateReference  = "duplicate_reference"
	CodeHashMismatch        = "hash_mismatch"
)

// Codes of financing.
const (
	CodeInvoiceNotFactorable   = "INVOICE_NOT_FACTORABLE"
	CodeInvoiceAlreadyFactored = "INVOICE_ALREADY_FACTORED"
	CodePOAlreadyFinanced      = "PO_ALREADY_FINANCED"
	CodeAmountExceedsBalance   = "amount_exceeds_balance"
	CodeInsufficientCollateral = "insufficient_collateral"
)

// Codes of global commerce.
const (
	CodeComplianceBlocked       = "COMPLIANCE_BLOCKED"
	CodeDestinationNotSupported = "destination_not_supported"
	CodeCheckNotUsable          = "compliance_check_not_usable"
	CodeQuoteExpired            = "quote_expired"
)

// Codes of agents.
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

type class struct {
	status int
	kind   string
}

// classes says of every code which status and type it has.
var classes = map[string]class{
	CodeAPIKeyMissing:  {http.StatusUnauthorized, typeAuthentication},
	CodeInvalidAPIKey:  {http.StatusUnauthorized, typeAuthentication},
	CodeAPIKeyExpired:  {http.StatusUnauthorized, typeAuthentication},
	CodeAPIKeyRevoked:  {http.StatusUnauthorized, typeAuthentication},
	CodeLiveKeyRefused: {http.StatusUnauthorized, typeAuthentication},

	CodePermissions:         {http.StatusForbidden, typePermission},
	CodeAccountNotConnected: {http.StatusForbidden, typePermission},

	CodeRequestInvalid:   {http.StatusBadRequest, typeRequest},
	CodeParameterMissing: {http.StatusBadRequest, typeRequest},
	CodeParameterInvalid: {http.StatusBadRequest, typeRequest},
	CodeParameterUnknown: {http.StatusBadRequest, typeRequest},
	CodeCurrencyMismatch: {http.StatusBadRequest, typeRequest},
	CodeRefundExceeds:    {http.StatusBadRequest, typeRequest},
	CodeAmountMismatch:   {http.StatusBadRequest, typeRequest},
	CodeSplitMismatch:    {http.StatusBadRequest, typeRequest},
	CodeInvalidWallet:    {http.StatusBadRequest, typeRequest},
	CodeMethodNotAllowed: {http.StatusMethodNotAllowed, typeRequest},
	CodePayloadTooLarge:  {http.StatusRequestEntityTooLarge, typeRequest},
	CodeUnsupportedMedia: {http.StatusUnsupportedMediaType, typeRequest},

	CodeInvalidState:       {http.StatusConflict, typeRequest},
	CodeOrderNotPaid:       {http.StatusConflict, typeRequest},
	CodeOrderAlreadyPaid:   {http.StatusConflict, typeRequest},
	CodeOrderCancelled:     {http.StatusConflict, typeRequest},
	CodeInvoiceAlreadyPaid: {http.StatusConflict, typeRequest},
	CodeInvoiceNotPayable:  {http.StatusConflict, typeRequest},
	CodePaymentExpired:     {http.StatusConflict, typeRequest},
	CodeIdempotencyInUse:   {http.StatusConflict, typeRequest},
	CodeIdempotencyReused:  {http.StatusUnprocessableEntity, typeRequest},
	CodeSmartContract:      {http.StatusUnprocessableEntity, typeRequest},

	CodeInvalidRecipient:    {http.StatusBadRequest, typeRequest},
	CodeUnauthorizedIssuer:  {http.StatusForbidden, typePermission},
	CodeDuplicateReference:  {http.StatusConflict, typeRequest},
	CodeIssueMismatch:       {http.StatusUnprocessableEntity, typeRequest},
	CodeComplianceFailed:    {http.StatusUnprocessableEntity, typeRequest},
	CodeReserveVerification: {http.StatusUnprocessableEntity, typeRequest},
	CodeHashMismatch:        {http.StatusUnprocessableEntity, typeRequest},

	CodeAmountExceedsBalance:   {http.StatusBadRequest, typeRequest},
	CodeInvoiceNotFactorable:   {http.StatusConflict, typeRequest},
	CodeInvoiceAlreadyFactored: {http.StatusConflict, typeRequest},
	CodePOAlreadyFinanced:      {http.StatusConflict, typeRequest},
	CodeInsufficientCollateral: {http.StatusUnprocessableEntity, typeRequest},

	CodeComplianceBlocked:       {http.StatusUnprocessableEntity, typeRequest},
	CodeDestinationNotSupported: {http.StatusUnprocessableEntity, typeRequest},
	CodeCheckNotUsable:          {http.StatusConflict, typeRequest},
	CodeQuoteExpired:            {http.StatusConflict, typeRequest},

	CodeActionNotAllowed:    {http.StatusForbidden, typePermission},
	CodeRecipientNotAllowed: {http.StatusForbidden, typePermission},
	CodeAgentLimitExceeded:  {http.StatusPaymentRequired, typePayment},
	CodeAgentPaused:         {http.StatusConflict, typeRequest},

	CodeResourceNotFound: {http.StatusNotFound, typeNotFound},
	CodeRouteNotFound:    {http.StatusNotFound, typeNotFound},
	CodeOrderNotFound:    {http.StatusNotFound, typeNotFound},
	CodeInvoiceNotFound:  {http.StatusNotFound, typeNotFound},

	CodeCardDeclined:      {http.StatusPaymentRequired, typePayment},
	CodeExpiredCard:       {http.StatusPaymentRequired, typePayment},
	CodeIncorrectCVC:      {http.StatusPaymentRequired, typePayment},
	CodeProcessing:        {http.StatusPaymentRequired, typePayment},
	CodeInsufficientFunds: {http.StatusPaymentRequired, typePayment},
	CodeBankFunds:         {http.StatusPaymentRequired, typePayment},

	CodeRateLimitExceeded:  {http.StatusTooManyRequests, typeRateLimit},
	CodeDailyLimitExceeded: {http.StatusTooManyRequests, typeRateLimit},

	CodeInternal:           {http.StatusInternalServerError, typeAPI},
	CodeBadGateway:         {http.StatusBadGateway, typeAPI},
	CodeServiceUnavailable: {http.StatusServiceUnavailable, typeAPI},
	CodeNetwork:            {http.StatusServiceUnavailable, typeAPI},
	CodeGatewayTimeout:     {http.StatusGatewayTimeout, typeAPI},
}

// Codes lists the codes that have a status, sorted.
func Codes() []string { return slices.Sorted(maps.Keys(classes)) }
