package quote

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxShown is the maximum length of a value in a message, in bytes.
const maxShown = 64

// Short quotes text for a message: escaped, cut at 64 bytes, and with API keys masked.
func Short(text string) string {
	short := text[:min(len(text), 2*maxShown)]
	if hidden := KeyLike.ReplaceAllString(short, "${1}…"); hidden != short {
		return fmt.Sprintf("%q", hidden)
	}
	if len(text) > maxShown {
		end := maxShown
		for end > maxShown-utf8.UTFMax && !utf8.RuneStart(text[end]) {
			end--
		}
		return fmt.Sprintf("%q… (%d bytes)", text[:end], len(text))
	}
	return fmt.Sprintf("%q", text)
}

// KeyLike matches text that looks like an API key or a webhook secret.
var KeyLike = regexp.MustCompile(`((?:[spr]k_(?:test|live)|whsec)_)[0-9A-Za-z_\-]+`)

// Escape escapes text from a server for one line of a log, up to the limit.
func Escape(text string, limit int) string {
	text = Cut(text, limit)
	unfit := func(r rune) bool { return r == utf8.RuneError || !unicode.IsPrint(r) }
	if !strings.ContainsFunc(text, unfit) {
		return text
	}
	quoted := strconv.Quote(text)
	return Cut(strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`), limit)
}

// Cut shortens text to the limit in bytes, at a character boundary.
func Cut(text string, limit int) string {
	const mark = "…"
	if len(text) <= limit {
		return text
	}
	limit = max(0, limit-len(mark))
	for limit > 0 && !utf8.RuneStart(text[limit]) {
		limit--
	}
	return text[:limit] + mark
}
