package engine

// Error is an error of the API.
type Error struct {
	Code    string // as documented
	Message string
	Param   string // path of the invalid member, "items[0].price"
	// DeclineCode and PaymentID are set for declined card payments.
	DeclineCode string
	PaymentID   string
	// Keep commits the transaction despite the error: a declined card leaves a failed
	// payment.
	Keep bool
}

// Error returns the code and the message.
func (e *Error) Error() string { return e.Code + ": " + e.Message }

// Type returns the error type of the code. Default: api_error.
func (e *Error) Type() string {
	if kind, ok := types[e.Code]; ok {
		return kind
	}
	return typeAPI
}

// badParameter reports whether a parameter is invalid or missing, as opposed to an
// error about records or money.
func (e *Error) badParameter() bool {
	return e.Code == CodeParameterInvalid || e.Code == CodeParameterMissing
}
