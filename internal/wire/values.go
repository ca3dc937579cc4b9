package wire

import (
	"math"
	"strconv"
	"time"
	"unicode/utf8"
)

// The functions below leave a value unchanged for null.

// Text reads a string. It returns false for null and for values of other types. The text
// is valid until the next call.
func (d *Decoder) Text() ([]byte, bool) {
	switch d.value() {
	case '"':
		text := d.quoted()
		if !d.ascii && !utf8.Valid(text) {
			d.must = true
			d.Refuse("invalid UTF-8")
		}
		return text, d.fault == nil
	case 'n':
		d.word("null")
	default:
		d.mistyped()
	}
	return nil, false
}

// ReadString reads a string.
func ReadString[T ~string](v *T, d *Decoder) {
	if text, ok := d.Text(); ok {
		*v = T(d.Copy(text))
	}
}

// ReadDigits reads a string, or the text of a number.
func ReadDigits[T ~string](v *T, d *Decoder) {
	if kind(d.value()) == "number" {
		*v = T(d.Copy(d.number()))
		return
	}
	ReadString(v, d)
}

// ReadBool reads true or false, with or without quotes.
func ReadBool(v *bool, d *Decoder) {
	switch d.value() {
	case 't':
		d.word("true")
		*v = d.fault == nil
	case 'f':
		d.word("false")
		*v = false
	case '"':
		switch text := d.quoted(); string(text) {
		case "true", "false":
			*v = len(text) == len("true")
		default:
			d.Refuse("unexpected string")
		}
	case 'n':
		d.word("null")
	default:
		d.mistyped()
	}
}

const maxNumber = 64

// Number reads the text of a number, with or without quotes. It returns false for null
// and for values of other types. The caller checks a number in quotes. The text is valid
// until the next call.
func (d *Decoder) Number() ([]byte, bool) {
	var text []byte
	switch c := d.value(); {
	case c == '"':
		text = d.quoted()
	case kind(c) == "number":
		text = d.number()
	case c == 'n':
		d.word("null")
		return nil, false
	default:
		d.mistyped()
		return nil, false
	}
	if len(text) > maxNumber {
		d.Refuse("number of " + strconv.Itoa(len(text)) + " characters")
		return nil, false
	}
	return text, d.fault == nil
}

// ReadInt reads a count: an integer that is not negative.
func ReadInt(v *int, d *Decoder) {
	if n, ok := d.integer(math.MaxInt); ok {
		*v = int(n)
	}
}

// ReadInt64 reads a count: an integer that is not negative.
func ReadInt64(v *int64, d *Decoder) {
	if n, ok := d.integer(math.MaxInt64); ok {
		*v = n
	}
}

// integer reads an integer from 0 to most. A fraction of zeros is allowed.
func (d *Decoder) integer(most int64) (int64, bool) {
	text, ok := d.Number()
	if !ok {
		return 0, false
	}
	if string(text) == "-0" {
		text = text[1:]
	}
	n, rest, ok := digits(text)
	if len(rest) > 1 && rest[0] == '.' {
		for rest = rest[1:]; len(rest) > 0 && rest[0] == '0'; {
			rest = rest[1:]
		}
	}
	switch {
	case len(text) > 0 && text[0] == '-':
		d.Refuse("unexpected negative number")
	case !ok || len(rest) > 0:
		d.Refuse("must be an integer")
	case n > most:
		d.Refuse("integer is out of range")
	default:
		return n, true
	}
	return 0, false
}

// digits reads the leading digits, at most those of an int64. It reports whether there
// are any.
func digits(text []byte) (n int64, rest []byte, ok bool) {
	i := 0
	for ; i < len(text) && text[i] >= '0' && text[i] <= '9'; i++ {
		c := int64(text[i] - '0')
		if n > (math.MaxInt64-c)/10 {
			return 0, text, false
		}
		n = n*10 + c
	}
	return n, text[i:], i > 0
}

// ReadTime reads a time: RFC 3339, or Unix seconds with or without quotes. A zero and
// an empty string are the zero time.
func ReadTime(v *time.Time, d *Decoder) {
	text, ok := d.Number()
	switch {
	case !ok:
		return
	case len(text) == 0 || string(text) == "0":
		*v = time.Time{}
		return
	}
	t, ok := unixTime(text)
	if !ok {
		ok = t.UnmarshalText(text) == nil
	}
	if !ok && len(text) > len(time.DateOnly) && (text[10] == ' ' || text[10] == 't') { // RFC 3339 allows both
		spelled := append([]byte(nil), text...)
		spelled[10] = 'T'
		ok = t.UnmarshalText(spelled) == nil
	}
	if !ok {
		d.Refuse("must be a time as in \"2026-01-31T10:00:00Z\"")
		return
	}
	*v = t
}

// Unix seconds of the years that RFC 3339 can write, 1 to 9999.
const (
	minUnix = -62135596800
	maxUnix = 253402300799
)

// unixTime reads Unix seconds with an optional fraction.
func unixTime(text []byte) (time.Time, bool) {
	negative := text[0] == '-'
	if negative {
		text = text[1:]
	}
	seconds, rest, ok := digits(text)
	nanos := int64(0)
	if ok && len(rest) > 1 && rest[0] == '.' {
		fraction := [9]byte{'0', '0', '0', '0', '0', '0', '0', '0', '0'}
		copy(fraction[:], rest[1:])
		if _, beyond, _ := digits(rest[1:]); len(beyond) > 0 {
			return time.Time{}, false
		}
		nanos, _, _ = digits(fraction[:])
		rest = nil
	}
	if negative {
		seconds, nanos = -seconds, -nanos
	}
	if !ok || len(rest) > 0 || seconds < minUnix || seconds > maxUnix {
		return time.Time{}, false
	}
	return time.Unix(seconds, nanos).UTC(), true
}

// ReadRaw keeps the text of a value. null is nil.
func ReadRaw[T ~[]byte](v *T, d *Decoder) {
	*v = nil
	if d.value() == 'n' {
		d.word("null")
		return
	}
	begin := d.at
	d.skip()
	if d.fault != nil {
		return
	}
	d.start = begin
	if text := d.text[begin:d.at]; utf8.Valid(text) {
		*v = append(T(nil), text...)
		return
	}
	d.Refuse("invalid UTF-8")
}
