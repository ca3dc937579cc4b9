//go:build !plan9

package faultmatrix

import "syscall"

// The errors of connections, which Plan 9 does not number.
var (
	errReset  error = syscall.ECONNRESET
	errPipe   error = syscall.EPIPE
	errRefuse error = syscall.ECONNREFUSED
)
