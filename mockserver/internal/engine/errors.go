package engine

// Error is a refusal.
type Error struct {
	Code    string // as the contract spells it
	Message string
	Param   string // path of the member at fault, "items[0].price"
	// DeclineCode and PaymentID belong to refused card payments.
	DeclineCode string
	PaymentID   string
	// Keep says that the transaction stands although it was refused: a declined card
	// leaves its failed payment behind.
	Keep bool
}

// Error is the code and the message.
func (e *Error) Error() string { return e.Code + ": " + e.Message }

// Type returns the error type of the code. Default: api_error.
func (e *Error) Type() string {
	if kind, ok := types[e.Code]; ok {
		return kind
	}
	return typeAPI
}

// badParameter reports whether the error is about the value of a parameter, not
// about the records or the money that the request found.
func (e *Error) badParameter() bool {
	return e.Code == CodeParameterInvalid || e.Code == CodeParameterMissing
}
