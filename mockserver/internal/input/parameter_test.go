package input_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// everyParameter calls every method of a Query.
func everyParameter(q *input.Query) int {
	q.Page()
	q.Text("a", input.MaxLen(3))
	q.Texts("b")
	q.Token("c")
	q.Country("d")
	q.HSCode("e")
	q.Denom("f")
	q.Countries("g")
	q.Strings("h")
	q.Currencies("i")
	q.Flag("j")
	q.Metadata()
	q.Times("k")
	q.Decimals("l")
	q.Amounts("m", "n")
	q.Count("o", 1, 5)
	q.Moment("p")
	q.Day("q")
	q.Bound("r", true)
	q.Money("s", "USD", input.AllowZero)
	q.Micros("t")
	input.Filter[shape](q, "u")
	input.Choice[shape](q, "v")
	q.Expand(func(string) string { return "" })
	return 0
}

func TestDescribeQuery(t *testing.T) {
	t.Parallel()
	described := map[string]input.Parameter{}
	for _, p := range input.DescribeQuery(everyParameter) {
		require.NotEmpty(t, p.Types, p.Name)
		described[p.Name] = p
	}
	require.Len(t, described, 27)
	require.Equal(t, input.Parameter{Name: "limit", Types: []input.Type{input.TypeInteger}, Rules: []input.Rule{input.Min(1), input.Max(100)}}, described["limit"])
	require.Equal(t, []input.Type{input.TypeDate, input.TypeTime, input.TypeUnix}, described["k"].Types)
	require.True(t, described["k"].Range)
	require.True(t, described["h"].Many)
	require.True(t, described["metadata"].Keys)
	require.True(t, described["expand"].Array)
	require.Equal(t, []input.Rule{input.Values{"circle", "polygon", "dot"}}, described["u"].Rules)
}

// The described reader also reads a query.
func TestQueryOfADescribedReader(t *testing.T) {
	t.Parallel()
	q := input.ParseQuery("limit=0")
	everyParameter(q)
	require.EqualError(t, q.Err(), "The 'limit' parameter must be an integer from 1 to 100, not \"0\"")
}

func TestRulesAboutOtherMembers(t *testing.T) {
	t.Parallel()
	read := func(o *input.Object) int {
		o.String("a", input.Excludes{Name: "b", Why: "cannot be used together with 'a'"})
		o.String("b")
		o.String("c", input.Agrees("d.e"))
		input.Nested(o, "d", func(o *input.Object) string { return o.String("e") })
		return 0
	}
	for body, want := range map[string]string{
		`{"a":"x","b":"y"}`:         "The 'b' parameter cannot be used together with 'a'",
		`{"a":"x","b":null}`:        "",
		`{"b":"y"}`:                 "",
		`{"c":"x","d":{"e":"y"}}`:   "The 'c' parameter differs from 'd.e': send one of them",
		`{"c":"x","d":{"e":"x"}}`:   "",
		`{"c":"x","d":{"e":""}}`:    "",
		`{"c":"x","d":"y"}`:         "The 'd' parameter must be an object, not a string",
		`{"a":"x","b":"y","z":"y"}`: "Unknown parameter 'z'",
	} {
		root, err := input.Parse([]byte(body))
		require.NoError(t, err)
		if _, err = input.Read(root, read); want == "" {
			require.NoError(t, err, body)
		} else {
			require.EqualError(t, err, want, body)
		}
	}
}

func TestMemberDescriptions(t *testing.T) {
	t.Parallel()
	members := input.Describe(func(o *input.Object) int {
		o.Clearable("a", input.MaxLen(9))
		input.NestedOrEmpty(o, "b", func(o *input.Object) string { return o.ID("x", input.Required) })
		input.NestedOrEmpty(o, "c", func(o *input.Object) string { return o.ID("x") })
		o.Money("d", input.AllowZero)
		input.OpenEnum[shape](o, "e")
		input.Texts[string](o, "f", input.Each{input.MaxLen(4)})
		return 0
	})
	require.Equal(t, input.Length{Min: 1, Max: 9}, members[0].Length(), "null clears it, and not an empty text")
	require.True(t, members[1].Required(), "it has a required member")
	require.False(t, members[2].Required())
	require.True(t, members[3].Is(input.AllowZero))
	require.Equal(t, `{"value":"150.00","denom":"ssusd"}`, members[3].Example())
	require.Equal(t, []string{"circle", "polygon", "dot"}, members[4].Known())
	require.Equal(t, 4, members[5].Element().Length().Max)
}
