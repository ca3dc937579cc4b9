package snapshot

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"reflect"

	"github.com/stateset/stateset-go/internal/quote"
	"github.com/stateset/stateset-go/internal/wire"
)

// Version is the version of the format. Increase it when an older program would misread
// a document, or this program an older document.
const Version = 1

// formatName marks a document.
const formatName = "stateset-mock-state"

// document is the outermost object.
type document struct {
	format  string
	version int
	sum     string // of state
	state   []byte
}

// AppendWire writes the document.
func (doc *document) AppendWire(e *wire.Encoder) {
	e.Open()
	e.Key("format")
	e.Quote(doc.format)
	e.Key("version")
	e.Int(int64(doc.version))
	e.Key("sha256")
	e.Quote(doc.sum)
	e.Key("state")
	e.Raw(doc.state)
	e.Close()
}

// DecodeWire reads a document of any version.
func (doc *document) DecodeWire(d *wire.Decoder) {
	o := d.Object()
	for d.Next(&o) {
		switch string(d.Key(&o)) {
		case "format":
			wire.ReadString(&doc.format, d)
		case "version":
			wire.ReadInt(&doc.version, d)
		case "sha256":
			wire.ReadString(&doc.sum, d)
		case "state":
			wire.ReadRaw(&doc.state, d)
		default:
			d.Unknown(&o)
		}
	}
}

// Encode returns the document of a state, which is a pointer to a struct.
func Encode(state any) ([]byte, error) {
	text, err := Text(state)
	if err != nil {
		return nil, err
	}
	return wire.Marshal(&document{formatName, Version, checksum(text), text})
}

// Text returns a value as JSON. Equal values have the same text.
func Text(v any) ([]byte, error) {
	text, err := wire.Marshal(value{reflect.ValueOf(v)})
	if err != nil {
		return nil, fmt.Errorf("snapshot: %w", err)
	}
	return text, nil
}

// Decode reads a document into state, a pointer to a zero struct. Its errors follow the
// name of a document in a sentence.
func Decode(text []byte, state any) error {
	var doc document
	_, err := wire.DecodeFunc(text, doc.DecodeWire, wire.Options{})
	switch {
	case err != nil && doc.format != formatName:
		return errors.New("is not in the format of stateset-mock")
	case err != nil:
		return fmt.Errorf("is damaged: %w", err)
	case doc.format != formatName:
		return errors.New("is not in the format of stateset-mock")
	case doc.version != Version:
		return fmt.Errorf("has the format version %d, and this stateset-mock reads version %d: use the stateset-mock that wrote it", doc.version, Version)
	case doc.sum != checksum(doc.state):
		return fmt.Errorf("is damaged or was edited: its checksum is not %s", quote.Cut(doc.sum, 8))
	}
	if _, err := wire.DecodeFunc(doc.state, value{reflect.ValueOf(state).Elem()}.DecodeWire, wire.Options{Strict: true, Unique: true}); err != nil {
		return fmt.Errorf("is not the state of this stateset-mock: %w", err)
	}
	return nil
}

func checksum(text []byte) string {
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}
