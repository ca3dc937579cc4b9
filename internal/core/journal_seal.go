package core

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/stateset/stateset-go/journal"
)

// seal encrypts the body of an entry, or refuses a body that must not be stored in clear.
func (c *Client) seal(e *journal.Entry) error {
	j := c.settings.Journal
	if j.Seal == nil {
		if member := secretIn(e.Body); member != "" {
			return fmt.Errorf("%w at %s: pass journal.Sealed to WithJournal, use a token, or set WithoutJournal: nothing was sent", journal.ErrSecret, member)
		}
		return nil
	}
	nonce := make([]byte, j.Seal.NonceSize(), j.Seal.NonceSize()+len(e.Body)+j.Seal.Overhead())
	if _, err := io.ReadFull(c.settings.Random, nonce); err != nil {
		return fmt.Errorf("stateset: no randomness for a journal entry, nothing was sent: %w", err)
	}
	e.Body, e.Sealed = j.Seal.Seal(nonce, nonce, e.Body, bound(e)), true
	return nil
}

// bound is what a sealed body belongs to: it cannot be moved to another entry.
func bound(e *journal.Entry) []byte {
	return []byte(strings.Join([]string{e.ID, e.Scope, fmt.Sprint(e.Live), e.Host, e.Method, e.Path, e.Query, e.Account, e.Key}, "\n"))
}

// unseal returns the bytes that the entry's request sends.
func (c *Client) unseal(e *journal.Entry) ([]byte, error) {
	if !e.Sealed {
		return e.Body, nil
	}
	for _, aead := range c.settings.Journal.Open {
		if len(e.Body) < aead.NonceSize() {
			continue
		}
		nonce, text := e.Body[:aead.NonceSize()], e.Body[aead.NonceSize():]
		if body, err := aead.Open(nil, nonce, text, bound(e)); err == nil {
			return body, nil
		}
	}
	return nil, errors.New("stateset: journal: the body is sealed with another key: pass it to journal.Sealed after the new one")
}

// secretMembers are the members that must not be stored in clear.
var secretMembers = map[string]bool{
	"cvc": true, "cvv": true, "cvc2": true, "cvv2": true, "security_code": true, "card_number": true, "pan": true,
	"account_number": true, "routing_number": true, "iban": true, "secret": true, "password": true, "pin": true,
}

// secretIn returns the name of the first member that must not be stored in clear, or "".
func secretIn(body []byte) string {
	if len(body) == 0 {
		return ""
	}
	var v any
	d := json.NewDecoder(strings.NewReader(string(body)))
	d.UseNumber()
	if err := d.Decode(&v); err != nil {
		return "the body" // unreadable, so it may hold anything
	}
	return secretBelow("", "", v)
}

func secretBelow(parent, name string, v any) string {
	switch v := v.(type) {
	case map[string]any:
		for _, member := range slices.Sorted(maps.Keys(v)) {
			if found := secretBelow(name, member, v[member]); found != "" {
				return found
			}
		}
	case []any:
		for _, value := range v {
			if found := secretBelow(parent, name, value); found != "" {
				return found
			}
		}
	case string:
		if v != "" && secretValue(parent, name, v) {
			return name
		}
	case json.Number:
		if secretValue(parent, name, v.String()) {
			return name
		}
	}
	return ""
}

// secretValue reports whether a member is secret by its name, or whether its text holds
// the number of a card or is an international bank account.
func secretValue(parent, name, value string) bool {
	name = strings.ToLower(name)
	if secretMembers[name] || name == "number" && strings.Contains(strings.ToLower(parent), "card") {
		return true
	}
	plain := strings.NewReplacer(" ", "", "-", "")
	for _, digits := range cardForm.FindAllString(value, -1) {
		if IsCardNumber(plain.Replace(digits)) {
			return true
		}
	}
	return IsIBAN(strings.ToUpper(plain.Replace(value)))
}

// cardForm is the form of a card number. It is longer than a time in milliseconds, and
// does not begin as longer times do.
var cardForm = regexp.MustCompile(`\b[2-6](?:[ -]?[0-9]){13,18}\b`)
