package engine

import (
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
	"strconv"
	"sync"
)

const (
	idAlphabet = "abcdefghijklmnopqrstuvwxyz0123456789"
	idLength   = 24
	hashLength = 64
	hexDigits  = "0123456789ABCDEF"
)

// idSource draws IDs, hashes and codes from a generator whose seed is that of the
// engine, the account and its generation. It is safe for concurrent use.
type idSource struct {
	mu  sync.Mutex
	rng rand.PCG
}

// newIDSource seeds a generator for one purpose, so that draws for one purpose do not
// shift those of another. Different generations draw different IDs.
func newIDSource(key AccountKey, g generation, purpose string) idSource {
	sum := key.digest(g.String() + purpose)
	return idSource{rng: *rand.NewPCG(g.seed, binary.BigEndian.Uint64(sum[:8]))}
}

// digest returns a hash of the key and a purpose.
func (k AccountKey) digest(purpose string) [sha256.Size]byte {
	text := strconv.Quote(k.Name) + strconv.Quote(k.Connected) + strconv.FormatBool(k.Live) + strconv.Quote(purpose)
	return sha256.Sum256([]byte(text))
}

func (s *idSource) id(prefix string, live bool) string {
	var buffer [64]byte
	out := append(buffer[:0], prefix...)
	if !live && prefix != "req" {
		out = append(out, "_test"...)
	}
	return string(s.append(append(out, '_'), idAlphabet, idLength))
}

// hash returns a transaction hash in upper-case hex digits.
func (s *idSource) hash() string { return s.text(hexDigits, hashLength) }

// digits returns a code of n decimal digits.
func (s *idSource) digits(n int) string { return s.text("0123456789", n) }

// seed returns the seed of another engine.
func (s *idSource) seed() uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.rng.Uint64()
}

func (s *idSource) text(alphabet string, n int) string {
	var buffer [64]byte
	return string(s.append(buffer[:0], alphabet, n))
}

// append appends n random characters.
func (s *idSource) append(out []byte, alphabet string, n int) []byte {
	s.mu.Lock()
	defer s.mu.Unlock()
	rng := rand.New(&s.rng)
	for range n {
		out = append(out, alphabet[rng.IntN(len(alphabet))])
	}
	return out
}

// treasuryAddress returns the address of an account's treasury wallet. The address
// depends on the key only, so that programs can compute it.
func treasuryAddress(key AccountKey) string {
	ids := newIDSource(key, generation{}, "treasury")
	return statesetPrefix + ids.text(idAlphabet, treasuryLength)
}
