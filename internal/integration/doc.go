// Package integration tests the module from outside: the programs as programs, the
// README as a stranger reads it. It is a module of its own, so that what it needs
// does not become a dependency of the SDK.
package integration
