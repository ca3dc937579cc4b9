//go:build !plan9

package transport

import "syscall"

// The errors of connections, which Plan 9 does not number.
var (
	errReset  error = syscall.ECONNRESET
	errRefuse error = syscall.ECONNREFUSED
)
