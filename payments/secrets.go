package payments

import (
	"fmt"
	"io"
	"log/slog"

	"github.com/stateset/stateset-go/internal/core"
)

// Params with card and account numbers print as their kind and the last four digits, in
// fmt with any verb, log/slog and encoding/json. The request body uses another encoder.
// The JSON of a [CreateParams] keeps a card token, so that the call can be stored.

// String returns the last four digits of the card, or the end of its token.
func (p CardParams) String() string {
	switch {
	case p.Number != "":
		return "card …" + core.LastFour(p.Number)
	case p.Token != "":
		return "card token …" + core.LastFour(p.Token)
	}
	return "card"
}

// secret reports whether the card must not be stored. A token can be stored.
func (p *CardParams) secret() bool { return p.Number != "" || p.CVC != "" }

// Format prints the text of String for every verb.
func (p CardParams) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, p.String()) }

// LogValue logs the text of String.
func (p CardParams) LogValue() slog.Value { return slog.StringValue(p.String()) }

// MarshalText returns the text of String. The JSON is for logs, and cannot be decoded.
func (p CardParams) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// String returns the last four digits of the account.
func (p ACHParams) String() string {
	if p.AccountNumber == "" {
		return "bank account"
	}
	return "bank account …" + core.LastFour(p.AccountNumber)
}

// Format prints the text of String for every verb.
func (p ACHParams) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, p.String()) }

// LogValue logs the text of String.
func (p ACHParams) LogValue() slog.Value { return slog.StringValue(p.String()) }

// MarshalText returns the text of String. The JSON is for logs, and cannot be decoded.
func (p ACHParams) MarshalText() ([]byte, error) { return []byte(p.String()), nil }
