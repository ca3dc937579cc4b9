package payments

import (
	"fmt"
	"io"
	"log/slog"
)

// Params that hold the numbers of cards and accounts print as their kind and the
// last four digits, whatever prints them: fmt with any verb, log/slog, encoding/json.
// What goes to the API is written from them, not by them.

// String names the card by its last four digits, or by those of its token.
func (p CardParams) String() string {
	switch {
	case p.Number != "":
		return "card " + lastFour(p.Number)
	case p.Token != "":
		return "card token " + lastFour(p.Token)
	}
	return "card"
}

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
	return "bank account " + lastFour(p.AccountNumber)
}

// Format prints what String does for every verb.
func (p ACHParams) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, p.String()) }

// LogValue logs what String says.
func (p ACHParams) LogValue() slog.Value { return slog.StringValue(p.String()) }

// MarshalText writes what String says: JSON of it is for logs, and cannot be read
// back.
func (p ACHParams) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// lastFour is the end of a number, and nothing of one that is so short that its end
// is half of it.
func lastFour(number string) string {
	if len(number) < 8 {
		return "…"
	}
	return "…" + number[len(number)-4:]
}
