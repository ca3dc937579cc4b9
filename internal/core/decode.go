package core

import (
	"encoding/json"

	"github.com/stateset/stateset-go/internal/wire"
)

// generated is a type whose code internal/wiregen writes, where it is known for all
// instances of a generic type.
type generated interface {
	wire.Reader
	isGenerated() bool
}

// unmarshal reads a value with its own DecodeWire, or with encoding/json.
func unmarshal(text []byte, v any) ([]wire.Skipped, error) {
	if reader, ok := v.(wire.Reader); ok {
		if g, ok := v.(generated); !ok || g.isGenerated() {
			return wire.Decode(text, reader, wire.Options{})
		}
	}
	return nil, json.Unmarshal(text, v)
}
