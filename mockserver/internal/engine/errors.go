package engine

import "net/http"

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

// Status is the HTTP status of the code; 500 for one that is not in the table.
func (e *Error) Status() int {
	if class, ok := classes[e.Code]; ok {
		return class.status
	}
	return http.StatusInternalServerError
}

// Type is the error type of the code; api_error for one that is not in the table.
func (e *Error) Type() string {
	if class, ok := classes[e.Code]; ok {
		return class.kind
	}
	return typeAPI
}
