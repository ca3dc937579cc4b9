package input_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// palette reads a color by every method.
type palette struct {
	Full   *color
	Narrow color
	Open   color
	Listed []string
}

func readPalette(o *input.Object) palette {
	return palette{
		Full:   input.EnumPtr[color](o, "full"),
		Narrow: input.Enum[color](o, "narrow", input.Only(color("red"))),
		Open:   input.OpenEnum[color](o, "open", input.MaxLen(5)),
		Listed: input.Texts[string](o, "listed", input.Each{input.Values{"x", "y"}}),
	}
}

func TestEnums(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]any{
		`{}`:                 palette{},
		`{"full":"green"}`:   palette{Full: new(color("green"))},
		`{"narrow":"red"}`:   palette{Narrow: "red"},
		`{"open":"mauve"}`:   palette{Open: "mauve"},
		`{"listed":["y"]}`:   palette{Listed: []string{"y"}},
		`{"full":"gren"}`:    `The 'full' parameter must be one of red, green, paid (did you mean green?), not "gren"`,
		`{"narrow":"green"}`: `The 'narrow' parameter must be red, not "green"`,
		`{"open":"purple"}`:  `The 'open' parameter has 6 characters: at most 5 are allowed`,
		`{"listed":[""]}`:    `The 'listed[0]' parameter must be one of x, y, not ""`,
	} {
		t.Run(body, func(t *testing.T) {
			t.Parallel()
			root, err := input.Parse([]byte(body))
			require.NoError(t, err)
			got, err := input.Read(root, readPalette)
			if message, refused := want.(string); refused {
				require.EqualError(t, err, message)
				return
			}
			require.NoError(t, err)
			require.Equal(t, want, got)
		})
	}
}

func TestEnumsAreDescribed(t *testing.T) {
	t.Parallel()
	all := []string{"red", "green", "paid"}
	want := map[string][]input.Rule{
		"full":   {input.Values(all)},
		"narrow": {input.Values(all), input.Values{"red"}},
		"open":   {input.MaxLen(5), input.Open(all)},
		"listed": {input.Each{input.Values{"x", "y"}}},
	}
	got := map[string][]input.Rule{}
	for _, m := range input.Describe(readPalette) {
		got[m.Name] = m.Rules
	}
	require.Equal(t, want, got)
}
