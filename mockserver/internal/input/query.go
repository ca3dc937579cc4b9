package input

import (
	"net/url"
	"slices"
	"strings"
	"unicode/utf8"
)

// maxPairs is the maximum number of parameters in a query string.
const maxPairs = 200

// Query is a query string that is being read. Like the methods of [Object], every
// method takes the parameters of one name. [Query.Err] reports parameters that were not
// taken.
type Query struct {
	faults faults
	pairs  []*pair
	known  []string            // names that a reader took
	forms  map[string][]string // how parameters that need brackets are written, by name

	parameters *[]Parameter // where [DescribeQuery] collects the parameters
}

// pair is one name=value. The base of "created[gte]" is "created", and its key is
// "gte".
type pair struct {
	name, base, key string
	bracket         bool
	value           string
	pos             int
	used            bool
}

// ParseQuery splits a query string into parameters. [Query.Err] reports malformed ones.
func ParseQuery(raw string) *Query {
	q := &Query{}
	pos := 0
	for part := range strings.SplitSeq(raw, "&") {
		if part != "" {
			q.add(part, pos)
		}
		if len(q.pairs) > maxPairs {
			q.invalid(&pair{name: "query", pos: pos}, "has more than %d parameters", maxPairs)
			break
		}
		pos += len(part) + 1
	}
	return q
}

func (q *Query) add(part string, pos int) {
	rawName, rawValue, _ := strings.Cut(part, "=")
	name, err := url.QueryUnescape(rawName)
	value, err2 := url.QueryUnescape(rawValue)
	if err != nil || err2 != nil || !utf8.ValidString(name) || !utf8.ValidString(value) {
		q.invalid(&pair{name: join("", strings.ToValidUTF8(rawName, "�")), pos: pos}, "is not valid percent-encoded UTF-8")
		return
	}
	p := &pair{name: name, base: name, value: value, pos: pos}
	if base, rest, found := strings.Cut(name, "["); found && strings.HasSuffix(rest, "]") {
		p.base, p.key, p.bracket = base, strings.TrimSuffix(rest, "]"), true
	}
	q.pairs = append(q.pairs, p)
}

// Err returns the most important fault, including unknown parameters.
func (q *Query) Err() error {
	for _, p := range q.pairs {
		if p.used {
			continue
		}
		q.faults.add(classUnknown, p.pos, func() *Fault { return q.unknown(p) })
		break
	}
	return q.faults.err()
}

// unknown returns the fault of an unknown parameter, with the accepted spelling.
func (q *Query) unknown(p *pair) *Fault {
	param := join("", p.name)
	if slices.Contains(q.known, p.base) {
		return unknown(param, "; use '"+strings.Join(q.spellings(p.base), "', '")+"'")
	}
	if near := Nearest(p.base, q.known); near != "" {
		return unknown(param, "; did you mean '"+q.spellings(near)[0]+"'?")
	}
	return unknown(param, "")
}

// spellings returns how a known parameter is written.
func (q *Query) spellings(name string) []string {
	if forms := q.forms[name]; forms != nil {
		return forms
	}
	return []string{name}
}

// Conflict reports a conflict between several parameters, at one of them.
func (q *Query) Conflict(name, format string, args ...any) {
	q.faults.add(classTogether, 0, func() *Fault { return Invalid(name, format, args...) })
}

// Canonical returns the query with its parameters sorted, for comparing requests.
func (q *Query) Canonical() string {
	if len(q.pairs) == 0 {
		return ""
	}
	pairs := make([]string, len(q.pairs))
	for i, p := range q.pairs {
		pairs[i] = url.QueryEscape(p.name) + "=" + url.QueryEscape(p.value)
	}
	slices.Sort(pairs)
	return strings.Join(pairs, "&")
}

func (q *Query) invalid(p *pair, format string, args ...any) {
	q.faults.add(classInvalid, p.pos, func() *Fault { return Invalid(join("", p.name), format, args...) })
}

// plain takes the parameters name=value.
func (q *Query) plain(name string) []*pair {
	return q.take(name, func(p *pair) bool { return !p.bracket })
}

// array takes the parameters name=value, name[]=value and name[0]=value, which HTTP
// clients send for a list of values. forms are the accepted spellings for messages.
func (q *Query) array(name string, forms ...string) []*pair {
	return q.take(name, func(p *pair) bool { return !p.bracket || strings.Trim(p.key, "0123456789") == "" }, forms...)
}

func (q *Query) take(name string, form func(*pair) bool, forms ...string) []*pair {
	if len(q.pairs) == 0 { // nothing can be unknown
		return nil
	}
	q.known = append(q.known, name)
	if len(forms) > 0 {
		if q.forms == nil {
			q.forms = map[string][]string{}
		}
		q.forms[name] = forms
	}
	var taken []*pair
	for _, p := range q.pairs {
		if p.base == name && form(p) {
			p.used = true
			taken = append(taken, p)
		}
	}
	return taken
}

// one takes a parameter that may appear once.
func (q *Query) one(name string) *pair {
	taken := q.plain(name)
	if len(taken) == 0 {
		return nil
	}
	if len(taken) > 1 {
		q.invalid(taken[1], "is given more than once")
	}
	return taken[0]
}

// Expand takes the paths of expand[]=a.b in order: repeated parameters, or paths
// separated by commas. check returns why a path is invalid, or "". The text completes
// "The 'expand' parameter ".
func (q *Query) Expand(check func(path string) string) []string {
	if q.describes(Parameter{Name: "expand", Types: asString, Many: true, Array: true}) {
		return nil
	}
	if len(q.pairs) == 0 {
		return nil
	}
	var paths []string
	for _, p := range q.array("expand", "expand[]") {
		for path := range strings.SplitSeq(p.value, ",") {
			if why := check(path); why != "" {
				q.faults.add(classInvalid, p.pos, func() *Fault { return Invalid("expand", "%s", why) })
			}
			paths = append(paths, path)
		}
	}
	return paths
}
