// Package sample contains structs with everything that the generator supports, for its
// tests.
package sample

import (
	"encoding/json"
	"slices"
	"time"

	"github.com/stateset/stateset-go/internal/wire"
)

//go:generate go run github.com/stateset/stateset-go/internal/wiregen

// Size is a string type with constants.
type Size string

// The sizes.
const (
	Small Size = "small"
	Large Size = "large"
)

// Label is a string type without constants.
type Label string

// Grams is a number with its own methods.
type Grams int64

// DecodeWire reads grams.
func (g *Grams) DecodeWire(d *wire.Decoder) { wire.ReadInt64((*int64)(g), d) }

// AppendWire writes grams.
func (g *Grams) AppendWire(e *wire.Encoder) { e.Int(int64(*g)) }

// IsZero reports whether the number is 0.
func (g Grams) IsZero() bool { return g == 0 }

// Allowed is a generic type with its own methods. A nil list is null.
type Allowed[T ~string] []T

// DecodeWire reads a list.
func (a *Allowed[T]) DecodeWire(d *wire.Decoder) { wire.ReadList((*[]T)(a), d, wire.ReadString[T]) }

// AppendWire writes a list.
func (a *Allowed[T]) AppendWire(e *wire.Encoder) {
	if *a == nil {
		e.Null()
		return
	}
	wire.WriteList(*a, e, func(v *T, e *wire.Encoder) { e.Quote(string(*v)) })
}

// Stamps are embedded.
type Stamps struct {
	CreatedAt time.Time `json:"created_at" wire:"also=created,alias=timestamp"`
	UpdatedAt time.Time `json:"updated_at"`
}

// Parcel has a member of each kind.
//
//wire:object
type Parcel struct {
	ID       string             `json:"id"`
	Size     Size               `json:"size" wire:"must"`
	Label    Label              `json:"label"`
	Sealed   bool               `json:"sealed" wire:"must"`
	Pieces   int                `json:"pieces"`
	Height   int64              `json:"height"`
	Floor    int                `json:"floor" wire:"null"`
	Gas      string             `json:"gas" wire:"digits"`
	Weight   Grams              `json:"weight"`
	To       *Place             `json:"to"`
	From     Place              `json:"from"`
	Stops    []*Place           `json:"stops,omitzero"`
	Places   []Place            `json:"places"`
	Tags     []string           `json:"tags"`
	Sizes    []Size             `json:"sizes"`
	Grid     [][]int            `json:"grid"`
	Metadata map[string]string  `json:"metadata"`
	Weights  map[string]Grams   `json:"weights"`
	Patch    map[string]*string `json:"patch,omitempty"`
	Seen     *bool              `json:"seen"`
	Count    *int               `json:"count"`
	Allowed  Allowed[Size]      `json:"allowed"`
	Raw      json.RawMessage    `json:"raw"`
	Kind     any                `json:"kind" wire:"hook"`
	Stamps
	Extra string `json:"-" wire:"extra"`
}

func (p *Parcel) readKind(d *wire.Decoder) {
	var kind string
	wire.ReadString(&kind, d)
	p.Kind = kind
}

func (p *Parcel) writeKind(e *wire.Encoder) {
	if kind, ok := p.Kind.(string); ok {
		e.Key("kind")
		e.String(kind)
	}
}

// Place is part of objects and params.
//
//wire:part
type Place struct {
	City    string `json:"city,omitempty"`
	Country string `json:"country,omitempty"`
	Extra   string `json:"-" wire:"extra"`
}

// Visit has an ID that is not essential, and two times of which the first counts.
// afterRead is called after decoding.
//
//wire:object
type Visit struct {
	ID    string    `json:"id" wire:"side"`
	At    time.Time `json:"at" wire:"also=unix,seconds,alias=stamp"`
	Reads int       `json:"-"`
}

func (v *Visit) afterRead() { v.Reads++ }

// Params are the params of a request.
//
//wire:params
type Params struct {
	Size     Size              `json:"size"`
	To       *Place            `json:"to,omitempty"`
	Weight   Grams             `json:"weight,omitempty"`
	Chain    string            `json:"chain" wire:"or=stateset"`
	Notes    *string           `json:"notes,omitempty"`
	Tags     []string          `json:"tags,omitempty"`
	Sealed   bool              `json:"sealed,omitempty"`
	Count    int               `json:"count,omitempty"`
	At       time.Time         `json:"at,omitempty"`
	Metadata map[string]string `json:"metadata,omitempty"`
	Secret   *Secret           `json:"secret,omitempty"`
}

// Secret prints without its number.
//
//wire:part masked
type Secret struct {
	Number string `json:"number"`
}

// String hides the number.
func (s Secret) String() string {
	return "secret of " + string(slices.Repeat([]byte{'*'}, len(s.Number)))
}

// MarshalText returns the text of String.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }
