package api

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Check collects the first fault of a call's parameters, so that checking them
// reads as a list of rules. Fields are named by their path in the JSON body.
type Check struct {
	err *ParamError
}

// Fail records a fault, unless there is one already.
func (c *Check) Fail(param, format string, args ...any) {
	if c.err == nil {
		c.err = &ParamError{Param: param, Message: fmt.Sprintf(format, args...)}
	}
}

// Err is the first fault.
func (c *Check) Err() error {
	if c.err == nil {
		return nil
	}
	return c.err
}

// Params refuses nil params of an operation that needs some.
func (c *Check) Params(isNil bool) bool {
	if isNil {
		c.Fail("params", "must not be nil: this call has required fields")
	}
	return !isNil
}

// Required refuses empty text, and checks it like Text.
func (c *Check) Required(param, value string) {
	if value == "" {
		c.Fail(param, "is required")
	}
	c.Text(param, value, 0)
}

// Text refuses what JSON or the server could not take: invalid UTF-8, NUL, and more
// characters than max, if that is not 0.
func (c *Check) Text(param, value string, max int) {
	if goodText(value, max) {
		return
	}
	if !utf8.ValidString(value) {
		c.Fail(param, "is not valid UTF-8 at byte %d", invalidUTF8(value))
	}
	if at := strings.IndexByte(value, 0); at >= 0 {
		c.Fail(param, "has a NUL at byte %d", at)
	}
	if n := utf8.RuneCountInString(value); max > 0 && n > max {
		c.Fail(param, "must have at most %d characters, got %d", max, n)
	}
}

// goodText is Text's rule; max 0 is no limit.
func goodText(value string, max int) bool {
	if max > 0 && len(value) > max && utf8.RuneCountInString(value) > max {
		return false
	}
	return strings.IndexByte(value, 0) < 0 && utf8.ValidString(value)
}

func invalidUTF8(text string) int {
	for i, r := range text {
		if _, size := utf8.DecodeRuneInString(text[i:]); r == utf8.RuneError && size == 1 {
			return i
		}
	}
	return len(text)
}

// Positive refuses an amount that is missing, cannot be sent, or is not above
// zero.
func (c *Check) Positive(param string, m Money) {
	if m.absent() {
		c.Fail(param, "is required")
	}
	c.amount(param, m)
	if m.Sign() <= 0 {
		c.Fail(param, "must be above zero, got %s", m)
	}
}

// OptionalPositive is Positive for an amount that may be the zero Money.
func (c *Check) OptionalPositive(param string, m Money) {
	if !m.absent() {
		c.Positive(param, m)
	}
}

// NotNegative refuses an amount below zero; it may be the zero Money.
func (c *Check) NotNegative(param string, m Money) {
	if m.absent() {
		return
	}
	c.amount(param, m)
	if m.Sign() < 0 {
		c.Fail(param, "must not be below zero, got %s", m)
	}
}

func (c *Check) amount(param string, m Money) {
	if err := m.Err(); err != nil {
		c.Fail(param, "%s", strings.TrimPrefix(err.Error(), "stateset: "))
	}
}

// The API's limits of metadata.
const (
	maxMetadata      = 50
	maxMetadataKey   = 40
	maxMetadataValue = 500
)

// Metadata refuses more keys than 50, keys longer than 40 characters and values
// longer than 500.
func (c *Check) Metadata(metadata map[string]string) { c.MetadataAt("metadata", metadata) }

// MetadataAt is Metadata for a member of that path.
func (c *Check) MetadataAt(param string, metadata map[string]string) {
	if len(metadata) > maxMetadata {
		c.Fail(param, "must have at most %d keys, got %d", maxMetadata, len(metadata))
	}
	for key, value := range metadata {
		if goodText(key, maxMetadataKey) && goodText(value, maxMetadataValue) && key != "" {
			continue
		}
		c.metadataFault(param, metadata)
		return
	}
}

// metadataFault names the first fault in the order of the keys.
func (c *Check) metadataFault(param string, metadata map[string]string) {
	for _, key := range sortedKeys(metadata) {
		c.metadataKey(param, key)
		c.Text(param+"."+key, metadata[key], maxMetadataValue)
	}
}

