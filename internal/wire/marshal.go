package wire

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"sync"
)

// Reader is a type that decodes itself from JSON.
type Reader interface{ DecodeWire(d *Decoder) }

// Writer is a type that encodes itself as JSON.
type Writer interface{ AppendWire(e *Encoder) }

// Options configure the decoding of a document.
type Options struct {
	// Strict makes every member essential and unknown members faults.
	Strict bool
	// Unique makes a member that appears twice in its object a fault. This includes
	// unknown members, skipped values and raw JSON.
	Unique bool
	// Currency is the currency of amounts without a currency in the document.
	Currency string
}

// maxPooled is the largest buffer that is reused.
const maxPooled = 1 << 16

var decoders = sync.Pool{New: func() any { return new(Decoder) }}

// Decode decodes a document into v, a zero value. After an error, which is a [*Fault], v
// holds the values before the fault. A byte order mark is allowed.
func Decode(text []byte, v Reader, o Options) ([]Skipped, error) {
	d := decoders.Get().(*Decoder)
	defer decoders.Put(d)
	d.begin(text, o)
	if !d.refusesNull() {
		v.DecodeWire(d)
	}
	return d.end()
}

// DecodeFunc is [Decode] with the method of v as a function. A program that uses only
// DecodeFunc does not link the readers of other types.
func DecodeFunc(text []byte, read func(d *Decoder), o Options) ([]Skipped, error) {
	d := decoders.Get().(*Decoder)
	defer decoders.Put(d)
	d.begin(text, o)
	if !d.refusesNull() {
		read(d)
	}
	return d.end()
}

// refusesNull reports whether the document is null, which is a fault.
func (d *Decoder) refusesNull() bool {
	if d.peek() != 'n' {
		return false
	}
	d.must = true
	d.mistyped()
	return true
}

const byteOrderMark = "\ufeff"

func (d *Decoder) begin(text []byte, o Options) {
	if len(text) >= len(byteOrderMark) && string(text[:len(byteOrderMark)]) == byteOrderMark {
		text = text[len(byteOrderMark):]
	}
	d.text, d.at, d.start, d.depth = text, 0, 0, 0
	d.must, d.strict, d.unique, d.outer = true, o.Strict, o.Unique, o.Currency
	d.skippedAt, d.beside = -1, nil
}

func (d *Decoder) end() ([]Skipped, error) {
	if d.peek(); d.at < len(d.text) {
		d.syntax()
	}
	skipped, fault := d.skipped, d.fault
	d.text, d.skipped, d.fault, d.outer, d.beside = nil, nil, nil, "", nil
	if d.unique {
		clear(d.names[:cap(d.names)])
	}
	if d.names = d.names[:0]; cap(d.names) > maxPooled>>6 {
		d.names = nil
	}
	if cap(d.scratch) > maxPooled {
		d.scratch = nil
	}
	if fault != nil {
		return skipped, fault
	}
	return skipped, nil
}

// Unmarshal implements UnmarshalJSON for a type of the API. null and an error leave v
// unchanged.
func Unmarshal[P Reader](text []byte, v P) error {
	return unmarshal(text, v, Options{})
}

// UnmarshalParams implements UnmarshalJSON for params. Unknown members are errors.
func UnmarshalParams[P Reader](text []byte, v P) error {
	return unmarshal(text, v, Options{Strict: true})
}

func unmarshal[P Reader](text []byte, v P, o Options) error {
	if string(text) == "null" {
		return nil
	}
	read := New[P]()
	if _, err := DecodeFunc(text, read.DecodeWire, o); err != nil {
		return errors.New("stateset: " + err.Error())
	}
	reflect.ValueOf(v).Elem().Set(reflect.ValueOf(read).Elem())
	return nil
}

// Marshal implements MarshalJSON for a type of the API.
func Marshal(v Writer) ([]byte, error) { return encode(nil, v, mode{}) }

// Append is Marshal that appends to a buffer.
func Append(out []byte, v Writer) ([]byte, error) { return encode(out, v, mode{}) }

// Format implements Format for a type of the API: one line, without secrets and empty
// members.
func Format(f fmt.State, v Writer) { _, _ = f.Write(printed(v)) }

// String implements String for a type of the API with a field Format.
func String(v Writer) string { return string(printed(v)) }

// LogValue implements LogValue for params with secrets.
func LogValue(v Writer) slog.Value { return slog.AnyValue(json.RawMessage(printed(v))) }

// printed returns JSON for logs.
func printed(v Writer) []byte {
	text, _ := encode(nil, v, mode{masked: true, print: true}) // printing never fails
	return text
}

// MarshalParams implements MarshalJSON for params. Secrets are masked.
func MarshalParams(v Writer) ([]byte, error) { return encode(nil, v, mode{params: true, masked: true}) }

// Body returns the body of a request.
func Body(v Writer) ([]byte, error) { return encode(nil, v, mode{params: true}) }

var encoders = sync.Pool{New: func() any { return new(Encoder) }}

// encode appends the JSON of v. After an error it returns nil.
func encode(out []byte, v Writer, m mode) ([]byte, error) {
	e := encoders.Get().(*Encoder)
	defer encoders.Put(e)
	e.mode, e.buf, e.opened = m, e.buf[:0], e.opened[:0]
	v.AppendWire(e)
	out, err := append(out, e.buf...), e.err
	if e.outer, e.err = "", nil; cap(e.buf) > maxPooled {
		e.buf = nil
	}
	if err != nil {
		return nil, err
	}
	return out, nil
}
