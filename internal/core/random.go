package core

import (
	"encoding/hex"
	"fmt"
	"io"
)

// randomness holds the random bytes of a call: 16 bytes for a key, 8 for a request ID.
type randomness [24]byte

func (r *randomness) read(from io.Reader) error {
	if _, err := io.ReadFull(from, r[:]); err != nil {
		return fmt.Errorf("stateset: no randomness for an idempotency key, nothing was sent: %w", err)
	}
	return nil
}

// ids returns a random UUID, version 4, and a request ID. They share their memory.
func (r *randomness) ids() (uuid, requestID string) {
	b := *r
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	var text [36 + 16]byte
	hex.Encode(text[:8], b[:4])
	hex.Encode(text[9:13], b[4:6])
	hex.Encode(text[14:18], b[6:8])
	hex.Encode(text[19:23], b[8:10])
	hex.Encode(text[24:36], b[10:16])
	for _, i := range []int{8, 13, 18, 23} {
		text[i] = '-'
	}
	hex.Encode(text[36:], b[16:])
	all := string(text[:])
	return all[:36], all[36:]
}
