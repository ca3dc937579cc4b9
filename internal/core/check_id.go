package core

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/stateset/stateset-go/internal/numtext"
	"github.com/stateset/stateset-go/internal/quote"
)

// Page rejects an invalid page size and invalid cursors. prefixes are the ID prefixes of
// the list.
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

// idPrefixes are the prefixes of the API's IDs. A cursor with the prefix of another list
// is an error.
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
		c.Fail(param, "must be an id of this list (%s_…), got %s", prefixes[0], quote.Short(id))
	}
}

// ID rejects text that is not an ID. In a path, an empty ID would call the list, and an
// ID with dots another path.
func (c *Check) ID(param, id string) {
	switch {
	case id == "":
		c.Fail(param, "is empty: an id is required")
	case len(id) > maxKey:
		c.Fail(param, "must have at most %d characters, got %d", maxKey, len(id))
	case strings.ContainsFunc(id, func(r rune) bool { return r < ' ' || r == 0x7f || r == utf8.RuneError }):
		c.Fail(param, "has characters that are invalid in an id: %s", quote.Short(id))
	}
	for segment := range strings.SplitSeq(id, "/") {
		if segment == "." || segment == ".." {
			c.Fail(param, "must not contain %q as a part, got %s", segment, quote.Short(id))
		}
	}
}

// OptionalID is ID, but accepts an empty ID.
func (c *Check) OptionalID(param, id string) {
	if id != "" {
		c.ID(param, id)
	}
}

// checkID checks an ID in a path. A live key must not be used with the ID of a test
// object.
func (c *Client) checkID(param, id string) error {
	if plainID(id) && (!c.Live() || !isTestID(id)) {
		return nil
	}
	var check Check
	check.ID(param, id)
	if c.Live() && isTestID(id) {
		check.Fail(param, "is a test-mode id used with a live key: %s", quote.Short(id))
	}
	return check.Err()
}

// plainID reports whether the ID has the usual form. It is the fast path.
func plainID(id string) bool {
	for i := range len(id) {
		if c := numtext.LowerASCII(id[i]); (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' && c != '-' {
			return false
		}
	}
	return id != "" && len(id) <= maxKey
}

func isTestID(id string) bool {
	_, rest, found := strings.Cut(id, "_")
	return found && strings.HasPrefix(rest, "test_")
}
