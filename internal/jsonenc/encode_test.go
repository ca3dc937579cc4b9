package jsonenc_test

import (
	"encoding/json"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/jsonenc"
)

type encodedEnum string

type encodedLeaf struct {
	Name string `json:"name"`
	Size int    `json:"size"`
}

type encodedAll struct {
	Text     string            `json:"text"`
	Enum     encodedEnum       `json:"enum"`
	Flag     bool              `json:"flag"`
	Int      int               `json:"int"`
	Big      int64             `json:"big"`
	Number   json.Number       `json:"number"`
	Time     time.Time         `json:"time"`
	Money    api.Money         `json:"money"`
	Pointer  *encodedLeaf      `json:"pointer"`
	Struct   encodedLeaf       `json:"struct"`
	List     []string          `json:"list"`
	Leaves   []*encodedLeaf    `json:"leaves"`
	Map      map[string]string `json:"map"`
	Any      any               `json:"any"`
	Raw      json.RawMessage   `json:"raw"`
	Leaf     *encodedLeaf      `json:"leaf,omitzero"`
	Expanded []string          `json:"expanded,omitzero"`
	Empty    string            `json:"empty,omitempty"` // of no effect: the API leaves nothing away
	Hidden   string            `json:"-"`
	Untagged string
}

func encoded(t *testing.T, v any) string {
	t.Helper()
	out, err := jsonenc.Encode(v)
	require.NoError(t, err)
	require.True(t, json.Valid(out), string(out))
	return string(out)
}

func TestEncodeUnset(t *testing.T) {
	t.Parallel()
	const want = `{"text":null,"enum":null,"flag":false,"int":0,"big":0,"number":null,"time":null,"money":null,"pointer":null,` +
		`"struct":{"name":null,"size":0},"list":[],"leaves":[],"map":{},"any":null,"raw":null,"empty":null}`
	require.Equal(t, want, encoded(t, encodedAll{}))
	require.Equal(t, want, encoded(t, &encodedAll{Hidden: "x", Untagged: "x"}))
	require.Equal(t, "null", encoded(t, (*encodedAll)(nil)))
	require.Equal(t, "null", encoded(t, nil))
}

func TestEncodeSet(t *testing.T) {
	t.Parallel()
	leaf := &encodedLeaf{Name: "a\"b\n<é>", Size: -1}
	const leafText = `{"name":"a\"b\n\u003cé\u003e","size":-1}`
	require.Equal(t, `{"text":"x","enum":"new","flag":true,"int":-7,"big":9007199254740993,"number":100.00,"time":"2024-01-15T10:30:05Z",`+
		`"money":{"value":"150.00","denom":"ssusd"},"pointer":`+leafText+`,"struct":`+leafText+`,"list":["a",null],"leaves":[`+leafText+`,null],`+
		`"map":{"a":"","b":"2"},"any":`+leafText+`,"raw":{"x":1},"leaf":`+leafText+`,"expanded":[],"empty":"e"}`,
		encoded(t, encodedAll{
			Text: "x", Enum: "new", Flag: true, Int: -7, Big: 9007199254740993, Number: "100.00",
			Time:  time.Date(2024, 1, 15, 12, 30, 5, 999_999_999, time.FixedZone("east", 2*3600)),
			Money: api.SSUSD("150"), Pointer: leaf, Struct: *leaf, List: []string{"a", ""}, Leaves: []*encodedLeaf{leaf, nil},
			Map: map[string]string{"b": "2", "a": ""}, Any: leaf, Raw: json.RawMessage(`{"x":1}`), Leaf: leaf, Expanded: []string{}, Empty: "e",
		}))
}

type encodedBase struct {
	ID     string    `json:"id"`
	Amount api.Money `json:"amount"`
	Status string    `json:"status"`
	Last   string    `json:"last,omitzero"`
}

type encodedMiddle struct {
	encodedBase
	Status int `json:"status"`
}

// encodedWire shadows a member by the same Go name, and one by the JSON name
// alone.
type encodedWire struct {
	encodedMiddle
	Amount   json.Number `json:"amount"`
	Currency string      `json:"currency"`
	LastSeen int         `json:"last"`
}

// A shadowing member stands in the place of the shadowed one, with its own rules.
func TestEncodeShadowedMembers(t *testing.T) {
	t.Parallel()
	w := encodedWire{Amount: "15000", Currency: "USD"}
	w.ID, w.encodedBase.Status, w.encodedBase.Amount = "pay_1", "hidden", api.SSUSD("7")
	require.Equal(t, `{"id":"pay_1","amount":15000,"status":0,"last":0,"currency":"USD"}`, encoded(t, w))

	// encoding/json decodes into the same members.
	var back encodedWire
	require.NoError(t, json.Unmarshal([]byte(`{"id":"pay_1","amount":15000,"status":3,"last":4,"currency":"USD"}`), &back))
	require.Equal(t, encodedWire{encodedMiddle{encodedBase{ID: "pay_1"}, 3}, "15000", "USD", 4}, back)
}

func TestEncodeMarshalers(t *testing.T) {
	t.Parallel()
	type holder struct {
		Value   api.Money     `json:"value"`
		Pointer *api.Money    `json:"pointer"`
		List    []api.Money   `json:"list"`
		Raw     *api.Expanded `json:"raw"`
	}
	m := api.USD("1")
	const text = `{"value":"1.00","denom":"USD"}`
	require.Equal(t, `{"value":`+text+`,"pointer":`+text+`,"list":[`+text+`,null],"raw":null}`, encoded(t, holder{m, &m, []api.Money{m, {}}, nil}))
}

func TestEncodeErrors(t *testing.T) {
	t.Parallel()
	type inner struct {
		Price api.Money `json:"price"`
	}
	type outer struct {
		Items []inner `json:"items"`
	}
	_, err := jsonenc.Encode(outer{[]inner{{api.USD("1")}, {api.USD("1,0")}}})
	require.ErrorContains(t, err, "items")
	require.ErrorContains(t, err, "price")
	require.ErrorContains(t, err, `invalid decimal "1,0"`)

	for _, v := range []any{
		1.5, make(chan int), func() {}, map[string]any{"x": make(chan int)}, []any{1.5}, failing{},
		struct {
			F float32 `json:"f"`
		}{1},
	} {
		out, err := jsonenc.Encode(v)
		require.Error(t, err, "%T", v)
		require.Empty(t, out, "%T", v)
	}
}

type failing struct{}

func (failing) MarshalJSON() ([]byte, error) { return []byte("{}"), errors.New("failing") }

// The list of a type's members is made once and read by all.
func TestEncodeConcurrently(t *testing.T) {
	t.Parallel()
	type fresh struct {
		encodedBase
		Amount string `json:"amount"`
	}
	var wg sync.WaitGroup
	texts := make([]string, 16)
	for i := range texts {
		wg.Go(func() {
			out, err := jsonenc.Encode(fresh{Amount: "1"})
			if err == nil {
				texts[i] = string(out)
			}
		})
	}
	wg.Wait()
	for _, text := range texts {
		require.Equal(t, `{"id":null,"amount":"1","status":null}`, text)
	}
}
