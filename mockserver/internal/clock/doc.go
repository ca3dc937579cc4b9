// Package clock is the time of the mock server: real time, or time that tests freeze
// and move. Jobs in one queue run when the clock reaches their due time.
//
//	clock.go  Clock: reads, freezes and moves the time
//	queue.go  schedules and cancels jobs
//	run.go    runs due jobs during a move
//	wake.go   tells a waiting goroutine when the next job is due
package clock
