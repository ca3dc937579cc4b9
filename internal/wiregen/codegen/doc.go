// Package codegen reads the structs with a wire directive and writes their JSON methods. The
// documentation of the command wiregen describes the directives and tags.
//
// The files, in reading order: update.go (writes the file), load.go (packages), types.go
// (the kind of a field), generate.go, read.go and write.go (the generated code),
// describe.go (the JSON of a struct, for schemas).
package codegen
