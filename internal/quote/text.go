package quote

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxShown is how many bytes of a value a message shows.
const maxShown = 64

// Quote quotes text for a message: escaped, cut at 64 bytes, and without a key
// that got into the wrong place.
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

// keyLike finds what looks like an API key or a webhook secret.
var KeyLike = regexp.MustCompile(`((?:[spr]k_(?:test|live)|whsec)_)[0-9A-Za-z_\-]+`)

// escape makes text from a server fit for one line of a log, and no longer than the
// limit.
func Escape(text string, limit int) string {
	text = Cut(text, limit)
	unfit := func(r rune) bool { return r == utf8.RuneError || !unicode.IsPrint(r) }
	if !strings.ContainsFunc(text, unfit) {
		return text
	}
	quoted := strconv.Quote(text)
	return Cut(strings.ReplaceAll(quoted[1:len(quoted)-1], `\"`, `"`), limit)
}

// cut shortens text to the limit in bytes, at a character's border.
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
