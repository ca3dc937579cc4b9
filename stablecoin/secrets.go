package stablecoin

import (
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/stateset/stateset-go/internal/core"
)

// A bank account prints as its kind and the last four digits, whatever prints it: fmt
// with any verb, log/slog, encoding/json. What goes to the API is written from it, not
// by it.

// String names the account by its last four digits.
func (p DestinationParams) String() string {
	number := p.AccountNumber
	if number == "" {
		number = strings.ReplaceAll(p.IBAN, " ", "")
	}
	text := "bank account"
	if p.Type.Known() {
		text = string(p.Type) + " account"
	}
	if number == "" {
		return text
	}
	return text + " …" + core.LastFour(number)
}

// Format prints what String does for every verb.
func (p DestinationParams) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, p.String()) }

// LogValue logs what String says.
func (p DestinationParams) LogValue() slog.Value { return slog.StringValue(p.String()) }

// MarshalText writes what String says: JSON of it is for logs, and cannot be read
// back.
func (p DestinationParams) MarshalText() ([]byte, error) { return []byte(p.String()), nil }
