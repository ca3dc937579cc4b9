package verify

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/stateset/stateset-go/mockserver/internal/journal"
)

// Bounds of a report.
const (
	maxNearest     = 3
	maxDifferences = 20
)

// Near is a request that does not match, and why.
type Near struct {
	Request     *journal.View `json:"request"`
	Differences []Difference  `json:"differences"`

	entry   *journal.Entry
	penalty int
}

// Report is the result of a verification.
type Report struct {
	OK      bool
	Summary string // "no request matches …, expected at least 1"
	Matched []*journal.Entry
	Nearest []Near // at most three, the nearest first; empty if too many requests match
}

// Check compares the entries of a journal with an expectation.
func Check(entries []*journal.Entry, e *Expectation, count Count) *Report {
	r := &Report{}
	for _, entry := range entries {
		if entry.ID <= e.After || entry.Time.Before(e.Since) {
			continue
		}
		differences, penalty := e.compare(entry)
		if len(differences) == 0 {
			r.Matched = append(r.Matched, entry)
			continue
		}
		r.keep(entry, differences, penalty)
	}
	n := len(r.Matched)
	r.OK = count.allows(n)
	r.Summary = fmt.Sprintf("%s %s, expected %s", matching(n), e, count)
	if r.OK || n > count.Min {
		r.Nearest = nil
	}
	for i := range r.Nearest {
		r.Nearest[i].Request = journal.NewView(r.Nearest[i].entry)
	}
	return r
}

func matching(n int) string {
	switch n {
	case 0:
		return "no request matches"
	case 1:
		return "1 request matches"
	}
	return fmt.Sprintf("%d requests match", n)
}

// keep adds a request to the nearest ones if it is one of them. Of equally near ones the
// latest is first.
func (r *Report) keep(entry *journal.Entry, differences []Difference, penalty int) {
	if len(r.Nearest) == maxNearest && r.Nearest[maxNearest-1].penalty < penalty {
		return
	}
	near := Near{Differences: differences, entry: entry, penalty: penalty}
	r.Nearest = slices.Insert(r.Nearest, 0, near)
	sort.SliceStable(r.Nearest, func(a, b int) bool { return r.Nearest[a].penalty < r.Nearest[b].penalty })
	r.Nearest = r.Nearest[:min(len(r.Nearest), maxNearest)]
}

// String returns the report: the summary, and then the nearest requests with their
// differences, or the requests that match if they are too many.
func (r *Report) String() string {
	lines := []string{r.Summary}
	for i, entry := range r.Matched {
		if i == maxNearest {
			lines = append(lines, fmt.Sprintf("  and %d more", len(r.Matched)-i))
			break
		}
		lines = append(lines, "  matches: "+line(journal.NewView(entry)))
	}
	for _, near := range r.Nearest {
		lines = append(lines, "  nearest: "+line(near.Request))
		for i, difference := range near.Differences {
			if i == maxDifferences {
				lines = append(lines, fmt.Sprintf("    and %d more differences", len(near.Differences)-i))
				break
			}
			lines = append(lines, "    "+difference.String())
		}
	}
	if len(lines) == 1 && !r.OK && len(r.Matched) == 0 {
		lines = append(lines, "  the server received no request")
	}
	return strings.Join(lines, "\n")
}

// line returns a request in one line.
func line(v *journal.View) string {
	text := fmt.Sprintf("#%d %s %s %s → %d", v.ID, v.Time.Format(time.RFC3339), v.Method, v.Path, v.Status)
	if v.Operation != "" {
		text += " " + string(v.Operation)
	}
	if v.Account != "" {
		text += " " + string(v.Account)
	}
	return text
}
