// Package memnet is a network in memory: a listener and the connections to it. It
// uses no sockets, only locks, conditions and timers, so a server and its clients
// can run inside a testing/synctest bubble.
//
//	listener.go  Listener: Dial and Accept
//	conn.go      Conn: one end of a connection
//	stream.go    one direction of a connection, with deadlines
//	errno*.go    the errors of a broken connection
package memnet
