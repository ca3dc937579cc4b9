package transport

import (
	"net/http"
	"strings"
	"syscall/js"
)

// canFetch reports whether net/http can use the Fetch API: it does so in a browser and
// not under Node.js.
var canFetch = func() bool {
	process := js.Global().Get("process")
	node := process.Type() == js.TypeObject && process.Get("argv0").Type() == js.TypeString &&
		strings.HasPrefix(process.Get("argv0").String(), "node")
	return !node && !js.Global().Get("fetch").IsUndefined()
}()

// fetches reports whether a transport sends its requests with the Fetch API.
func fetches(pool *http.Transport) bool {
	if !canFetch || pool == nil || pool.DialContext != nil || pool.DialTLSContext != nil {
		return false
	}
	//lint:ignore SA1019 net/http looks at the deprecated functions too
	return pool.Dial == nil && pool.DialTLS == nil
}
