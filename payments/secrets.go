package payments

import (
	"fmt"
	"io"
	"log/slog"

	"github.com/stateset/stateset-go/internal/core"
)

// Params that hold the numbers of cards and accounts print as their kind and the
// last four digits, whatever prints them: fmt with any verb, log/slog, encoding/json.
// What goes to the API is written from them, not by them. The JSON of a [CreateParams]
// keeps a card token, so that the call can be stored.

// String names the card by its last four digits, or by those of its token.
func (p CardParams) String() string {
	switch {
	case p.Number != "":
		return "card …" + core.LastFour(p.Number)
	case p.Token != "":
		return "card token …" + core.LastFour(p.Token)
	}
	return "card"
}

// secret reports whether the card cannot be stored as it is: a token can.
func (p *CardParams) secret() bool { return p.Number != "" || p.CVC != "" }

// Format prints what String does for every verb.
func (p CardParams) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, p.String()) }

// LogValue logs what String says.
func (p CardParams) LogValue() slog.Value { return slog.StringValue(p.String()) }

// MarshalText writes what String says: JSON of it is for logs, and cannot be read
// back.
func (p CardParams) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// String names the account by its last four digits.
func (p ACHParams) String() string {
	if p.AccountNumber == "" {
		return "bank account"
	}
	return "bank account …" + core.LastFour(p.AccountNumber)
}

// Format prints what String does for every verb.
func (p ACHParams) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, p.String()) }

// LogValue logs what String says.
func (p ACHParams) LogValue() slog.Value { return slog.StringValue(p.String()) }

// MarshalText writes what String says: JSON of it is for logs, and cannot be read
// back.
func (p ACHParams) MarshalText() ([]byte, error) { return []byte(p.String()), nil }
