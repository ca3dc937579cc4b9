package httpapi

import (
	"math/rand/v2"
	"sync"
)

const maxRequestID = 128

// requestIDs makes the ids of requests that belong to no account.
type requestIDs struct {
	seed   uint64
	mu     sync.Mutex
	random *rand.Rand
}

// idStream keeps these ids apart from others that are drawn with the same seed.
const idStream = 0x5d1c_e5e7_4a11_0001

func newRequestIDs(seed uint64) *requestIDs {
	return &requestIDs{seed: seed, random: rand.New(rand.NewPCG(seed, idStream))}
}

func (g *requestIDs) reset() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.random = rand.New(rand.NewPCG(g.seed, idStream))
}

func (g *requestIDs) next() string {
	const alphabet = "abcdefghijklmnopqrstuvwxyz0123456789"
	g.mu.Lock()
	defer g.mu.Unlock()
	id := []byte("req_")
	for range 24 {
		id = append(id, alphabet[g.random.IntN(len(alphabet))])
	}
	return string(id)
}

// requestID is the client's X-Request-Id where it is usable, and one of the
// account's, or of the server's while the account is unknown, otherwise.
func (c *call) requestID() string {
	if c.id != "" {
		return c.id
	}
	given := c.request.Header.Get("X-Request-Id")
	switch {
	case given != "" && len(given) <= maxRequestID && printable(given):
		c.id = given
	case c.account != nil:
		c.id = c.account.NewID("req")
	default:
		c.id = c.server.ids.next()
	}
	return c.id
}

// printable reports whether the text is printable ASCII without blanks.
func printable(text string) bool {
	for i := range len(text) {
		if text[i] < '!' || text[i] > '~' {
			return false
		}
	}
	return true
}
