package journal

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/fault"
)

// Filter selects entries. Empty fields select all.
type Filter struct {
	Account        string   // "name", or with its mode "test/name"
	Operation      string   // in any case; * matches any text
	Method         string   // in any case
	Path           string   // as sent, with or without /v1; * matches any text
	Status         []string // one of these: "409", "4xx"
	IdempotencyKey string
	After          int64     // an ID: later entries only
	Since          time.Time // server time, inclusive
}

// Matches reports whether the filter selects the entry.
func (f *Filter) Matches(e *Entry) bool {
	switch {
	case f.Account != "" && withMode(f.Account) != e.Account,
		f.Operation != "" && !fault.MatchesName(f.Operation, e.Operation),
		f.Method != "" && !strings.EqualFold(f.Method, e.Method),
		f.Path != "" && !fault.MatchesPath(f.Path, e.Path),
		len(f.Status) > 0 && !f.matchesStatus(e.Status),
		f.IdempotencyKey != "" && f.IdempotencyKey != e.IdempotencyKey,
		e.ID <= f.After, e.Time.Before(f.Since):
		return false
	}
	return true
}

// CheckPath returns an error for a pattern that matches no path.
func CheckPath(pattern string) error {
	if !strings.HasPrefix(pattern, "/") && !strings.HasPrefix(pattern, "*") || strings.ContainsAny(pattern, "?#") {
		return fmt.Errorf("must begin with / or *, without a query, such as /payments/*, got %q", pattern)
	}
	return nil
}

func (f *Filter) matchesStatus(status int) bool {
	return slices.ContainsFunc(f.Status, func(want string) bool {
		class, isClass := strings.CutSuffix(want, "xx")
		return isClass && class == strconv.Itoa(status/100) || want == strconv.Itoa(status)
	})
}

// withMode returns the name of an account with its mode. Default: test mode.
func withMode(name string) string {
	if !strings.HasPrefix(name, "test/") && !strings.HasPrefix(name, "live/") {
		return "test/" + name
	}
	return name
}
