// Package clock is the time of the mock server: real time, or time that tests freeze
// and move. Every account has a clock that is ahead of the server by an offset, and a
// queue of jobs that run when its clock reaches their due time.
//
//	clock.go    Clock, the time of the server: reads, freezes and moves it
//	account.go  Account, the time of one account; span.go: its offset
//	queue.go    schedules and cancels jobs
//	run.go      holds clocks during a move, and runs due jobs
//	saved.go    the state as data, for snapshots
//	wake.go     tells a waiting goroutine when the next job is due
package clock
