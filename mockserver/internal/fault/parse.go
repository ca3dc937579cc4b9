package fault

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// Bounds of a rule.
const (
	MaxRules    = 1000
	maxCount    = 1_000_000_000
	maxSize     = 16 << 30
	maxDuration = 24 * time.Hour
	maxFields   = 64
)

// Parse parses one rule.
func Parse(text string) (*Rule, error) {
	if len(text) > maxText {
		return nil, fmt.Errorf("a rule has at most %d bytes", maxText)
	}
	words, err := split(text)
	if err != nil {
		return nil, err
	}
	return FromWords(words)
}

// ParseAll parses rules, one per line. It ignores empty lines and lines that begin with
// #. The name of a preset stands for its rules.
func ParseAll(text string) ([]*Rule, error) {
	var rules []*Rule
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		lines, known := presets[line]
		if !known {
			lines = []string{line}
		}
		for _, line := range lines {
			r, err := Parse(line)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", show(line), err)
			}
			rules = append(rules, r)
		}
		if len(rules) > MaxRules {
			return nil, fmt.Errorf("more than %d rules", MaxRules)
		}
	}
	if len(rules) == 0 {
		return nil, fmt.Errorf("no rule: want one such as POST /payments do=status:503, or one of %s", strings.Join(Presets(), ", "))
	}
	return rules, nil
}

// FromWords builds a rule from words. The first words are the match.
func FromWords(words []Word) (*Rule, error) {
	r := &Rule{Chance: 1, words: slices.Clone(words)}
	rest, err := r.readMatch(words)
	if err != nil {
		return nil, err
	}
	given := map[string]bool{}
	for _, w := range rest {
		if w.Name == "" && w.Value == optional {
			w.Name, w.Value = optional, ""
		}
		set, known := setters[w.Name]
		if !known {
			return nil, unknownWord(w)
		}
		if given[w.Name] && w.Name != "header" {
			return nil, fmt.Errorf("%s is given twice", w.Name)
		}
		given[w.Name] = true
		if err := set(r, w.Value); err != nil {
			return nil, fmt.Errorf("%s: %w", w, err)
		}
	}
	if err := r.settle(given); err != nil {
		return nil, err
	}
	return r, nil
}

const optional = "optional"

func unknownWord(w Word) error {
	names := []string{}
	for name := range setters {
		names = append(names, name)
	}
	slices.Sort(names)
	name := w.Name
	if name == "" {
		name = w.Value
	}
	return fmt.Errorf("unknown word %s%s: want one of %s", show(name), input.DidYouMean(name, names), strings.Join(names, ", "))
}

// setters maps the words after the match to their parsers.
var setters = map[string]func(*Rule, string) error{
	"nth":      (*Rule).setNth,
	"after":    func(r *Rule, v string) (err error) { r.After, err = count(v, 0); return err },
	"times":    func(r *Rule, v string) (err error) { r.Times, err = count(v, 1); return err },
	"by":       (*Rule).setBy,
	"key":      (*Rule).setKey,
	"account":  (*Rule).setAccount,
	"p":        (*Rule).setChance,
	"seed":     (*Rule).setSeed,
	"at":       (*Rule).setAt,
	"do":       (*Rule).setDo,
	"delay":    func(r *Rule, v string) (err error) { r.Delay, err = duration(v); return err },
	"header":   (*Rule).setHeader,
	"body":     (*Rule).setBody,
	"envelope": (*Rule).setEnvelope,
	optional:   (*Rule).setOptional,
}

// settle sets defaults and refuses words that contradict each other.
func (r *Rule) settle(given map[string]bool) error {
	if r.Do.Kind == "" {
		r.Do.Kind = Pass
		if !given["delay"] && !given["header"] {
			return fmt.Errorf("nothing to do: add do= (one of %s), delay= or header=", strings.Join(Actions(), ", "))
		}
	}
	points := pointsOf(r.Do.Kind)
	if r.At.Point == "" {
		r.At = Position{Point: points[0], Percent: -1}
		if r.Do.Kind == Pass && r.Delay == 0 {
			r.At.Point = Body
		}
	}
	if !slices.Contains(points, r.At.Point) {
		return fmt.Errorf("at=%s does not go with do=%s: want at=%s", r.At.Point, r.Do.Kind, join(points))
	}
	if r.Last > 0 && r.Last <= r.After {
		return fmt.Errorf("nth ends at %d, and after lets %d requests through: it could never strike", r.Last, r.After)
	}
	if (r.HasBody || r.Envelope != "") && r.Do.Kind != Replace && r.Do.Kind != Stored {
		return fmt.Errorf("body and envelope belong to do=status, do=error and do=replayed, not do=%s", r.Do.Kind)
	}
	if given["body"] && given["envelope"] {
		return fmt.Errorf("body and envelope do not go together")
	}
	return r.settleAccept(given)
}

// settleAccept refuses words that do not apply to connections.
func (r *Rule) settleAccept(given map[string]bool) error {
	if r.At.Point != Accept {
		return nil
	}
	if r.Method != "" || r.Path != "" || r.Operation != "" || r.Key != "" || r.Account != "" || r.ByKey {
		return fmt.Errorf("a connection that is accepted has no path, key or account yet: with at=accept the match is *")
	}
	if given["header"] {
		return fmt.Errorf("header does not go with at=accept: there is no answer")
	}
	return nil
}
