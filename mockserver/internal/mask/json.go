package mask

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"

	"github.com/stateset/stateset-go/internal/wire"
)

// secretMembers are the members whose value is secret as a whole.
var secretMembers = map[string]bool{
	"cvc": true, "cvv": true, "security_code": true,
	"account_number": true, "routing_number": true, "iban": true, "swift_code": true,
	"secret": true, "api_key": true, "password": true, "webhook_secret": true,
}

// isSecret reports whether the value of a member is secret. The number of a card is
// secret, valid or not.
func isSecret(parent, name string) bool {
	name = strings.ToLower(name)
	return secretMembers[name] || name == "number" && strings.EqualFold(parent, "card")
}

// JSON masks the secrets in a body. It changes nothing else, so order, spaces and
// numbers stay as they were sent. A body that is not valid JSON is masked as a text. With
// cut the body is the beginning of a longer one: an incomplete value at its end is
// removed.
func JSON(body []byte, cut bool) []byte {
	m := &masker{body: body, tokens: scanner{text: body}}
	for m.next() {
	}
	end := len(body)
	switch {
	case m.complete():
	case cut && len(m.levels) > 0:
		end = m.end
	default:
		return []byte(looseText(string(body), cut))
	}
	if m.out == nil {
		return body[:end]
	}
	return append(m.out, body[m.copied:end]...)
}

// loose finds secret members in a text that is not JSON, such as a form.
var loose = regexp.MustCompile(`(?i)((?:cvc|cvv|security_code|account_number|routing_number|iban|swift_code|secret|api_key|password|card[\["'.]+number)["'\]]*\s*[:=]\s*["']?)[^"'&,;\s}]+`)

func looseText(text string, cut bool) string {
	if cut {
		text = text[:strings.LastIndexAny(text, "&,; \n")+1]
	}
	return Text(loose.ReplaceAllString(text, "${1}"+Mark))
}

// masker walks over the tokens of a body.
type masker struct {
	tokens scanner
	body   []byte
	levels []level
	end    int    // of the last token
	out    []byte // the masked beginning of the body
	copied int    // length of the beginning of the body that out contains
}

// level is an object or array. Its name is the member that contains it.
type level struct {
	name   string
	object bool
	member string // the current member of an object
	isName bool   // the next token of an object is a name
}

// complete reports whether the body is one JSON value and nothing else.
func (m *masker) complete() bool {
	return m.end > 0 && len(m.levels) == 0 && len(bytes.TrimSpace(m.body[m.end:])) == 0
}

// next reads a token and masks it.
func (m *masker) next() bool {
	t, ok := m.tokens.next()
	if !ok {
		return false
	}
	m.end = t.end
	if strings.IndexByte("{[}]", t.kind) >= 0 {
		m.delimit(t.kind)
		return true
	}
	var top *level
	if len(m.levels) > 0 {
		top = &m.levels[len(m.levels)-1]
	}
	text, isText := m.text(t), t.kind == '"'
	if top != nil && top.object && top.isName {
		top.member, top.isName = text, false
		m.replace(t.begin, text, Text(text))
		return true
	}
	name, parent := "", ""
	if top != nil {
		name, parent, top.isName = top.member, top.name, true
	}
	if t.kind == '0' {
		isText = isSecret(parent, name)
	}
	switch {
	case !isText:
	case isSecret(parent, name):
		m.replace(t.begin, text, Value(Text(text)))
	default:
		m.replace(t.begin, text, Text(text))
	}
	return true
}

// text returns the text of a string, or the token itself. A string that cannot be decoded
// is returned as the token, so that its secrets are masked too.
func (m *masker) text(t token) string {
	verbatim := string(m.body[t.begin:t.end])
	if t.kind != '"' {
		return verbatim
	}
	if text := wire.StringOf(strings.ToValidUTF8(verbatim, "\uFFFD")); text != "" {
		return text
	}
	return verbatim[1 : len(verbatim)-1]
}

func (m *masker) delimit(delimiter byte) {
	switch delimiter {
	case '{', '[':
		next := level{object: delimiter == '{', isName: true}
		if n := len(m.levels); n > 0 {
			top := &m.levels[n-1]
			next.name = top.name
			if top.object {
				next.name, top.isName = top.member, true
			}
			if !next.object {
				next.member = next.name // values of an array are those of its member
			}
		}
		m.levels = append(m.levels, next)
	default:
		m.levels = m.levels[:len(m.levels)-1]
	}
}

// replace replaces the token that ends at m.end.
func (m *masker) replace(start int, before, after string) {
	if before == after {
		return
	}
	m.out = append(m.out, m.body[m.copied:start]...)
	quoted, _ := json.Marshal(after) // a string always encodes
	m.out = append(m.out, quoted...)
	m.copied = m.end
}
