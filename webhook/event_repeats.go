package webhook

import (
	"bytes"
	"encoding/json"
)

// maxCompared is how many members of one object are compared with each other, each
// with all: more, which no event has, are sought in a map.
const maxCompared = 64

// repeatedMember finds a member that stands twice in one object, however deep. The
// text is valid JSON. It is gone over without memory in the form that the API writes.
func repeatedMember(text []byte) (name string, found bool) {
	var names [maxCompared][]byte
	var starts [32]int
	m := members{names: names[:0], starts: starts[:0]}
	for at := 0; at < len(text); at++ {
		switch text[at] {
		case '{':
			m.starts = append(m.starts, len(m.names))
		case '}':
			last := len(m.starts) - 1
			m.names, m.starts = m.names[:m.starts[last]], m.starts[:last]
		case '"':
			end := endOfText(text, at+1)
			name := text[at+1 : end]
			if at = end; !isName(text[end+1:]) {
				continue
			}
			if m.has(name) {
				return string(name), true
			}
			if m.names = append(m.names, name); m.odd(name) {
				return repeatedInMaps(text)
			}
		}
	}
	return "", false
}

// members are the names in the objects that are open, the outermost first.
type members struct {
	names  [][]byte
	starts []int // where those of each object begin
}

// innermost are the names in the object that was opened last.
func (m *members) innermost() [][]byte { return m.names[m.starts[len(m.starts)-1]:] }

func (m *members) has(name []byte) bool {
	for _, other := range m.innermost() {
		if string(other) == string(name) {
			return true
		}
	}
	return false
}

// odd reports whether comparing will not do: one name can be escaped in many ways.
func (m *members) odd(name []byte) bool {
	return len(m.innermost()) > maxCompared || bytes.IndexByte(name, '\\') >= 0
}

// endOfText is where the quote is that ends a text.
func endOfText(text []byte, at int) int {
	for ; text[at] != '"'; at++ {
		if text[at] == '\\' {
			at++
		}
	}
	return at
}

// isName reports whether what follows a text makes it the name of a member.
func isName(rest []byte) bool {
	for _, c := range rest {
		switch c {
		case ' ', '\t', '\r', '\n':
		default:
			return c == ':'
		}
	}
	return false
}

// repeatedInMaps is repeatedMember for names of any form and any number.
func repeatedInMaps(text []byte) (name string, found bool) {
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	return repeatedInNext(d)
}

// repeatedInNext looks through the decoder's next value.
func repeatedInNext(d *json.Decoder) (name string, found bool) {
	start, _ := d.Token()
	if start != json.Delim('{') && start != json.Delim('[') {
		return "", false
	}
	seen := map[string]bool{}
	for d.More() {
		if start == json.Delim('{') {
			token, _ := d.Token()
			name, _ := token.(string)
			if seen[name] {
				return name, true
			}
			seen[name] = true
		}
		if name, found := repeatedInNext(d); found {
			return name, true
		}
	}
	_, _ = d.Token() // the end
	return "", false
}
