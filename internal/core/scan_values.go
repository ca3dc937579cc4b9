package core

import (
	"encoding/json"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/stateset/stateset-go/api"
	"github.com/stateset/stateset-go/internal/numtext"
)

// String reads a string.
func (s *Scanner) String(p *string) {
	if !s.null() {
		*p = string(s.quoted())
	}
}

// ScanWord reads a string that nearly always is one of those given, which then needs
// no memory of its own.
func ScanWord[T ~string](s *Scanner, p *T, known ...T) {
	if s.null() {
		return
	}
	text := s.quoted()
	for _, k := range known {
		if string(k) == string(text) {
			*p = k
			return
		}
	}
	*p = T(text)
}

// Bool reads true or false.
func (s *Scanner) Bool(p *bool) {
	switch s.peek() {
	case 't':
		s.word("true")
		*p = true
	case 'f':
		s.word("false")
		*p = false
	default:
		s.word("null")
	}
}

// Int reads an integer.
func (s *Scanner) Int(p *int) {
	if s.null() {
		return
	}
	n, err := strconv.Atoi(string(s.number()))
	if err != nil {
		s.GiveUp()
		return
	}
	*p = n
}

// Int64 reads an integer.
func (s *Scanner) Int64(p *int64) {
	if s.null() {
		return
	}
	n, err := strconv.ParseInt(string(s.number()), 10, 64)
	if err != nil {
		s.GiveUp()
		return
	}
	*p = n
}

// Number reads a number, and keeps how it was written.
func (s *Scanner) Number(p *json.Number) {
	if !s.null() {
		*p = json.Number(s.number())
	}
}

// Text reads a number in quotes.
func (s *Scanner) Text(p *Text) {
	if s.null() {
		*p = ""
		return
	}
	s.want('"')
	*p = Text(s.number())
	if !s.optional('"') {
		s.GiveUp()
	}
}

// Time reads a time as RFC 3339 writes it.
func (s *Scanner) Time(p *time.Time) {
	if raw := s.raw(); !s.odd && p.UnmarshalJSON(raw) != nil {
		s.GiveUp()
	}
}

// Value reads a value that reads itself.
func (s *Scanner) Value(v json.Unmarshaler) {
	if raw := s.raw(); !s.odd && v.UnmarshalJSON(raw) != nil {
		s.GiveUp()
	}
}

// Money reads an amount with its currency.
func (s *Scanner) Money(p *api.Money) { s.Value(p) }

// quoted reads a string and returns its text, where that stands if it needs no
// change.
func (s *Scanner) quoted() []byte {
	s.want('"')
	for i := s.at; i < len(s.text); i++ {
		c := s.text[i]
		if c == '"' {
			text := s.text[s.at:i]
			s.at = i + 1
			return text
		}
		if c < ' ' || c == '\\' || c >= utf8.RuneSelf {
			return s.unusual()
		}
	}
	s.GiveUp()
	return nil
}

// unusual is quoted for a string with escapes or with characters beyond ASCII.
func (s *Scanner) unusual() []byte {
	start, plain := s.at, true
	end := start
	for ; end < len(s.text) && s.text[end] != '"'; end++ {
		if c := s.text[end]; c < ' ' {
			break
		} else if c == '\\' {
			plain = false
			end++
		}
	}
	if end >= len(s.text) || s.text[end] != '"' {
		s.GiveUp()
		return nil
	}
	s.at = end + 1
	if text := s.text[start:end]; plain && utf8.Valid(text) {
		return text
	}
	var text string
	if json.Unmarshal(s.text[start-1:end+1], &text) != nil {
		s.GiveUp()
	}
	return []byte(text)
}

// number goes over a number and returns it as it stands.
func (s *Scanner) number() []byte {
	start := s.at
	s.optional('-')
	if !s.optional('0') {
		s.digits()
	}
	if s.optional('.') {
		s.digits()
	}
	if s.optional('e') || s.optional('E') {
		if !s.optional('+') {
			s.optional('-')
		}
		s.digits()
	}
	return s.text[start:s.at]
}

// optional goes over a byte that may be the next.
func (s *Scanner) optional(c byte) bool {
	if s.at < len(s.text) && s.text[s.at] == c {
		s.at++
		return true
	}
	return false
}

// digits goes over one digit at least.
func (s *Scanner) digits() {
	start := s.at
	for s.at < len(s.text) && s.text[s.at] >= '0' && s.text[s.at] <= '9' {
		s.at++
	}
	if s.at == start {
		s.GiveUp()
	}
}

// Currency reads the code of a currency.
func (s *Scanner) Currency(p *string) { ScanWord(s, p, "USD", numtext.DenomSSUSD, numtext.DenomUSDC) }
