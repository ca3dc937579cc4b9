package core_test

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/core"
	"github.com/stateset/stateset-go/internal/scantest"
	"github.com/stateset/stateset-go/internal/wiretest"
)

// parcel has a member of each kind that a Scanner reads.
type parcel struct {
	ID          string              `json:"id"`
	Kind        string              `json:"kind"`
	Sealed      bool                `json:"sealed"`
	Pieces      int                 `json:"pieces"`
	Height      int64               `json:"height"`
	Weight      json.Number         `json:"weight"`
	Rate        core.Text           `json:"rate"`
	Price       api.Money           `json:"price"`
	Currency    string              `json:"currency"`
	Sent        time.Time           `json:"sent"`
	Created     core.UnixTime       `json:"created"`
	Labels      map[string]string   `json:"labels"`
	To          *api.Address        `json:"to"`
	Stops       []*api.Address      `json:"stops"`
	Places      []api.Address       `json:"places"`
	Customer    *api.Customer       `json:"customer"`
	Transaction *api.Transaction    `json:"transaction"`
	Order       *api.Expanded       `json:"order"`
	Raw         json.RawMessage     `json:"raw"`
	Error       *documentedEnvelope `json:"error"`
}

type documentedEnvelope = core.DocumentedEnvelope

func (p *parcel) Scan(s *core.Scanner) {
	for s.Object(); s.Member(); {
		switch string(s.Key()) {
		case "id":
			s.String(&p.ID)
		case "kind":
			core.ScanWord(s, &p.Kind, "box", "bag")
		case "sealed":
			s.Bool(&p.Sealed)
		case "pieces":
			s.Int(&p.Pieces)
		case "height":
			s.Int64(&p.Height)
		case "weight":
			s.Number(&p.Weight)
		case "rate":
			s.Text(&p.Rate)
		case "price":
			s.Money(&p.Price)
		case "currency":
			s.Currency(&p.Currency)
		case "sent":
			s.Time(&p.Sent)
		case "created":
			s.Value(&p.Created)
		case "labels":
			s.Map(&p.Labels)
		case "to":
			core.ScanPointer(s, &p.To, core.ScanAddress)
		case "stops":
			core.ScanPointers(s, &p.Stops, core.ScanAddress)
		case "places":
			core.ScanList(s, &p.Places, core.ScanAddress)
		case "customer":
			core.ScanPointer(s, &p.Customer, core.ScanCustomer)
		case "transaction":
			core.ScanPointer(s, &p.Transaction, core.ScanTransaction)
		case "order":
			core.ScanPointer(s, &p.Order, func(s *core.Scanner, e *api.Expanded) { s.Value(e) })
		case "raw":
			s.Value(&p.Raw)
		case "error":
			core.ScanPointer(s, &p.Error, func(s *core.Scanner, e *documentedEnvelope) { e.Scan(s) })
		default:
			s.Unknown()
		}
	}
}

// TestScanTakes lists what is read without encoding/json.
func TestScanTakes(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"empty":                 `{}`,
		"every member null":     nulls(),
		"blanks everywhere":     " \t\r\n{ \"id\" :\n\"x\" , \"labels\" : { \"a\" : \"b\" } , \"stops\" : [ { } , null ] } \n",
		"unknown members":       `{"new":{"a":[1,-0.5e+3,"x\n\u00e9",true,false,null,{}],"B":[]},"newer":"é"}`,
		"escapes":               `{"id":"a\"b\\c\/\b\f\n\r\t\u00e9\ud83d\ude00\ud800x","kind":"b\u006fx","labels":{"\u0061":"\""}}`,
		"an escaped key":        `{"\u0069d":"x"}`,
		"beyond ASCII":          `{"id":"Zoë 東京 😀","labels":{"é":"ü"}}`,
		"not UTF-8":             "{\"id\":\"a\xffb\xed\xa0\x80\",\"labels\":{\"\xff\":\"\xff\"}}",
		"DEL":                   "{\"id\":\"\x7f\"}",
		"a text twice":          `{"id":"a","id":"b","id":null,"sealed":true,"sealed":false,"pieces":5,"pieces":0}`,
		"null after a value":    `{"price":{"value":"1","denom":"usd"},"price":null,"created":5,"created":null,"rate":"1","rate":null,"raw":1,"raw":null}`,
		"a label twice":         `{"labels":{"a":"1","a":"2","b":"1","b":null}}`,
		"empty nests":           `{"labels":{},"to":{},"stops":[],"places":[],"order":{},"raw":[]}`,
		"numbers":               `{"pieces":-0,"height":-9223372036854775808,"weight":-0.50e-7,"rate":"1e2"}`,
		"amounts":               `{"price":{"denom":"usd","value":1.50}}`,
		"an amount with blanks": `{"price":{ "value":"1.50","denom":"usd" }}`,
		"times":                 `{"sent":"2024-01-19T15:30:00.123456789+02:00","created":"1705678200.5"}`,
		"as deep as it goes":    `{"new":` + nested(32) + `}`,
	} {
		require.True(t, scantest.CheckScan[parcel](t, []byte(text)), name)
	}
}

