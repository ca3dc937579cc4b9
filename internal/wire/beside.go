package wire

import (
	"slices"
	"strings"
)

// An amount is a value without space for members that it does not know. The Extra of its
// object keeps them, below the name of the amount: "total_amount":{"usd_value":"25.00"}.
// The encoder writes them into the amount again.

// Leave passes the members that an amount does not keep, its Extra, to its object.
func (d *Decoder) Leave(amount *Object) {
	if amount.Extra != nil {
		d.beside = enclosed('{', amount.Extra)
	}
}

func enclosed(opening byte, members []byte) []byte {
	text := append(make([]byte, 0, len(members)+2), opening)
	return append(append(text, members...), opening+2) // the closing bracket
}

// adopt keeps the members that the current member of an object left.
func (d *Decoder) adopt(o *Object) {
	name := Decoder{text: d.text, at: o.value, quiet: true}
	name.quoted()
	member := append([]byte(nil), d.text[o.value:name.at]...)
	o.Add(append(append(member, ':'), d.beside...))
	d.beside = nil
}

// besideList holds the members that the elements of a list left.
type besideList struct {
	text  []byte
	count int
}

// adopt keeps the members that element i left.
func (l *besideList) adopt(d *Decoder, i int) {
	for ; l.count < i; l.count++ {
		l.text = append(l.text, ",{}"...)
	}
	l.text = append(append(l.text, ','), d.beside...)
	l.count++
	d.beside = nil
}

// leave passes them to the enclosing object.
func (l *besideList) leave(d *Decoder) {
	if l.text != nil {
		d.beside = enclosed('[', l.text[1:])
	}
}

// Extra adds encoded members, joined by commas. Members that an amount left are written
// into the amount.
func (e *Encoder) Extra(members string) {
	if members == "" {
		return
	}
	if strings.ContainsAny(members, "{[") {
		begin := e.opened[len(e.opened)-1]
		written := append([]byte(nil), e.buf[begin:]...)
		if merged, ok := mergeObjects(append(written, '}'), enclosed('{', []byte(members))); ok {
			e.buf = append(e.buf[:begin], merged[:len(merged)-1]...)
			return
		}
	}
	e.comma('{')
	e.buf = append(e.buf, members...)
}

// part is an element of a list, or a member of an object with its name.
type part struct {
	name       []byte
	begin, end int // of the value
	start      int // of the name, or of the value
}

// parts splits an object or a list. It returns false for other text.
func parts(text []byte) (found []part, ok bool) {
	d := Decoder{text: text, quiet: true}
	if text[0] == '{' {
		for o := d.Object(); d.Next(&o); {
			p := part{name: append([]byte(nil), d.Key(&o)...), start: o.value}
			d.value()
			p.begin = d.at
			d.skip()
			p.end = d.at
			found = append(found, p)
		}
	} else {
		first := true
		for ok := d.open('['); ok && d.next(']', &first); {
			p := part{begin: d.at, start: d.at}
			d.skip()
			p.end = d.at
			found = append(found, p)
		}
	}
	return found, d.fault == nil && d.at == len(text)
}

// merge adds the members that were left to an encoded value. The parts of objects and
// lists are merged, and a list keeps its length.
func merge(written, beside []byte) []byte {
	switch merged, ok := []byte(nil), false; {
	case string(beside) == "{}":
		return written
	case written[0] == '{' && beside[0] == '{':
		if merged, ok = mergeObjects(written, beside); ok {
			return merged
		}
	case written[0] == '[' && beside[0] == '[':
		if merged, ok = mergeLists(written, beside); ok {
			return merged
		}
	}
	return beside
}

func mergeObjects(written, beside []byte) ([]byte, bool) {
	present, valid := parts(written)
	more, ok := parts(beside)
	if !valid || !ok {
		return nil, false
	}
	out := []byte{'{'}
	for _, p := range present {
		value := written[p.begin:p.end]
		for i, m := range more {
			if string(m.name) == string(p.name) {
				value = merge(value, beside[m.begin:m.end])
				more = slices.Delete(more, i, i+1)
				break
			}
		}
		out = append(append(append(out, written[p.start:p.begin]...), value...), ',')
	}
	for _, m := range more {
		out = append(append(out, beside[m.start:m.end]...), ',')
	}
	return closed(out, '}'), true
}

func mergeLists(written, beside []byte) ([]byte, bool) {
	present, valid := parts(written)
	more, ok := parts(beside)
	if !valid || !ok {
		return nil, false
	}
	out := []byte{'['}
	for i, p := range present {
		value := written[p.begin:p.end]
		if i < len(more) {
			value = merge(value, beside[more[i].begin:more[i].end])
		}
		out = append(append(out, value...), ',')
	}
	return closed(out, ']'), true
}

// closed replaces the last comma with the closing bracket.
func closed(out []byte, bracket byte) []byte {
	if last := len(out) - 1; out[last] == ',' {
		out = out[:last]
	}
	return append(out, bracket)
}
