// Package certs makes the certificates of a server for tests.
//
//	certs.go  New: a CA and a certificate; CheckHost
package certs
