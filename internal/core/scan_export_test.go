package core

// Wire types for the tests of package api_test.
type (
	DocumentedEnvelope = documentedEnvelope
	DocumentedError    = documentedError
	Envelope[W any]    = envelope[W]
)
