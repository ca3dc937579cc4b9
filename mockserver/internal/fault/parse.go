package fault

import (
	"errors"
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
		return nil, fmt.Errorf("no rule: write one such as POST /payments do=status:503, or one of %s", strings.Join(Presets(), ", "))
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
	given := map[string]Word{}
	for _, w := range rest {
		if w.Name == "" && w.Value == optional {
			w.Name, w.Value = optional, ""
		}
		set, known := setters[w.Name]
		if !known {
			return nil, unknownWord(w)
		}
		if before, twice := given[w.Name]; twice && w.Name != "header" {
			return nil, givenTwice(before, w)
		}
		given[w.Name] = w
		if err := set(r, w.Value); err != nil {
			return nil, fmt.Errorf("%s: %w", w.label(), inWordsOf(w, err))
		}
	}
	if err := r.settle(given); err != nil {
		return nil, err
	}
	return r, nil
}

func givenTwice(a, b Word) error {
	switch {
	case a.label() != b.label():
		return fmt.Errorf("%s and %s cannot be combined: remove one", a.label(), b.label())
	case a.Go != "":
		return fmt.Errorf("%s is given twice", a.Go)
	}
	return fmt.Errorf("%s is given twice", a.Name)
}

// inWordsOf removes the example in text form from the error of a word that is Go code.
func inWordsOf(w Word, err error) error {
	if w.Go == "" {
		return err
	}
	text, _, _ := strings.Cut(err.Error(), ", as in ")
	return errors.New(goNames.Replace(text))
}

// goNames replaces the words of a rule in text by those of Go.
var goNames = strings.NewReplacer(
	"do=truncate already sets the place: remove at=", "Truncate and TruncatePercent already set the place",
	"do=header-flood", "HeaderFlood", "only at=body takes", "only AfterBytes and AfterPercent take",
)

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
	return fmt.Errorf("unknown word %s%s: must be one of %s", show(name), input.DidYouMean(name, names), strings.Join(names, ", "))
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

// settle sets defaults and checks that the words can be combined.
func (r *Rule) settle(given map[string]Word) error {
	if r.Do.Kind == "" {
		r.Do.Kind = Pass
		if !has(given, "delay") && !has(given, "header") {
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
	do := action(given)
	if !slices.Contains(points, r.At.Point) {
		return fmt.Errorf("%s cannot be combined with %s: use %s", given["at"].label(), do.label(), places(points, do))
	}
	if r.Last > 0 && r.Last <= r.After {
		return fmt.Errorf("%s and %s cannot be combined: the fault would never fire", given["nth"].label(), given["after"].label())
	}
	for _, name := range []string{"body", "envelope"} {
		if has(given, name) && r.Do.Kind != Replace && r.Do.Kind != Stored {
			return fmt.Errorf("%s cannot be combined with %s: use %s", given[name].label(), do.label(), replacing(do))
		}
	}
	if has(given, "body") && has(given, "envelope") {
		return fmt.Errorf("%s and %s cannot be combined: remove one", given["body"].label(), given["envelope"].label())
	}
	return r.settleAccept(given)
}

func has(given map[string]Word, name string) bool {
	_, ok := given[name]
	return ok
}

// action returns the word of the action, which may be a delay or a header alone.
func action(given map[string]Word) Word {
	for _, name := range []string{"do", "delay", "header"} {
		if w, ok := given[name]; ok {
			return w
		}
	}
	return Word{}
}

// replacing names the actions that replace the response, in the words of w.
func replacing(w Word) string {
	if w.Go != "" {
		return "Status, ErrorCode or StoredError"
	}
	return "do=status, do=error or do=replayed"
}

// goPlaces are the places in Go.
var goPlaces = map[Point]string{
	Accept: "AtAccept", Read: "BeforeAnything", Reserved: "BeforeCommit", Committed: "AfterCommit", Headers: "AfterHeaders",
	Body: "AfterBytes or AfterPercent",
}

// places lists points in the words of w.
func places(points []Point, w Word) string {
	if w.Go == "" {
		return "at=" + join(points)
	}
	names := make([]string, len(points))
	for i, point := range points {
		names[i] = goPlaces[point]
	}
	return strings.Join(names, ", ")
}

// settleAccept refuses words that do not apply to connections.
func (r *Rule) settleAccept(given map[string]Word) error {
	if r.At.Point != Accept {
		return nil
	}
	at := given["at"].label()
	if r.Method != "" || r.Path != "" || r.Operation != "" || r.Key != "" || r.Account != "" || r.ByKey {
		return fmt.Errorf("%s requires the match *: an accepted connection has no path, key or account yet", at)
	}
	if has(given, "header") {
		return fmt.Errorf("%s cannot be combined with %s: there is no response", given["header"].label(), at)
	}
	return nil
}
