package fault

import (
	"fmt"
	"slices"
	"strings"

	"github.com/stateset/stateset-go/internal/spec"
	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// Request is the part of a request that rules match.
type Request struct {
	Method, Path string // as received
	// Operation is the matched operation, or nil. Canonical is the path that all its
	// aliases share.
	Operation *spec.Operation
	Canonical string
	Account   string // "test/name"; "" without a key
	Connected string // "test/name/acct_1"; "" if the account acts for no other
	Key       string // Idempotency-Key
}

// MatchWords parses the start of a rule.
func MatchWords(match string) ([]Word, error) {
	words, err := split(match)
	if err != nil {
		return nil, err
	}
	if rest, err := new(Rule).readMatch(words); err != nil {
		return nil, err
	} else if len(rest) > 0 {
		return nil, fmt.Errorf("%s is not part of the match", show(rest[0].String()))
	}
	return words, nil
}

var methods = []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}

// KnownMethod reports whether a method is one of HTTP. Case is ignored.
func KnownMethod(name string) bool { return slices.Contains(methods, strings.ToUpper(name)) }

// readMatch reads the first words: *, METHOD /path, /path, op=Name or Name.
func (r *Rule) readMatch(words []Word) (rest []Word, err error) {
	if len(words) == 0 {
		return nil, fmt.Errorf("empty rule: write one such as POST /payments do=status:503")
	}
	first := words[0]
	switch {
	case first.Name == "op":
		return words[1:], r.setOperation(first.Value)
	case first.Name != "" || first.Value == optional:
		return nil, fmt.Errorf("a rule must begin with *, a method and a path, or op= and an operation, got %s", show(first.String()))
	case first.Value == "*":
		return words[1:], nil
	case strings.HasPrefix(first.Value, "/"):
		return words[1:], r.setPath(first.Value)
	case slices.Contains(methods, strings.ToUpper(first.Value)):
		r.Method = strings.ToUpper(first.Value)
		if len(words) < 2 || words[1].Name != "" {
			return nil, fmt.Errorf("%s must be followed by a path such as /payments, or by *", r.Method)
		}
		return words[2:], r.setPath(words[1].Value)
	case strings.Contains(first.Value, "."), slices.Contains(operations(), first.Value):
		return words[1:], r.setOperation(first.Value)
	}
	return nil, fmt.Errorf("unknown method %s: must be one of %s, or an operation such as Payments.Create", show(first.Value), strings.Join(methods, ", "))
}

// setPath sets the path, with or without /v1. A path template of an operation matches
// all its aliases.
func (r *Rule) setPath(path string) error {
	if path == "*" {
		return nil
	}
	if !strings.HasPrefix(path, "/") || strings.ContainsAny(path, "?#") {
		return fmt.Errorf("a path must begin with / and have no query, got %s", show(path))
	}
	r.Path = path
	short := strings.TrimPrefix(path, spec.BasePath)
	for _, row := range spec.All() {
		if row.Method == r.Method && row.Path == short {
			r.Operation = strings.ToLower(row.Name)
		}
		for _, alias := range row.Aliases {
			if alias.Method == r.Method && alias.Path == short {
				r.Operation = strings.ToLower(row.Name)
			}
		}
	}
	return nil
}

func operations() []string {
	var names []string
	for _, row := range spec.All() {
		names = append(names, row.Name)
	}
	return names
}

// setOperation sets the operation by name. Case is ignored, and * matches any text.
func (r *Rule) setOperation(name string) error {
	r.Operation = strings.ToLower(name)
	return CheckOperation(name)
}

// CheckOperation returns an error for a name or pattern that matches no operation.
func CheckOperation(name string) error {
	pattern, known := strings.ToLower(name), LowerOperations()
	for _, operation := range known {
		if glob(pattern, operation) {
			return nil
		}
	}
	return fmt.Errorf("unknown operation %s%s: must be one such as Payments.Create, or Payments.*", show(name), input.DidYouMean(name, known))
}

// LowerOperations returns the names of the operations in lower case.
func LowerOperations() []string {
	names := operations()
	for i, name := range names {
		names[i] = strings.ToLower(name)
	}
	return names
}

// matches reports whether the rule matches the request.
func (r *Rule) matches(q *Request) bool {
	switch {
	case r.Account != "" && r.Account != q.Account && r.Account != q.Connected, r.Key != "" && r.Key != q.Key:
		return false
	case r.Operation != "" && q.Operation != nil && glob(r.Operation, strings.ToLower(q.Operation.Name)):
		return true
	case r.Path == "" && r.Operation != "":
		return false
	}
	if (r.Method == "" || r.Method == q.Method) && (r.Path == "" || MatchesPath(r.Path, q.Path)) {
		return true
	}
	return q.Operation != nil && (r.Method == "" || r.Method == q.Operation.Method) && MatchesPath(r.Path, q.Canonical)
}

// MatchesName compares the name of an operation with a pattern. Case is ignored, and *
// matches any text.
func MatchesName(pattern, name string) bool {
	return glob(strings.ToLower(pattern), strings.ToLower(name))
}

// MatchesPath compares paths with or without /v1. * matches any text.
func MatchesPath(pattern, path string) bool {
	return glob(pattern, path) || glob(strings.TrimPrefix(pattern, spec.BasePath), strings.TrimPrefix(path, spec.BasePath))
}

// glob reports whether the pattern matches the whole text. * matches any text. It takes
// at most len(pattern)·len(text) steps.
func glob(pattern, text string) bool {
	star, mark, p, t := -1, 0, 0, 0
	for t < len(text) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			star, mark = p, t
			p++
		case p < len(pattern) && pattern[p] == text[t]:
			p++
			t++
		case star >= 0:
			mark++
			p, t = star+1, mark
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}

// Nearness scores how closely a request matches the rule. Zero means not at all.
func (r *Rule) Nearness(q *Request) int {
	near := 0
	if r.Method == q.Method {
		near++
	}
	pattern, path := strings.TrimPrefix(r.Path, spec.BasePath), strings.TrimPrefix(q.Path, spec.BasePath)
	for near < 1000 && pattern != "" && path != "" && pattern[0] == path[0] {
		near, pattern, path = near+2, pattern[1:], path[1:]
	}
	if q.Operation != nil && r.Operation != "" {
		family, _, _ := strings.Cut(r.Operation, ".")
		if strings.HasPrefix(strings.ToLower(q.Operation.Name), family) {
			near += 10
		}
	}
	return near
}
