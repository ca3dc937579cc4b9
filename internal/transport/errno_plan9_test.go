package transport

import "errors"

// The errors of connections, which Plan 9 does not number.
var (
	errReset  = errors.New("connection reset by peer")
	errRefuse = errors.New("connection refused")
)
