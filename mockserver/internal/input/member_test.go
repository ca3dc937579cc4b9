package input_test

import (
	"reflect"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// drawing has members that depend on its shape.
type drawing struct {
	Shape  string
	Radius int
	Sides  []int
	Inks   []string
}

type shape string

func (shape) Values() []shape { return []shape{"circle", "polygon", "dot"} }

func readDrawing(o *input.Object) drawing {
	d := drawing{Inks: input.Texts[string](o, "inks", input.Each{input.NotEmpty}, input.MaxLen(2))}
	kind := input.Enum[shape](o, "shape", input.Required)
	d.Shape = string(kind)
	input.OneOf(o, "shape", kind,
		input.Branch[shape]{Value: "circle", Read: func(o *input.Object) { d.Radius = o.Int("radius", input.Required, input.Min(1)) }},
		input.Branch[shape]{Value: "polygon", Read: func(o *input.Object) {
			d.Sides = input.List(o, "sides", func(o *input.Object) int { return o.Int("length") }, input.NotEmpty)
		}})
	return d
}

func TestOneOf(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]any{
		`{"shape":"circle","radius":2}`:              drawing{Shape: "circle", Radius: 2},
		`{"shape":"polygon","sides":[{"length":3}]}`: drawing{Shape: "polygon", Sides: []int{3}},
		`{"shape":"dot"}`:                            drawing{Shape: "dot"},
		`{"shape":"dot","radius":2}`:                 "Unknown parameter 'radius'",
		`{"shape":"circle"}`:                         "The 'radius' parameter is required",
		`{"shape":"circle","sides":[]}`:              "Unknown parameter 'sides'",
	} {
		root, err := input.Parse([]byte(body))
		require.NoError(t, err)
		got, err := input.Read(root, readDrawing)
		if message, refused := want.(string); refused {
			require.EqualError(t, err, message, body)
			continue
		}
		require.NoError(t, err, body)
		require.Equal(t, want, got, body)
	}
}

func TestDescribe(t *testing.T) {
	t.Parallel()
	require.Equal(t, []input.Member{
		{Name: "inks", Type: input.TypeTexts, Rules: []input.Rule{input.Each{input.NotEmpty}, input.MaxLen(2)}},
		{Name: "shape", Type: input.TypeString, Rules: []input.Rule{input.Values{"circle", "polygon", "dot"}, input.Required}},
		{Name: "radius", Type: input.TypeInteger, Rules: []input.Rule{input.Required, input.Min(1)}, When: input.Condition{Name: "shape", Value: "circle"}},
		{Name: "sides", Type: input.TypeList, Rules: []input.Rule{input.NotEmpty}, When: input.Condition{Name: "shape", Value: "polygon"},
			Members: []input.Member{{Name: "length", Type: input.TypeInteger}}, Go: reflect.TypeFor[int]()},
	}, input.Describe(readDrawing))
}

// Every form of a member can be described, and describing fails nothing.
func TestDescribeEveryType(t *testing.T) {
	t.Parallel()
	members := map[string]input.Type{}
	for _, m := range input.Describe(readThing) {
		members[m.Name] = m.Type
	}
	require.Len(t, members, 19)
	require.Equal(t, input.TypeTime, members["at"])
	require.Equal(t, input.TypeObject, members["price"])
	require.Equal(t, input.TypeMetadata, members["metadata"])
}
