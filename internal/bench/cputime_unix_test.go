//go:build linux || darwin

package bench

import (
	"syscall"
	"time"
)

// cpuTime returns the CPU time of all threads of the process. Unlike the elapsed time it
// does not depend on the load of the machine.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
