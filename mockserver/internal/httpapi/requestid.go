package httpapi

import (
	"math/rand/v2"
	"sync"
)

const maxRequestID = 128

// requestIDs draws the IDs of requests without an account.
type requestIDs struct {
	seed   uint64
	mu     sync.Mutex
	random *rand.Rand
}

// idStream separates these IDs from others with the same seed.
const idStream = 0x5d1c_e5e7_4a11_0001

func newRequestIDs(seed uint64) *requestIDs {
	return &requestIDs{seed: seed, random: rand.New(rand.NewPCG(seed, idStream))}
}

// restart repeats the IDs from the first one.
func (g *requestIDs) restart() {
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

// requestID returns the valid X-Request-Id of the client. Otherwise it draws an ID from
// the account, or from the server while the account is unknown.
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

// printable reports whether the text is printable ASCII without spaces.
func printable(text string) bool {
	for i := range len(text) {
		if text[i] < '!' || text[i] > '~' {
			return false
		}
	}
	return true
}
