package fault

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/input"
)

// count parses an integer from least to 10^9.
func count(text string, least int64) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < least || n > maxCount || text[0] == '+' {
		return 0, fmt.Errorf("must be an integer from %d to %d", least, maxCount)
	}
	return n, nil
}

// duration parses a duration such as 1.5s.
func duration(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil || d < 0 || d > maxDuration {
		return 0, fmt.Errorf("must be a duration such as 250ms, 30s or 1m, at most 24h")
	}
	return d, nil
}

// units are the units of sizes.
var units = []struct {
	name string
	size int64
}{{"KiB", 1 << 10}, {"MiB", 1 << 20}, {"GiB", 1 << 30}, {"kB", 1e3}, {"MB", 1e6}, {"GB", 1e9}}

// size parses a number of bytes, with or without a unit.
func size(text string) (int64, error) {
	unit := int64(1)
	for _, u := range units {
		if number, ok := strings.CutSuffix(text, u.name); ok {
			text, unit = number, u.size
			break
		}
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 1 || n > maxSize/unit || text[0] == '+' {
		return 0, fmt.Errorf("must be a size such as 100, 64KiB or 5MB, at most 16GiB")
	}
	return n * unit, nil
}

func (r *Rule) setNth(text string) (err error) {
	first, last, isRange := strings.Cut(text, "..")
	if r.First, err = count(first, 1); err != nil {
		return err
	}
	switch {
	case !isRange:
		r.Last = r.First
	case last != "":
		if r.Last, err = count(last, r.First); err != nil {
			return err
		}
	}
	return nil
}

func (r *Rule) setBy(text string) error {
	if text != "call" && text != "key" {
		return fmt.Errorf("must be call or key")
	}
	r.ByKey = text == "key"
	return nil
}

func (r *Rule) setKey(text string) error {
	if text == "" || len(text) > 255 {
		return fmt.Errorf("must be an Idempotency-Key of 1 to 255 characters")
	}
	r.Key = text
	return nil
}

func (r *Rule) setAccount(text string) error {
	if text == "" || len(text) > 300 {
		return fmt.Errorf("must be the part of the account's key after sk_test_")
	}
	if !strings.HasPrefix(text, "test/") && !strings.HasPrefix(text, "live/") {
		text = "test/" + text
	}
	r.Account = text
	return nil
}

func (r *Rule) setChance(text string) error {
	p, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(p) || p < 0 || p > 1 {
		return fmt.Errorf("must be a probability from 0 to 1")
	}
	r.Chance = p
	return nil
}

func (r *Rule) setSeed(text string) (err error) {
	if r.Seed, err = strconv.ParseUint(text, 10, 64); err != nil {
		return fmt.Errorf("must be an integer from 0 to %d", uint64(math.MaxUint64))
	}
	r.HasSeed = true
	return nil
}

// allPoints are the points of requests, accept first.
var allPoints = []Point{Accept, Read, Reserved, Committed, Headers, Body}

func (r *Rule) setAt(text string) (err error) {
	if r.At.Point != "" {
		return fmt.Errorf("do=truncate already sets the place: remove at=")
	}
	name, much, given := strings.Cut(text, ":")
	at := Point(name)
	if !slices.Contains(allPoints, at) {
		return fmt.Errorf("must be one of %s", join(allPoints))
	}
	r.At = Position{Point: at, Percent: -1}
	switch {
	case at == Body && given:
		r.At, err = part(much)
	case at == Body:
		r.At.Percent = 50
	case given:
		err = fmt.Errorf("only at=body takes a number of bytes or percent")
	}
	return err
}

// part parses the part of a body that is sent: bytes, or a percentage.
func part(text string) (Position, error) {
	at := Position{Point: Body, Percent: -1}
	number, percent := strings.CutSuffix(text, "%")
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil || n < 0 || n > maxSize || percent && n > 100 || number[0] == '+' {
		return at, fmt.Errorf("must be a number of bytes of the body, or 0%% to 100%%")
	}
	if percent {
		at.Percent = n
	} else {
		at.Bytes = n
	}
	return at, nil
}

func (r *Rule) setHeader(text string) error {
	name, value, found := strings.Cut(text, ":")
	if before, after, equals := strings.Cut(text, "="); equals && len(before) < len(name) {
		name, value, found = before, after, true
	}
	value = strings.TrimSpace(value)
	switch {
	case !found || !token(name):
		return fmt.Errorf("must be the name of a header, a colon and its value, as in header=Retry-After:2")
	case len(value) > 32<<10 || strings.ContainsFunc(value, func(c rune) bool { return c < ' ' && c != '\t' || c == 0x7f }):
		return fmt.Errorf("the value of a header must have no line breaks or control characters, and at most 32 KiB")
	case len(r.Header) == maxFields:
		return fmt.Errorf("at most %d headers: see do=header-flood", maxFields)
	}
	r.Header = append(r.Header, Field{name, value})
	return nil
}

// token reports whether the text is a valid header name.
func token(text string) bool {
	for i := range len(text) {
		c := text[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
		if !letter && strings.IndexByte("!#$%&'*+-.^_`|~", c) < 0 {
			return false
		}
	}
	return text != "" && len(text) <= 100
}

func (r *Rule) setBody(text string) error {
	r.Content, r.HasBody = text, true
	return nil
}

// Envelopes are the forms of error responses: first JSON in the forms that servers of
// the API and proxies send, then forms that are not JSON.
var Envelopes = []string{
	"documented", "details", "success", "success-text", "string", "flat", "errors", "errors-by-field", "problem", "meta", "beside", "array",
	"html", "text", "empty", "null", "bad-json",
}

func (r *Rule) setEnvelope(text string) error {
	if !slices.Contains(Envelopes, text) {
		return fmt.Errorf("unknown envelope%s: must be one of %s", input.DidYouMean(text, Envelopes), strings.Join(Envelopes, ", "))
	}
	if r.Envelope != "" {
		return fmt.Errorf("do=%s already sets the response: remove body= or envelope=", r.Envelope)
	}
	r.Envelope = text
	return nil
}

func (r *Rule) setOptional(text string) error {
	if text != "" && text != "true" {
		return fmt.Errorf("optional has no value")
	}
	r.Optional = true
	return nil
}

// join formats points for a message.
func join(points []Point) string {
	names := make([]string, len(points))
	for i, p := range points {
		names[i] = string(p)
	}
	return strings.Join(names, ", ")
}
