//go:build linux || darwin

package bench

import (
	"syscall"
	"time"
)

// cpuTime is the time that the process has used, of all its threads. Unlike the time
// that passes it does not depend on what else the machine does.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
