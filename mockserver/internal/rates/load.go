package rates

import (
	"embed"
	"fmt"
	"sync"

	"github.com/shopspring/decimal"

	"github.com/stateset/stateset-go/internal/wire"
)

//go:embed data/*.json
var files embed.FS

// load reads the embedded files once. It panics on an invalid file.
var load = sync.OnceValue(func() *tables {
	t := &tables{}
	for name, read := range map[string]func(*wire.Decoder){
		"destinations": t.readDestinations, "us_states": t.readStates, "duty": t.readDuty, "exchange": t.readExchange, "shipping": t.readShipping,
	} {
		text, err := files.ReadFile("data/" + name + ".json")
		if err == nil {
			_, err = wire.DecodeFunc(text, read, wire.Options{Strict: true})
		}
		if err != nil {
			panic(fmt.Errorf("rates: %s: %w", name, err))
		}
	}
	return t
})

// members reads an object with a reader for every member. Other members are faults.
func members(d *wire.Decoder, readers map[string]func(*wire.Decoder)) {
	for o := d.Object(); d.Next(&o); {
		if read := readers[string(d.Key(&o))]; read != nil {
			read(d)
		} else {
			d.Unknown(&o)
		}
	}
}

func text(into *string) func(*wire.Decoder) {
	return func(d *wire.Decoder) { wire.ReadString(into, d) }
}

func number(into *decimal.Decimal) func(*wire.Decoder) {
	return func(d *wire.Decoder) { readNumber(into, d) }
}

func readNumber(into *decimal.Decimal, d *wire.Decoder) {
	digits, ok := d.Number()
	if !ok {
		return
	}
	var err error
	if *into, err = decimal.NewFromString(string(digits)); err != nil {
		d.Fail("no number")
	}
}

// file reads a file: its origin and its members.
func (o *origin) file(d *wire.Decoder, readers map[string]func(*wire.Decoder)) {
	readers["source"], readers["as_of"] = text(&o.Source), text(&o.AsOf)
	members(d, readers)
}

func (t *tables) readDestinations(d *wire.Decoder) {
	t.destinations.file(d, map[string]func(*wire.Decoder){"destinations": func(d *wire.Decoder) {
		wire.ReadMap(&t.destinations.Destinations, d, func(to *destination, d *wire.Decoder) {
			members(d, map[string]func(*wire.Decoder){
				"name": text(&to.Name), "tax": text(&to.Tax), "rate": number(&to.Rate), "de_minimis_usd": number(&to.DeMinimis),
				"eu": func(d *wire.Decoder) { wire.ReadBool(&to.EU, d) }, "note": text(&to.Note),
			})
		})
	}})
}

// readNamed reads rates by their key.
func readNamed(into *map[string]named) func(*wire.Decoder) {
	return func(d *wire.Decoder) {
		wire.ReadMap(into, d, func(n *named, d *wire.Decoder) {
			members(d, map[string]func(*wire.Decoder){"name": text(&n.Name), "rate": number(&n.Rate)})
		})
	}
}

func (t *tables) readStates(d *wire.Decoder) {
	t.states.file(d, map[string]func(*wire.Decoder){"states": readNamed(&t.states.States)})
}

func (t *tables) readDuty(d *wire.Decoder) {
	t.duty.file(d, map[string]func(*wire.Decoder){"default": number(&t.duty.Default), "chapters": readNamed(&t.duty.Chapters)})
}

func (t *tables) readExchange(d *wire.Decoder) {
	t.exchange.file(d, map[string]func(*wire.Decoder){"per_usd": func(d *wire.Decoder) { wire.ReadMap(&t.exchange.PerUSD, d, readNumber) }})
}

func (t *tables) readShipping(d *wire.Decoder) {
	s := &t.shipping
	s.file(d, map[string]func(*wire.Decoder){
		"cubic_cm_per_kg": number(&s.CubicCM),
		"carriers":        func(d *wire.Decoder) { wire.ReadMap(&s.Carriers, d, wire.ReadString[string]) },
		"zones":           func(d *wire.Decoder) { wire.ReadMap(&s.Zones, d, readPrices) },
		"regions":         func(d *wire.Decoder) { wire.ReadList(&s.Regions, d, wire.ReadString[string]) },
	})
}

func readPrices(into *[]price, d *wire.Decoder) {
	wire.ReadList(into, d, func(p *price, d *wire.Decoder) {
		members(d, map[string]func(*wire.Decoder){
			"service": text(&p.Service), "base": number(&p.Base), "per_kg": number(&p.PerKG), "days": func(d *wire.Decoder) { wire.ReadInt(&p.Days, d) },
		})
	})
}
