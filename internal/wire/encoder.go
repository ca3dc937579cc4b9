package wire

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Encoder appends JSON to a buffer. It writes the bytes that encoding/json writes, with
// HTML characters escaped.
//
// An object is written with all members: an empty string, a zero time and a nil pointer
// are null, and a nil list is []. Params are written without their empty members.
type Encoder struct {
	mode
	buf    []byte
	key    int // the start of the last member
	value  int // the start of its value
	outer  string
	opened []int    // the starts of the open objects
	names  []string // of the open maps
	text   string   // the current value of a map
	err    error
}

// mode is how a document is written.
type mode struct {
	params, masked bool
	print          bool // for printing: without empty members
}

// Full reports whether empty members are written.
func (e *Encoder) Full() bool { return !e.params && !e.print }

// Masked reports whether secrets are masked, because the document is stored or logged.
func (e *Encoder) Masked() bool { return e.masked }

// Hides reports whether a value is masked. A log masks every value of the type, a stored
// document only secrets.
func (e *Encoder) Hides(secret bool) bool { return e.print || e.masked && secret }

// Fail records the first error. Printing ignores errors.
func (e *Encoder) Fail(err error) {
	if e.err == nil && !e.print {
		e.err = err
	}
}

// Open begins an object. It is not inlined for the reason of Key.
//
//go:noinline
func (e *Encoder) Open() {
	e.opened = append(e.opened, len(e.buf))
	e.buf = append(e.buf, '{')
}

// Close ends an object.
func (e *Encoder) Close() {
	e.opened = e.opened[:len(e.opened)-1]
	e.buf = append(e.buf, '}')
}

// Key begins a member. The name is not escaped. Inlining would add 600 KB to a program
// and no speed, because every member of every type has a call.
//
//go:noinline
func (e *Encoder) Key(name string) {
	e.key = len(e.buf)
	e.comma('{')
	e.buf = append(e.buf, '"')
	e.buf = append(e.buf, name...)
	e.buf = append(e.buf, '"', ':')
	e.value = len(e.buf)
}

// comma writes a comma, except after the opening bracket.
func (e *Encoder) comma(opening byte) {
	if e.buf[len(e.buf)-1] != opening {
		e.buf = append(e.buf, ',')
	}
}

// Null writes null.
func (e *Encoder) Null() {
	if !e.drop() {
		e.buf = append(e.buf, "null"...)
	}
}

// drop removes the name of an empty member if the document is printed.
func (e *Encoder) drop() bool {
	if !e.print || len(e.buf) != e.value {
		return false
	}
	e.buf = e.buf[:e.key]
	return true
}

// String writes a string.
func (e *Encoder) String(s string) {
	if s == "" && !e.params {
		e.Null()
		return
	}
	e.Quote(s)
}

// Quote writes a string, including an empty one.
func (e *Encoder) Quote(s string) {
	e.buf = append(e.buf, '"')
	begin := 0
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf && !special[c] {
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if size > 1 && r != '\u2028' && r != '\u2029' {
			i += size
			continue
		}
		e.buf = append(e.buf, s[begin:i]...)
		e.escape(r)
		i += size
		begin = i
	}
	e.buf = append(e.buf, s[begin:]...)
	e.buf = append(e.buf, '"')
}

// special is the set of ASCII characters that are escaped.
var special = func() (s [utf8.RuneSelf]bool) {
	for c := range ' ' {
		s[c] = true
	}
	for _, c := range `"\<>&` {
		s[c] = true
	}
	return s
}()

func (e *Encoder) escape(r rune) {
	const hex, plain, letters = "0123456789abcdef", "\"\\\b\f\n\r\t", `"\bfnrt`
	if i := strings.IndexRune(plain, r); i >= 0 && r != utf8.RuneError {
		e.buf = append(e.buf, '\\', letters[i])
		return
	}
	e.buf = append(e.buf, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
}

// Bool writes true or false.
func (e *Encoder) Bool(b bool) { e.buf = strconv.AppendBool(e.buf, b) }

// Int writes an integer.
func (e *Encoder) Int(n int64) { e.buf = strconv.AppendInt(e.buf, n, 10) }

// Number writes the text of a number unchanged.
func (e *Encoder) Number(text string) { e.buf = append(e.buf, text...) }

// Time writes a time in RFC 3339 and UTC, in whole seconds for params. The zero time is
// null.
func (e *Encoder) Time(t time.Time) {
	if t.IsZero() {
		e.Null()
		return
	}
	layout := time.RFC3339Nano
	if e.params {
		layout = time.RFC3339
	}
	e.buf = append(e.buf, '"')
	e.buf = t.UTC().AppendFormat(e.buf, layout)
	e.buf = append(e.buf, '"')
}

// Seconds is [Encoder.Time] in whole seconds.
func (e *Encoder) Seconds(t time.Time) {
	if !t.IsZero() {
		t = t.Truncate(time.Second)
	}
	e.Time(t)
}

// Unix writes a time in Unix seconds. The zero time is null.
func (e *Encoder) Unix(t time.Time) {
	if t.IsZero() {
		e.Null()
		return
	}
	e.Int(t.Unix())
}

// Raw writes JSON unchanged. Empty JSON is null.
func (e *Encoder) Raw(text []byte) {
	if len(text) == 0 {
		e.Null()
		return
	}
	e.buf = append(e.buf, text...)
}

// WritePointer writes the value of a pointer. nil is null.
func WritePointer[T any](p *T, e *Encoder, write func(*T, *Encoder)) {
	if p == nil {
		e.Null()
		return
	}
	write(p, e)
}

// WriteClearable is [WritePointer] for a member of params that null clears: the zero
// value is null.
func WriteClearable[T comparable](p *T, e *Encoder, write func(*T, *Encoder)) {
	if p != nil && *p == *new(T) {
		p = nil
	}
	WritePointer(p, e, write)
}

// WriteList writes a list. nil is [].
func WriteList[T any](list []T, e *Encoder, write func(*T, *Encoder)) {
	if len(list) == 0 && e.drop() {
		return
	}
	e.buf = append(e.buf, '[')
	for i := range list {
		e.comma('[')
		write(&list[i], e)
	}
	e.buf = append(e.buf, ']')
}

// WriteMap writes an object with sorted names. nil is {}.
func WriteMap[T any](m map[string]T, e *Encoder, write func(*T, *Encoder)) {
	if len(m) == 0 && e.drop() {
		return
	}
	e.Open()
	if len(m) > 0 {
		value, ok := any(&e.text).(*T) // the usual map does not allocate a value
		if !ok {
			value = new(T)
		}
		begin := len(e.names)
		e.names = slices.AppendSeq(e.names, maps.Keys(m))
		names := e.names[begin:]
		slices.Sort(names)
		for _, name := range names {
			e.comma('{')
			e.Quote(name)
			e.buf = append(e.buf, ':')
			*value = m[name]
			write(value, e)
		}
		clear(names)
		e.names, e.text = e.names[:begin], ""
	}
	e.Close()
}

// In sets the currency that [Encoder.Outer] returns, and returns the previous one.
func (e *Encoder) In(currency string) (former string) {
	former, e.outer = e.outer, currency
	return former
}

// Outer returns the currency of the enclosing object.
func (e *Encoder) Outer() string { return e.outer }
