package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"hash"
	"sync"
)

// key signs with one secret. The HMAC key is the complete secret with its prefix. Hashes
// are pooled because preparing one costs as much as hashing a short body.
type key struct{ pool sync.Pool }

// digest is a hash with its buffers.
type digest struct {
	hash  hash.Hash
	stamp []byte
	sum   [sha256.Size]byte
}

func newKey(secret string) *key {
	return &key{sync.Pool{New: func() any { return &digest{hash: hmac.New(sha256.New, []byte(secret))} }}}
}

// sign stores the signature of a body in d.sum. stamp is the time as it appears in the
// header. Without a stamp the signature is raw.
func (d *digest) sign(stamp string, payload []byte) {
	d.hash.Reset()
	if stamp != "" {
		d.stamp = append(append(d.stamp[:0], stamp...), '.')
		_, _ = d.hash.Write(d.stamp)
	}
	_, _ = d.hash.Write(payload)
	d.hash.Sum(d.sum[:0])
}

// made reports whether the key created one of the signatures. It compares all of them.
func (k *key) made(payload []byte, sig *signature) bool {
	d := k.pool.Get().(*digest)
	defer k.pool.Put(d)
	d.sign(sig.stamp, payload)
	equal := 0
	for i := range sig.count {
		equal |= subtle.ConstantTimeCompare(d.sum[:], sig.sums[i][:])
	}
	return equal == 1
}
