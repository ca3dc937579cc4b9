// Package api is what every resource package stands on: one way to call an
// operation, one way to walk a list, and the types that all of them share. What
// users need of it has a name in package stateset.
package core
