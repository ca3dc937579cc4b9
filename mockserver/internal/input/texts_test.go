package input

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestTexts reads lists with rules for their elements.
func TestTexts(t *testing.T) {
	t.Parallel()
	known := []string{"order.paid", "order.created"}
	isWord := Format{Want: "two words", Known: known, Accept: func(text string) bool { return strings.Count(text, ".") == 1 }}
	for text, want := range map[string]string{
		`{"a":["x.y","order.paid"]}`: "",
		`{}`:                         "The 'a' parameter is required",
		`{"a":null}`:                 "The 'a' parameter is required",
		`{"a":[]}`:                   "The 'a' parameter must not be empty",
		`{"a":["x.y","x.y","x.y"]}`:  "The 'a' parameter has 3 elements: at most 2 are allowed",
		`{"a":"x.y"}`:                "The 'a' parameter must be an array, not a string",
		`{"a":["x.y",""]}`:           "The 'a[1]' parameter must not be empty",
		`{"a":["order_paid"]}`:       `The 'a[0]' parameter must be two words (did you mean order.paid?), not "order_paid"`,
		`{"a":["moon"]}`:             `The 'a[0]' parameter must be two words, not "moon"`,
		`{"a":[7]}`:                  "The 'a[0]' parameter must be a string, not a number",
	} {
		root, err := Parse([]byte(text))
		require.NoError(t, err)
		list, err := Read(root, func(o *Object) []string {
			return Texts[string](o, "a", Each{NotEmpty, isWord}, Required, NotEmpty, MaxLen(2))
		})
		if want != "" {
			require.EqualError(t, err, want)
			continue
		}
		require.NoError(t, err)
		require.Equal(t, []string{"x.y", "order.paid"}, list)
	}
}

func TestQueryTexts(t *testing.T) {
	t.Parallel()
	isWord := Format{Want: "a word", Known: []string{"word"}, Accept: func(text string) bool { return text != "" && !strings.Contains(text, "!") }}
	read := func(raw string) ([]string, error) {
		q := ParseQuery(raw)
		list := q.Texts("type", isWord)
		return list, q.Err()
	}
	list, err := read("type=a,b&type=c")
	require.NoError(t, err)
	require.Equal(t, []string{"a", "b", "c"}, list)
	list, err = read("")
	require.NoError(t, err)
	require.Empty(t, list)
	_, err = read("type=a,word!")
	require.EqualError(t, err, `The 'type' parameter must be a word (did you mean word?), not "word!"`)
	_, err = read("type=a,")
	require.EqualError(t, err, `The 'type' parameter must be a word, not ""`)
}
