package input

import (
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// text parses a string and decodes its escapes.
func (p *parser) text() string {
	if !p.take('"') {
		p.fail("expected a string, found %s", p.found())
		return ""
	}
	begin := p.pos
	var decoded []byte // nil without escapes
	for p.err == nil {
		switch c := p.peek(); {
		case p.pos >= len(p.data):
			p.fail("unexpected end of the body inside a string")
		case c == '"':
			raw := p.data[begin:p.pos]
			p.pos++
			if decoded == nil {
				return raw
			}
			return string(append(decoded, raw...))
		case c < ' ':
			p.fail("unescaped control character %s inside a string", p.found())
		case c == '\\':
			decoded = append(decoded, p.data[begin:p.pos]...)
			decoded = p.escape(decoded)
			begin = p.pos
		default:
			p.pos++
		}
	}
	return ""
}

const (
	escapeNames = `"\/bfnrt`
	escapeBytes = "\"\\/\b\f\n\r\t"
)

func (p *parser) escape(out []byte) []byte {
	p.pos++
	c := p.peek()
	if c == 'u' {
		return utf8.AppendRune(out, p.codePoint())
	}
	i := strings.IndexByte(escapeNames, c)
	if i < 0 {
		p.fail("invalid escape %s", p.found())
		return out
	}
	p.pos++
	return append(out, escapeBytes[i])
}

// codePoint parses the uXXXX of an escape, and the second escape of a surrogate pair.
func (p *parser) codePoint() rune {
	first := p.hex()
	if !utf16.IsSurrogate(first) {
		return first
	}
	if p.take('\\') && p.peek() == 'u' {
		if r := utf16.DecodeRune(first, p.hex()); r != utf8.RuneError {
			return r
		}
	}
	p.fail("lone surrogate in an escape")
	return utf8.RuneError
}

func (p *parser) hex() rune {
	if len(p.data)-p.pos >= 5 {
		if code, err := strconv.ParseUint(p.data[p.pos+1:p.pos+5], 16, 16); err == nil {
			p.pos += 5
			return rune(code)
		}
	}
	p.fail("invalid escape: must be \\u and four hex digits")
	return 0
}