// TestScanGivesUp lists what is left to encoding/json, whatever that makes of it.
func TestScanGivesUp(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"nothing":                ``,
		"blanks":                 " \n",
		"null":                   `null`,
		"a list":                 `[]`,
		"a text":                 `"x"`,
		"a second value":         `{}{}`,
		"trailing bytes":         `{} x`,
		"a NUL behind":           "{}\x00",
		"a byte order mark":      "\ufeff{}",
		"another kind of blank":  "{\v}",
		"not closed":             `{"id":"x"`,
		"no comma":               `{"id":"x" "kind":"y"}`,
		"a comma too many":       `{"id":"x",}`,
		"a comma first":          `{,"id":"x"}`,
		"a comma for nothing":    `{,}`,
		"a comma in a list":      `{"stops":[{},]}`,
		"closed by another":      `{"stops":[}`,
		"no colon":               `{"id","x"}`,
		"no value":               `{"id":}`,
		"no key":                 `{:1}`,
		"a key without quotes":   `{id:"x"}`,
		"a key of another case":  `{"ID":"x"}`,
		"a key that folds":       "{\"\u017fealed\":true}",
		"an escaped capital":     `{"\u0049D":"x"}`,
		"a key beyond ASCII":     `{"é":1}`,
		"an object twice":        `{"to":{"city":"a"},"to":{"state":"b"}}`,
		"labels twice":           `{"labels":{"a":"1"},"labels":{"b":"2"}}`,
		"a list twice":           `{"stops":[{"city":"a"}],"stops":[{"state":"b"}]}`,
		"a list of values twice": `{"places":[{"city":"a"}],"places":[{"state":"b"}]}`,
		"null over an object":    `{"to":{},"to":null}`,
		"a number for a text":    `{"id":1}`,
		"a text for a number":    `{"weight":"1"}`,
		"a text for an integer":  `{"pieces":"1"}`,
		"a number for a bool":    `{"sealed":1}`,
		"a number for a Text":    `{"rate":1}`,
		"no number in a Text":    `{"rate":"x"}`,
		"blanks in a Text":       `{"rate":"1 "}`,
		"a blank before it":      `{"rate":" 1"}`,
		"no text at all":         `{"rate":""}`,
		"an object for a list":   `{"stops":{}}`,
		"a list for an object":   `{"to":[]}`,
		"a list for labels":      `{"labels":[]}`,
		"a number for a label":   `{"labels":{"a":1}}`,
		"a text for an amount":   `{"price":"1.00"}`,
		"an amount too large":    `{"price":{"value":"1e30","denom":"usd"}}`,
		"no time":                `{"sent":"yesterday"}`,
		"a number for a time":    `{"sent":5}`,
		"no Unix time":           `{"created":true}`,
		"a broken integer":       `{"pieces":1.5}`,
		"an exponent":            `{"pieces":1e2}`,
		"an integer too large":   `{"height":9223372036854775808}`,
		"a leading zero":         `{"weight":01}`,
		"a plus":                 `{"weight":+1}`,
		"no digit":               `{"weight":-}`,
		"no digit behind":        `{"weight":1.}`,
		"no digit before":        `{"weight":.5}`,
		"no exponent":            `{"weight":1e}`,
		"a word":                 `{"weight":NaN}`,
		"a word cut":             `{"sealed":tru}`,
		"a word and more":        `{"sealed":truex}`,
		"a false word":           `{"sealed":folse}`,
		"null cut":               `{"id":nul`,
		"null and more":          `{"id":nullx}`,
		"a control character":    "{\"id\":\"a\nb\"}",
		"one behind an escape":   "{\"id\":\"\\\\a\nb\"}",
		"one that is not read":   "{\"new\":\"a\nb\"}",
		"a bad escape":           `{"id":"\x"}`,
		"a bad escape not read":  `{"new":["\x"]}`,
		"a short escape":         `{"id":"\u00e"}`,
		"a text not closed":      `{"id":"x`,
		"an escape at the end":   `{"id":"x\`,
		"a bad unknown value":    `{"new":[1 2]}`,
		"a bad unknown word":     `{"new":nil}`,
		"a bad unknown number":   `{"new":[00]}`,
		"too deep":               `{"new":` + nested(33) + `}`,
		"far too deep":           `{"new":` + nested(9999) + `}`,
		"a request id beside it": `{"error":{"request_id":"req_1","error":{"message":"x"}}}`,
		"a wait beside it":       `{"error":{"retry_after":5}}`,
		"meta beside it":         `{"error":{"meta":{"requestId":"req_1"}}}`,
		"an error that is text":  `{"error":{"error":"x"}}`,
	} {
		require.False(t, scantest.CheckScan[parcel](t, []byte(text)), name)
	}
}

func nested(depth int) string { return strings.Repeat("[", depth) + strings.Repeat("]", depth) }

// nulls is an object with a null for each member that can be null.
func nulls() string {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(scantest.Sample[parcel](), &members); err != nil {
		panic(err)
	}
	for name := range members {
		members[name] = json.RawMessage("null")
	}
	text, err := json.Marshal(members)
	if err != nil {
		panic(err)
	}
	return string(text)
}

func TestScanKnowsEveryMember(t *testing.T) {
	t.Parallel()
	text := string(scantest.Sample[parcel]())
	require.False(t, scantest.CheckScan[parcel](t, []byte(text)), "the error has a request id beside it")
	inner := strings.Index(text, `"error":`)
	require.True(t, scantest.CheckScan[parcel](t, []byte(text[:inner]+`"error":null}`)))
	documented := `{"error":` + string(scantest.Sample[documentedError]()) + `,"more":[1]}`
	require.True(t, scantest.CheckScan[documentedEnvelope](t, []byte(documented)))
	scantest.Damaged[documentedEnvelope](t, []byte(documented))
	scantest.Damaged[parcel](t, []byte(text[:inner]+`"error":`+documented+"}"))
}

type documentedError = core.DocumentedError

var parcels = &core.Lister[parcel, parcel]{Op: things.Op, Object: core.Object[parcel, parcel]{Public: core.Same[parcel], ID: func(p *parcel) string { return p.ID }}}

const pageText = `{"object":"list","data":[{"id":"a","labels":{"k":"1"}},{"id":"b"}],"has_more":true,"url":"/v1/parcels","total_count":7,"next_cursor":"c"}`

func TestScanPage(t *testing.T) {
	t.Parallel()
	require.True(t, scantest.CheckScan[core.Envelope[parcel]](t, []byte(pageText)))
	scantest.Damaged[core.Envelope[parcel]](t, []byte(pageText))
	for text, want := range map[string]bool{
		`{}`: true, `{"data":[]}`: true, `{"data":null,"total_count":null}`: true, `{"data":[],"data":[{}]}`: true,
		`{"data":[{}],"data":[]}`: false, `{"data":[null]}`: false, `{"data":{}}`: false, `{"data":[{}`: false, `{"total_count":1,"total_count":2}`: false,
	} {
		require.Equal(t, want, scantest.CheckScan[core.Envelope[parcel]](t, []byte(text)), text)
	}
	type plain struct {
		ID string `json:"id"`
	}
	require.False(t, scantest.CheckScan[core.Envelope[plain]](t, []byte(pageText)), "its rows are no Scanned")
}

// A page that the scan gives up half-way is decoded from its beginning.
func TestOddPageIsReadAnyway(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"scanned": pageText,
		"odd":     strings.Replace(pageText, `{"id":"b"}`, `{"ID":"b"}`, 1),
		"odd end": strings.Replace(pageText, `"total_count":7`, `"Total_Count":7`, 1),
	} {
		s := wiretest.New(wiretest.Respond(200, body))
		page, err := parcels.List(t.Context(), core.NewService(newClient(t, s)), core.Args{Query: url.Values{"limit": {"5"}}}, nil)
		require.NoError(t, err, name)
		require.Len(t, page.Data, 2, name)
		require.Equal(t, &parcel{ID: "a", Labels: map[string]string{"k": "1"}}, page.Data[0], name)
		require.Equal(t, &parcel{ID: "b"}, page.Data[1], name)
		require.Equal(t, 7, page.TotalCount, name)
	}
}

// What is decoded does not keep the answer's memory, which another answer gets.
func TestScanCopiesTexts(t *testing.T) {
	t.Parallel()
	text := scantest.Sample[parcel]()
	text = append(text[:strings.Index(string(text), `,"error":`)], '}')
	var got, want parcel
	require.True(t, core.Scan(text, &got))
	require.NoError(t, json.Unmarshal(text, &want))
	for i := range text {
		text[i] = 'x'
	}
	require.Equal(t, want, got)
}

func FuzzScan(f *testing.F) {
	f.Add([]byte(pageText))
	f.Add(scantest.Sample[parcel]())
	f.Add([]byte(`{"error":` + string(scantest.Sample[documentedError]()) + `}`))
	f.Add([]byte(`{"id":"a\ud800\"","new":[1,{"a":-0.5e+3}],"labels":{"a":null},"ID":"x","weight":01}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		scantest.CheckScan[parcel](t, text)
		scantest.CheckScan[core.Envelope[parcel]](t, text)
	})
}

func FuzzErrorScan(f *testing.F) {
	for _, tt := range envelopes {
		f.Add([]byte(tt.body))
	}
	f.Add([]byte(`{"error":` + string(scantest.Sample[documentedError]()) + `}`))
	f.Fuzz(func(t *testing.T, text []byte) { scantest.CheckScan[documentedEnvelope](t, text) })
}
