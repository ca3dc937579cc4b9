// Package guides tests the code in the Markdown files: Go blocks are type-checked, and
// shell, Python and JavaScript blocks run against a mock server.
//
// The files, in reading order:
//
//	blocks_test.go   finds the blocks and the comments that configure their tests
//	golang_test.go   type-checks blocks of Go
//	given_test.go    the names that blocks of Go use without a declaration
//	commands_test.go runs blocks of sh, python and js
//	verifiers_test.go runs the verifiers of webhook signatures in docs/wire.md
//
// An HTML comment in the line before a block configures its test:
//
//	<!-- test: given db *sql.DB -->   the block uses these names, also
//	<!-- test: server -->             the block starts a server, which later blocks use
//	<!-- test: skip, because … -->    the block cannot run here
//
// A block "text" directly after a block that runs is its output. A line that contains … matches any
// text there; a line of … alone matches any number of lines.
package guides
