package fault

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Word is one word of a rule: name=value, or a bare value without a name.
type Word struct {
	Name, Value string
	Go          string // the Go call that made the word, such as "Nth(2)"; "" for text
}

// label returns the word for messages: as Go code or as text.
func (w Word) label() string {
	if w.Go != "" {
		return w.Go
	}
	return w.String()
}

// String returns the word in text form. Values are quoted if necessary.
func (w Word) String() string {
	value := w.Value
	if value == "" || strings.ContainsAny(value, " \"`\\#") || w.Name == "" && strings.Contains(value, "=") || !plain(value) {
		value = strconv.Quote(value)
	}
	if w.Name == "" {
		return value
	}
	return w.Name + "=" + value
}

// plain reports whether the text is printable on one line without quotes.
func plain(text string) bool {
	for _, c := range text {
		if c == utf8.RuneError || !strconv.IsPrint(c) {
			return false
		}
	}
	return true
}

// maxText is the maximum length of a rule in bytes.
const maxText = 64 << 10

// split splits a line into words. Spaces separate words, except inside double quotes or
// back quotes, which follow the syntax of Go.
func split(line string) ([]Word, error) {
	var words []Word
	for {
		line = strings.TrimLeft(line, " \t\r\n")
		if line == "" {
			return words, nil
		}
		var w Word
		if name, rest, found := strings.Cut(line, "="); found && isName(name) {
			w.Name, line = name, rest
		}
		value, rest, err := cutValue(line)
		if err != nil {
			return nil, err
		}
		w.Value, line = value, rest
		words = append(words, w)
	}
}

// isName reports whether the text is a valid name of a word.
func isName(text string) bool {
	return text != "" && !strings.ContainsFunc(text, func(c rune) bool { return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') && c != '-' && c != '_' })
}

// cutValue cuts the value from the start of the line.
func cutValue(line string) (value, rest string, err error) {
	if line == "" || line[0] != '"' && line[0] != '`' {
		end := strings.IndexAny(line, " \t\r\n")
		if end < 0 {
			end = len(line)
		}
		return line[:end], line[end:], nil
	}
	quoted, err := strconv.QuotedPrefix(line)
	if err != nil {
		return "", "", fmt.Errorf("%s must have a closing quote and only known escapes", show(line))
	}
	value, err = strconv.Unquote(quoted)
	rest = line[len(quoted):]
	if err != nil || rest != "" && !strings.ContainsAny(rest[:1], " \t\r\n") {
		return "", "", fmt.Errorf("%s must be followed by a blank", show(quoted))
	}
	return value, rest, nil
}

// show quotes and truncates a text for a message.
func show(text string) string {
	const most = 60
	if len(text) > most {
		text = text[:most] + "…"
	}
	return strconv.Quote(text)
}
