package faultmatrix

import "errors"

// The errors of connections, which Plan 9 does not number.
var (
	errReset  = errors.New("connection reset by peer")
	errPipe   = errors.New("broken pipe")
	errRefuse = errors.New("connection refused")
)
