package fault

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/stateset/stateset-go/internal/wire"
)

// ParseJSON parses one rule in JSON or an array of rules. A rule is a text for [Parse],
// the name of a preset, or an object. The member "match" of an object is the start of a
// rule, and the other members are its words.
func ParseJSON(data []byte) ([]*Rule, error) {
	document, err := wire.ParseAny(data)
	list, isList := document.([]any)
	switch {
	case err != nil && bytes.HasPrefix(bytes.TrimSpace(data), []byte("[")):
		return nil, fmt.Errorf("this is not a JSON array of rules: %w", err)
	case !isList:
		list = []any{document}
	}
	var rules []*Rule
	for i, item := range list {
		some, err := parseItem(item)
		if err != nil {
			return nil, fmt.Errorf("rule %d: %w", i+1, err)
		}
		if rules = append(rules, some...); len(rules) > MaxRules {
			return nil, fmt.Errorf("more than %d rules", MaxRules)
		}
	}
	if len(rules) == 0 {
		return nil, fmt.Errorf("the array has no rules")
	}
	return rules, nil
}

func parseItem(item any) ([]*Rule, error) {
	if text, ok := item.(string); ok {
		return ParseAll(text)
	}
	members, ok := item.(map[string]any)
	if !ok {
		return nil, fmt.Errorf(`must be an object such as {"match": "POST /payments", "do": "status:503"}, or the text of a rule`)
	}
	match, err := memberTexts(members["match"])
	if err != nil || len(match) != 1 {
		return nil, fmt.Errorf(`"match" is required: set the requests, as in "POST /payments"`)
	}
	words, err := split(match[0])
	if err != nil {
		return nil, err
	}
	delete(members, "match")
	names := make([]string, 0, len(members))
	for name := range members {
		names = append(names, name)
	}
	slices.Sort(names) // so that the first of two errors is always the same
	for _, name := range names {
		texts, err := memberTexts(members[name])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", show(name), err)
		}
		if name == optional && len(texts) == 1 {
			if texts[0] == "false" {
				continue
			}
			texts[0] = strings.TrimPrefix(texts[0], "true")
			if texts[0] == "" {
				words = append(words, Word{Value: optional})
				continue
			}
		}
		for _, value := range texts {
			words = append(words, Word{Name: name, Value: value})
		}
	}
	rule, err := FromWords(words)
	if err != nil {
		return nil, err
	}
	return []*Rule{rule}, nil
}

// memberTexts reads a string, a number or a bool, or an array of strings.
func memberTexts(value any) (texts []string, err error) {
	switch value := value.(type) {
	case []any:
		for _, element := range value {
			text, ok := element.(string)
			if !ok {
				return nil, fmt.Errorf("must be an array of strings")
			}
			texts = append(texts, text)
		}
		return texts, nil
	case map[string]any, nil:
		return nil, fmt.Errorf("must be a string, a number or a boolean")
	default:
		return []string{fmt.Sprint(value)}, nil
	}
}
