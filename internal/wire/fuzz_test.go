package wire_test

import (
	"encoding/json"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/internal/wire"
	"github.com/stateset/stateset-go/internal/wire/sample"
)

// plain is a part of [sample.Parcel] as encoding/json reads it.
type plain struct {
	ID       string             `json:"id"`
	Size     string             `json:"size"`
	Sealed   bool               `json:"sealed"`
	Height   int64              `json:"height"`
	To       *place             `json:"to"`
	Stops    []*place           `json:"stops"`
	Tags     []string           `json:"tags"`
	Grid     [][]int            `json:"grid"`
	Metadata map[string]string  `json:"metadata"`
	Patch    map[string]*string `json:"patch"`
	Raw      json.RawMessage    `json:"raw"`
}

type place struct {
	City    string `json:"city"`
	Country string `json:"country"`
}

// FuzzDecode compares with encoding/json. Text that the Decoder accepts without skipping
// a member is valid JSON, and encoding/json decodes the same values. Exceptions are
// values in another form with a certain meaning, and names that differ only in case. A
// decoded value can be encoded, and decodes to the same value.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(full))
	for _, text := range []string{`{"id":"\ud800\u0041","to":{}}`, `{"metadata":{"a":null},"raw":null,"stops":[]}`, `{"ID":1,"x":[{}]}`, `{"height":"1","sealed":"true"}`} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		p := new(sample.Parcel)
		skipped, err := wire.Decode(text, p, wire.Options{})
		if err != nil {
			return
		}
		written, err := wire.Marshal(p)
		require.NoError(t, err)
		require.True(t, json.Valid(written), "%s", written)
		again := new(sample.Parcel)
		_, err = wire.Decode(written, again, wire.Options{})
		require.NoError(t, err)
		rewritten, err := wire.Marshal(again)
		require.NoError(t, err)
		require.Equal(t, string(written), string(rewritten))
		if len(skipped) > 0 || len(text) < 1 || text[0] == 0xef {
			return
		}
		require.True(t, json.Valid(text), "%q", text)
		if utf8.Valid(text) && known(p) {
			compare(t, text, p)
		}
	})
}

// known reports whether every member is known. encoding/json also matches names in
// another case.
func known(p *sample.Parcel) bool {
	all := p.Extra + p.From.Extra
	for _, place := range append(p.Stops, p.To) {
		if place != nil {
			all += place.Extra
		}
	}
	return all == ""
}

func compare(t *testing.T, text []byte, p *sample.Parcel) {
	t.Helper()
	var want plain
	if json.Unmarshal(text, &want) != nil { // digits in quotes and similar values
		return
	}
	if string(want.Raw) == "null" {
		want.Raw = nil
	}
	got := plain{ID: p.ID, Size: string(p.Size), Sealed: p.Sealed, Height: p.Height, Tags: p.Tags, Grid: p.Grid, Metadata: p.Metadata, Patch: p.Patch, Raw: p.Raw}
	if p.To != nil {
		got.To = &place{p.To.City, p.To.Country}
	}
	for _, s := range p.Stops {
		var stop *place
		if s != nil {
			stop = &place{s.City, s.Country}
		}
		got.Stops = append(got.Stops, stop)
	}
	if p.Stops != nil && got.Stops == nil {
		got.Stops = []*place{}
	}
	require.Equal(t, want, got)
}
