package transport

import (
	"sync/atomic"

	"github.com/stateset/stateset-go/api"
)

// Owner is the API key of a request and the state that belongs to the key. Clients that
// share connections and use the same key share the state.
type Owner struct {
	Secret  Secret // zero for requests without a key
	Budget  *Budget
	Limiter api.Limiter // nil for none
	// RateLimit is the rate limit that the last response reported.
	RateLimit *atomic.Pointer[api.RateLimit]
}