// MetadataPatch is Metadata for an update, where nil deletes a key.
func (c *Check) MetadataPatch(metadata map[string]*string) {
	if len(metadata) > maxMetadata {
		c.Fail("metadata", "must have at most %d keys, got %d", maxMetadata, len(metadata))
	}
	for _, key := range sortedKeys(metadata) {
		c.metadataKey("metadata", key)
		if value := metadata[key]; value != nil {
			c.Text("metadata."+key, *value, maxMetadataValue)
		}
	}
}

func (c *Check) metadataKey(param, key string) {
	if n := utf8.RuneCountInString(key); n == 0 || n > maxMetadataKey {
		c.Fail(param, "key %s must have 1 to %d characters, got %d", quoteShort(key), maxMetadataKey, n)
	}
	if !goodText(key, 0) {
		c.Fail(param, "key %s must be valid UTF-8 without NUL", quoteShort(key))
	}
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// Address refuses a country that is no code of two letters, and text that cannot
// be sent. nil is fine.
func (c *Check) Address(param string, a *Address) {
	if a == nil {
		return
	}
	for _, f := range []struct{ name, value string }{
		{"name", a.Name}, {"line1", a.Line1}, {"line2", a.Line2}, {"city", a.City}, {"state", a.State},
		{"postal_code", a.PostalCode}, {"phone", a.Phone}, {"email", a.Email},
	} {
		if !goodText(f.value, 0) {
			c.Text(param+"."+f.name, f.value, 0)
		}
	}
	if a.Country != "" && !countryCode.MatchString(a.Country) {
		c.Fail(param+".country", "must be an ISO 3166-1 code of two capital letters, as in \"US\", got %s", quoteShort(a.Country))
	}
}

var countryCode = regexp.MustCompile(`^[A-Z]{2}$`)

// Time refuses a time that RFC 3339 cannot write.
func (c *Check) Time(param string, t time.Time) {
	if year := t.UTC().Year(); !t.IsZero() && (year < 1 || year > 9999) {
		c.Fail(param, "must be in the years 1 to 9999, got the year %d", year)
	}
}

// Times refuses a range with a time that cannot be written.
func (c *Check) Times(param string, r TimeRange) {
	c.Time(param+"[gt]", r.GT)
	c.Time(param+"[gte]", r.GTE)
	c.Time(param+"[lt]", r.LT)
	c.Time(param+"[lte]", r.LTE)
}

// Amounts refuses a range with an amount that cannot be sent, or with two
// currencies.
func (c *Check) Amounts(param string, r AmountRange) {
	currency := r.Currency()
	for _, bound := range []struct {
		op string
		m  Money
	}{{"gt", r.GT}, {"gte", r.GTE}, {"lt", r.LT}, {"lte", r.LTE}} {
		if bound.m.absent() {
			continue
		}
		c.amount(param+"["+bound.op+"]", bound.m)
		if !SameCurrency(bound.m.Currency, currency) {
			c.Fail(param, "has bounds of two currencies, %s and %s", currency, bound.m.Currency)
		}
	}
}

// Currency refuses what is neither a token nor an ISO 4217 code. Empty text is
// fine.
func (c *Check) Currency(param, currency string) {
	if currency == "" {
		return
	}
	if _, ok := CurrencyDecimals(currency); !ok {
		c.Fail(param, "is unknown: %s; want ssusd, usdc or an ISO 4217 code", quoteShort(currency))
	}
}

// Page refuses a page size or cursors that no list takes. prefixes are those of
// the ids of the list.
func (c *Check) Page(limit int, after, before string, prefixes ...string) {
	if limit < 0 || limit > 100 {
		c.Fail("limit", "must be 1 to 100, or 0 for the default of 10, got %d", limit)
	}
	if after != "" && before != "" {
		c.Fail("starting_after", "must not be set together with ending_before")
	}
	c.cursor("starting_after", after, prefixes)
	c.cursor("ending_before", before, prefixes)
}

// idPrefixes are those of the API's ids: a cursor with one of another list is a
// mistake.
var idPrefixes = []string{
	"pay", "pmt", "ref", "ord", "order", "item", "ful", "inv", "li", "cust", "prod", "iss", "red", "trf", "txn", "att",
	"fac", "pof", "loan", "fopt", "agent", "exec", "act", "gord", "cmp", "shq", "rate", "we", "evt", "dlv", "req", "acct",
}

func (c *Check) cursor(param, id string, prefixes []string) {
	if id == "" {
		return
	}
	c.ID(param, id)
	prefix, _, _ := strings.Cut(id, "_")
	if slices.Contains(idPrefixes, prefix) && !slices.Contains(prefixes, prefix) {
		c.Fail(param, "must be an id of this list (%s_…), got %s", prefixes[0], quoteShort(id))
	}
}

// ID refuses what is no id. An empty id in a path would call the list, and a
// dotted one another path.
func (c *Check) ID(param, id string) {
	switch {
	case id == "":
		c.Fail(param, "is empty: an id is required")
	case len(id) > maxKey:
		c.Fail(param, "must have at most %d characters, got %d", maxKey, len(id))
	case strings.ContainsFunc(id, func(r rune) bool { return r < ' ' || r == 0x7f || r == utf8.RuneError }):
		c.Fail(param, "has characters that no id has: %s", quoteShort(id))
	}
	for segment := range strings.SplitSeq(id, "/") {
		if segment == "." || segment == ".." {
			c.Fail(param, "must not contain %q as a part, got %s", segment, quoteShort(id))
		}
	}
}

// OptionalID is ID for an id that may be left out.
func (c *Check) OptionalID(param, id string) {
	if id != "" {
		c.ID(param, id)
	}
}

// checkID checks an id of a path, and that a live key is not used with the id of a
// test object.
func (c *Client) checkID(param, id string) error {
	if plainID(id) && (!c.settings.Key.Live() || !isTestID(id)) {
		return nil
	}
	var check Check
	check.ID(param, id)
	if c.settings.Key.Live() && isTestID(id) {
		check.Fail(param, "is a test-mode id used with a live key: %s", quoteShort(id))
	}
	return check.Err()
}

// plainID recognises the usual id at once.
func plainID(id string) bool {
	for i := range len(id) {
		if c := lowerASCII(id[i]); (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' && c != '-' {
			return false
		}
	}
	return id != "" && len(id) <= maxKey
}

func isTestID(id string) bool {
	_, rest, found := strings.Cut(id, "_")
	return found && strings.HasPrefix(rest, "test_")
}

// Enum refuses text that is none of the known values, and suggests the nearest.
// Empty text is fine.
func Enum[T ~string](c *Check, param string, value T, known []T) {
	if value == "" || slices.Contains(known, value) {
		return
	}
	if near := nearest(value, known); near != "" {
		c.Fail(param, "is unknown: %s; did you mean %q?", quoteShort(string(value)), near)
		return
	}
	names := make([]string, len(known))
	for i, k := range known {
		names[i] = string(k)
	}
	c.Fail(param, "is unknown: %s; want one of %s", quoteShort(string(value)), strings.Join(names, ", "))
}

// nearest is the known value that is at most two edits away, or none.
func nearest[T ~string](value T, known []T) T {
	best, distance := T(""), 3
	for _, k := range known {
		if d := edits(string(value), string(k)); d < distance {
			best, distance = k, d
		}
	}
	return best
}

// edits is the Levenshtein distance; texts that differ much in length are far
// apart without counting.
func edits(a, b string) int {
	if len(a) > 2*maxNumberText || len(a)-len(b) > 2 || len(b)-len(a) > 2 {
		return 3
	}
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		corner := row[0]
		row[0] = i + 1
		for j := range len(b) {
			next := min(row[j], row[j+1]) + 1
			if a[i] == b[j] {
				next = min(next, corner)
			} else {
				next = min(next, corner+1)
			}
			corner, row[j+1] = row[j+1], next
		}
	}
	return row[len(b)]
}
