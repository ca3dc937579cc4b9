package mask

import "bytes"

// token is a token of a JSON text: a bracket, a string, a number, or a literal. kind is
// its first byte, and '0' for every number.
type token struct {
	kind       byte
	begin, end int
}

// expected is the kind of token that may come next in a JSON text.
type expected uint8

const (
	value      expected = iota
	firstValue          // or the end of the array
	firstName           // or the end of the object
	name
	more // a comma, or the end of the array or object
)

// scanner finds the tokens of a JSON text. It stops at the first byte that is not JSON,
// and at an incomplete token at the end.
type scanner struct {
	text []byte
	at   int
	open []byte // the brackets that are open
	want expected
	over bool // the value of the text has ended
}

// next returns the next token.
func (s *scanner) next() (t token, ok bool) {
	if s.over {
		return t, false
	}
	c := s.peek()
	if s.want == more && c == ',' {
		s.at++
		s.want = value
		if s.inObject() {
			s.want = name
		}
		c = s.peek()
	}
	t = token{kind: c, begin: s.at}
	switch {
	case c == 0:
		return t, false
	case c == '}' || c == ']':
		ok = s.close(c)
	case s.want == more:
	case s.want == name || s.want == firstName:
		ok = s.string() && s.colon(&t)
		return t, ok
	case c == '{' || c == '[':
		s.enter(c)
		ok = true
	default:
		ok = s.scalar(&t)
	}
	if t.end == 0 {
		t.end = s.at
	}
	return t, ok
}

// peek skips spaces and returns the next byte, or 0 at the end.
func (s *scanner) peek() byte {
	for ; s.at < len(s.text); s.at++ {
		if c := s.text[s.at]; c != ' ' && c != '\t' && c != '\r' && c != '\n' {
			return c
		}
	}
	return 0
}

func (s *scanner) inObject() bool { return len(s.open) > 0 && s.open[len(s.open)-1] == '{' }

func (s *scanner) enter(bracket byte) {
	s.at++
	s.open = append(s.open, bracket)
	s.want = firstValue
	if bracket == '{' {
		s.want = firstName
	}
}

func (s *scanner) close(bracket byte) bool {
	empty := s.want == firstValue || s.want == firstName
	if len(s.open) == 0 || s.inObject() != (bracket == '}') || s.want != more && !empty {
		return false
	}
	s.at++
	s.open = s.open[:len(s.open)-1]
	s.ended()
	return true
}

// ended is called at the end of a value.
func (s *scanner) ended() { s.want, s.over = more, len(s.open) == 0 }

// colon ends a name. The name is a token even if the text ends before the colon.
func (s *scanner) colon(t *token) bool {
	t.end = s.at
	switch s.peek() {
	case ':':
		s.at++
		s.want = value
	case 0:
		s.over = true
	default:
		return false
	}
	return true
}

func (s *scanner) scalar(t *token) (ok bool) {
	switch c := t.kind; {
	case c == '"':
		ok = s.string()
	case c == '-' || c >= '0' && c <= '9':
		t.kind = '0'
		ok = s.number()
	default:
		ok = s.word("true") || s.word("false") || s.word("null")
	}
	if ok {
		t.end = s.at
		s.ended()
	}
	return ok
}

func (s *scanner) word(word string) bool {
	if !bytes.HasPrefix(s.text[s.at:], []byte(word)) {
		return false
	}
	s.at += len(word)
	return true
}

// string skips a string with valid escapes.
func (s *scanner) string() bool {
	if s.text[s.at] != '"' {
		return false
	}
	for i := s.at + 1; i < len(s.text); i++ {
		switch c := s.text[i]; {
		case c == '"':
			s.at = i + 1
			return true
		case c < ' ':
			return false
		case c == '\\':
			n := escape(s.text[i:])
			if n == 0 {
				return false
			}
			i += n - 1
		}
	}
	return false
}

// escape returns the length of the escape that begins a text, or 0.
func escape(text []byte) int {
	switch {
	case len(text) < 2:
		return 0
	case text[1] == 'u':
		if len(text) < 6 || len(bytes.Trim(text[2:6], "0123456789abcdefABCDEF")) > 0 {
			return 0
		}
		return 6
	case bytes.IndexByte([]byte(`"\/bfnrt`), text[1]) >= 0:
		return 2
	}
	return 0
}

// number skips a number. At the end of the text a number is incomplete, unless it is the
// whole text.
func (s *scanner) number() bool {
	i := s.at
	digits := func() bool {
		begin := i
		for i < len(s.text) && s.text[i] >= '0' && s.text[i] <= '9' {
			i++
		}
		return i > begin
	}
	is := func(any string) bool {
		if i < len(s.text) && bytes.IndexByte([]byte(any), s.text[i]) >= 0 {
			i++
			return true
		}
		return false
	}
	is("-")
	if !is("0") && !digits() || is(".") && !digits() {
		return false
	}
	if is("eE") {
		if !is("+") {
			is("-")
		}
		if !digits() {
			return false
		}
	}
	s.at = i
	return i < len(s.text) || len(s.open) == 0
}
