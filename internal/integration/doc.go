// Package integration tests the module from outside: its programs, and the README as a
// new user reads it. It is a separate module, so that its dependencies do not become
// dependencies of the SDK.
package integration
