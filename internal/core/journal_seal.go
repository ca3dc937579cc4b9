package core

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/stateset/stateset-go/journal"
)

// seal encrypts the body of an entry, or rejects a body that must not be stored in clear
// text.
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

// bound returns the additional data of a sealed body, so that the body cannot be moved to
// another entry.
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
