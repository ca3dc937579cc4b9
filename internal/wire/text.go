package wire

import (
	"encoding/binary"
	"math/bits"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// quoted reads the string at the next byte and returns its text: a part of the document,
// or of the scratch buffer if the string has escapes. The caller checks for invalid
// UTF-8.
func (d *Decoder) quoted() []byte {
	d.at++
	begin := d.at
	i := plain(d.text, begin)
	d.inScratch = false
	d.ascii = i < len(d.text) && d.text[i] == '"'
	if d.ascii {
		d.at = i + 1
		return d.text[begin:i]
	}
	for ; ; i = plain(d.text, i) {
		switch {
		case i >= len(d.text):
			d.at = i
			d.syntax()
			return nil
		case d.text[i] == '"':
			d.at = i + 1
			return d.text[begin:i]
		case d.text[i] == '\\':
			return d.escaped(begin, i)
		case d.text[i] < ' ':
			d.at = i
			d.syntax()
			return nil
		}
		i++ // beyond ASCII
	}
}

// plain returns the index, from i on, of the first quote, backslash, control
// character or byte beyond ASCII.
func plain(text []byte, i int) int {
	const ones, high = 0x0101010101010101, 0x8080808080808080
	for ; i+8 <= len(text); i += 8 {
		w := binary.LittleEndian.Uint64(text[i:])
		quote, slash := w^(ones*'"'), w^(ones*'\\')
		if hits := ((quote-ones)&^quote | (slash-ones)&^slash | (w - ones*' ') | w) & high; hits != 0 {
			return i + bits.TrailingZeros64(hits)/8 // the first hit is exact
		}
	}
	for i < len(text) && text[i] != '"' && text[i] != '\\' && text[i] >= ' ' && text[i] < utf8.RuneSelf {
		i++
	}
	return i
}

// escaped is quoted for a string whose first escape is at i.
func (d *Decoder) escaped(begin, i int) []byte {
	d.inScratch = true
	d.scratch = append(d.scratch[:0], d.text[begin:i]...)
	for i < len(d.text) {
		switch c := d.text[i]; {
		case c == '"':
			d.at = i + 1
			return d.scratch
		case c < ' ':
			d.at = i
			d.syntax()
			return nil
		case c != '\\':
			end := max(plain(d.text, i), i+1)
			d.scratch = append(d.scratch, d.text[i:end]...)
			i = end
		default:
			if i = d.escape(i + 1); i < 0 {
				return nil
			}
		}
	}
	d.at = i
	d.syntax()
	return nil
}

// escape appends the character of the escape at i, after the backslash. It returns the
// index after the escape, or -1. Half of a surrogate pair is U+FFFD.
func (d *Decoder) escape(i int) int {
	if i >= len(d.text) {
		d.at = i
		d.syntax()
		return -1
	}
	if c := unescape[d.text[i]]; c != 0 {
		d.scratch = append(d.scratch, c)
		return i + 1
	}
	r := d.hex(i)
	if r < 0 {
		d.at = i
		d.syntax()
		return -1
	}
	i += 5
	if utf16.IsSurrogate(r) {
		second := rune(-1)
		if i < len(d.text) && d.text[i] == '\\' {
			second = d.hex(i + 1)
		}
		if r = utf16.DecodeRune(r, second); r != utf8.RuneError {
			i += 6
		}
	}
	d.scratch = utf8.AppendRune(d.scratch, r)
	return i
}

var unescape = [256]byte{'"': '"', '\\': '\\', '/': '/', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t'}

// hex reads uXXXX at i. It returns -1 for other text.
func (d *Decoder) hex(i int) rune {
	if i+5 > len(d.text) || d.text[i] != 'u' {
		return -1
	}
	r := rune(0)
	for _, c := range d.text[i+1 : i+5] {
		switch {
		case c >= '0' && c <= '9':
			c -= '0'
		case c >= 'a' && c <= 'f':
			c -= 'a' - 10
		case c >= 'A' && c <= 'F':
			c -= 'A' - 10
		default:
			return -1
		}
		r = r<<4 | rune(c)
	}
	return r
}

// maxChunk is the size of the chunks that hold the strings of a document. A string that
// is in use keeps its chunk in memory.
const maxChunk = 512

// Copy returns the text as a string. Short strings share a chunk of memory.
func (d *Decoder) Copy(text []byte) string {
	n := len(text)
	if n == 0 {
		return ""
	}
	if n > maxChunk/4 {
		return string(text)
	}
	if d.chunk.Cap()-d.chunk.Len() < n {
		d.chunk.Reset()
		d.chunk.Grow(max(n, min(maxChunk, len(d.text)-d.at)))
	}
	begin := d.chunk.Len()
	d.chunk.Write(text)
	return d.chunk.String()[begin:]
}

// number consumes a number and returns its text.
func (d *Decoder) number() []byte {
	begin := d.at
	d.optional('-')
	if !d.optional('0') {
		d.digits()
	}
	if d.optional('.') {
		d.digits()
	}
	if d.optional('e') || d.optional('E') {
		if !d.optional('+') {
			d.optional('-')
		}
		d.digits()
	}
	return d.text[begin:d.at]
}

func (d *Decoder) optional(c byte) bool {
	if d.at < len(d.text) && d.text[d.at] == c {
		d.at++
		return true
	}
	return false
}

// digits consumes at least one digit.
func (d *Decoder) digits() {
	begin := d.at
	for d.at < len(d.text) && d.text[d.at] >= '0' && d.text[d.at] <= '9' {
		d.at++
	}
	if d.at == begin {
		d.syntax()
	}
}

// character quotes the first character of a text.
func character(text []byte) string {
	r, _ := utf8.DecodeRune(text)
	return strconv.QuoteRuneToASCII(r)
}
