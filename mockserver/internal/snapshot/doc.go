// Package snapshot encodes the state of the mock server as one JSON document, and
// stores the document in a file. The structs of the state are those of the packages
// that own it.
//
//	document.go  Encode and Decode: the document with its version and its checksum
//	file.go      WriteFile and ReadFile: replace a file as a whole
//	fields.go    the members of a struct, and Describe, which lists them for a test
//	write.go     writes a value; read.go reads it
//	leaf.go      values that are written as text: amounts, numbers, times, secrets
//
// Structs are written by reflection, with the names of their exported fields and without
// their zero fields. The result is exact: a nil list and an empty list differ, and a
// number keeps its decimals. The JSON of the API is not exact.
package snapshot
