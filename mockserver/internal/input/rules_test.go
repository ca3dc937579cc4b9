package input_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/stateset/stateset-go/mockserver/internal/input"
)

func TestTextRules(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		rule      input.TextRule
		good, bad []string
		want      string
	}{
		"exact digits":  {input.Digits(9, 9), []string{"000000000"}, []string{"", "12345678", "1234567890", "12345678x"}, "must be 9 digits"},
		"either digits": {input.Digits(3, 4), []string{"123", "1234"}, []string{"12", "12345"}, "must be 3 or 4 digits"},
		"many digits":   {input.Digits(4, 17), []string{"1234", "12345678901234567"}, []string{"123", "１２３４"}, "must be 4 to 17 digits"},
		"pattern":       {input.Pattern("a letter", "^[a-z]$"), []string{"a"}, []string{"", "A", "ab"}, "must be a letter"},
		"one value":     {input.Values{"red"}, []string{"red"}, []string{"", "blue"}, "must be red"},
		"values":        {input.Values{"red", "green"}, []string{"green"}, []string{"", "blue"}, "must be one of red, green"},
		"near a value":  {input.Values{"red", "green"}, nil, []string{"grene"}, "must be one of red, green (did you mean green?)"},
		"format": {input.Format{Want: "long", Accept: func(text string) bool { return len(text) > 3 }, Known: []string{"long"}},
			[]string{"abcd"}, []string{"lon"}, "must be long (did you mean long?)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, text := range test.good {
				require.Empty(t, test.rule.Violation(text), text)
			}
			for _, text := range test.bad {
				require.Equal(t, test.want, test.rule.Violation(text), text)
			}
		})
	}
}

func TestLengthAndBounds(t *testing.T) {
	t.Parallel()
	for want, got := range map[string]string{
		"must not be empty":                       input.NotEmpty.Violation(0, "characters"),
		"has 1 elements: at least 2 are required": input.Length{Min: 2}.Violation(1, "elements"),
		"has 4 characters: at most 3 are allowed": input.MaxLen(3).Violation(4, "characters"),
		"must be 1 or more":                       input.Min(1).Violation(0),
		"must be 9 or less":                       input.Max(9).Violation(10),
		"must be from 1 to 9":                     input.Bounds{Min: new(int64(1)), Max: new(int64(9))}.Violation(10),
	} {
		require.Equal(t, want, got)
	}
	for _, got := range []string{
		input.NotEmpty.Violation(1, ""), input.MaxLen(3).Violation(3, ""), input.Length{}.Violation(1000, ""),
		input.Min(1).Violation(1), input.Max(9).Violation(9), input.Bounds{}.Violation(-1),
	} {
		require.Empty(t, got)
	}
}
