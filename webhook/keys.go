package webhook

import (
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"hash"
	"strings"
	"sync"
	"unicode"
)

const (
	maxSecrets   = 5
	minSecret    = 16 // bytes, without the prefix
	secretPrefix = "whsec_"
)

// key makes signatures with one secret. The whole text of the secret is the key, its
// prefix included. Hashes are kept, as preparing one costs as much as a short body.
type key struct{ pool sync.Pool }

// digest is a hash with the memory that it works in.
type digest struct {
	hash  hash.Hash
	stamp []byte
	sum   [sha256.Size]byte
}

func newKey(secret string) *key {
	return &key{sync.Pool{New: func() any { return &digest{hash: hmac.New(sha256.New, []byte(secret))} }}}
}

// sign leaves the signature of a body in d.sum. A stamp is the time as it stands in
// the header; without one the signature is raw.
func (d *digest) sign(stamp string, payload []byte) {
	d.hash.Reset()
	if stamp != "" {
		d.stamp = append(append(d.stamp[:0], stamp...), '.')
		_, _ = d.hash.Write(d.stamp)
	}
	_, _ = d.hash.Write(payload)
	d.hash.Sum(d.sum[:0])
}

// made reports whether the key made one of the signatures. It looks at all of them.
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

func newKeys(secrets []string) ([]*key, error) {
	if len(secrets) == 0 || len(secrets) > maxSecrets {
		return nil, fmt.Errorf("stateset: webhook verifier: want 1 to %d secrets, got %d", maxSecrets, len(secrets))
	}
	keys := make([]*key, len(secrets))
	for i, secret := range secrets {
		if err := checkSecret(secret); err != nil {
			return nil, fmt.Errorf("stateset: webhook verifier: secret %d of %d %w", i+1, len(secrets), err)
		}
		keys[i] = newKey(secret)
	}
	return keys, nil
}

// checkSecret finds what was given in the place of a secret by mistake.
func checkSecret(secret string) error {
	rest := strings.TrimPrefix(secret, secretPrefix)
	switch {
	case secret == "":
		return errors.New("is empty: is its environment variable set?")
	case strings.HasPrefix(secret, "sk_"), strings.HasPrefix(secret, "pk_"), strings.HasPrefix(secret, "rk_"):
		return errors.New("is an API key: want the endpoint's secret, \"whsec_…\"")
	case strings.ContainsFunc(secret, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsControl(r) }):
		return errors.New("has a blank, a line break or a control character: was it read from a file without trimming?")
	case strings.HasPrefix(rest, "…"):
		return errors.New("is a secret as it is printed: want what Secret.Reveal returns")
	case len(rest) < minSecret:
		return fmt.Errorf("is too short to be one: want at least %d characters behind %q", minSecret, secretPrefix)
	}
	return nil
}
