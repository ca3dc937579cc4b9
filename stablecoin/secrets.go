package stablecoin

import (
	"fmt"
	"io"
	"log/slog"
	"strings"

	"github.com/stateset/stateset-go/internal/core"
)

// A bank account prints as its kind and the last four digits, in fmt with any verb,
// log/slog and encoding/json. The request body uses another encoder.

// String returns the last four digits of the account.
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

// Format prints the text of String for every verb.
func (p DestinationParams) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, p.String()) }

// LogValue logs the text of String.
func (p DestinationParams) LogValue() slog.Value { return slog.StringValue(p.String()) }

// MarshalText returns the text of String. The JSON is for logs, and cannot be decoded.
func (p DestinationParams) MarshalText() ([]byte, error) { return []byte(p.String()), nil }
