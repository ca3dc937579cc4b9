// Package faultrules contains rules of faults that the compiler must refuse. The test
// TestCompilerRefusesRules compiles it with the build tag faultrules.
package faultrules
