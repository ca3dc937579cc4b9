//go:build !plan9

package memnet

import "syscall"

// The errors of connections, which Plan 9 does not number.
var (
	errReset error = syscall.ECONNRESET
	errPipe  error = syscall.EPIPE
)
