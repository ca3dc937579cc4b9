// Package wire is the JSON runtime of the SDK: a strict decoder that reads a document in
// one pass, and an encoder that appends to a buffer. internal/wiregen generates
// DecodeWire and AppendWire methods that use it.
//
// The files, in reading order:
//
//   - decoder.go: the Decoder, objects and their members, faults and skipped members
//   - unique.go: names that appear twice, members of an Extra
//   - beside.go: members of amounts that their objects keep
//   - values.go: strings, booleans, integers, times, raw JSON
//   - collections.go: pointers, lists, maps
//   - text.go: the text of strings and numbers
//   - sibling.go: the currency in a sibling of an amount, and other strings
//   - path.go: the JSON path of an offset, for faults
//   - encoder.go: the Encoder
//   - marshal.go: whole documents
//   - any.go: documents of any type
package wire
